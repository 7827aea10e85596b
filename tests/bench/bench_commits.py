"""Eight writers at once on SQLite: how much is written, and how long anybody waits.

`python tests/bench/bench_commits.py [SECONDS]`. Ours are two processes of four threads, as two workers are, each
writing by `work.transactions.writing`; beside them eight raw connections, and one alone, with the same safety settings
and the same row. What is asked for: at least 70% of what the raw ones commit, and nobody waits longer than 250 ms.
"""

from __future__ import annotations

import multiprocessing
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import quantiles
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from quizapp.store import engine as opening
from quizapp.work.transactions import writing

INSERT = "INSERT INTO answers (writer, body) VALUES (0, 'an answer as it is sent, with its fields and its mark')"
Write = Callable[[], None]


def raw(path: str) -> Write:
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    for setting in ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 30000"):
        connection.execute(f"PRAGMA {setting}")

    def write() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(INSERT)
        connection.execute("COMMIT")

    return write


def ours(path: str) -> Write:
    engine = create_engine(f"sqlite:///{path}", **opening.options(f"sqlite:///{path}"))
    opening.prepare(engine)
    session, statement = Session(engine), text(INSERT)

    def write() -> None:
        with writing(session):
            session.execute(statement)

    return write


def _thread(make: Callable[[str], Write], path: str, all_there: Any, seconds: float, waits: list[float]) -> None:
    write = make(path)
    all_there.wait()
    end = time.time() + seconds
    while (began := time.time()) < end:
        write()
        waits.append(time.time() - began)


def _process(made: str, path: str, threads: int, all_there: Any, seconds: float, told: Any) -> None:
    waits: list[float] = []
    make = {"raw": raw, "ours": ours}[made]
    running = [threading.Thread(target=_thread, args=(make, path, all_there, seconds, waits)) for _ in range(threads)]
    for each in running:
        each.start()
    for each in running:
        each.join()
    told.put(waits)


def measure(made: str, processes: int, threads: int, seconds: float) -> list[float]:
    """How long each write took, in seconds, of so many writers that do nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "writers.sqlite3")
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("CREATE TABLE answers (id INTEGER PRIMARY KEY, writer INTEGER, body TEXT)")
        context = multiprocessing.get_context("spawn")
        told, all_there = context.Queue(), context.Barrier(processes * threads)
        given = (made, path, threads, all_there, seconds, told)
        running = [context.Process(target=_process, args=given) for _ in range(processes)]
        for each in running:
            each.start()
        waits = [wait for _ in running for wait in told.get()]
        for each in running:
            each.join()
    return waits


def main(seconds: float) -> None:
    print(f"{'writers':<28}{'commits a second':>18}{'median':>10}{'p99':>10}{'longest':>12}")
    for name, made, processes, threads in (
        ("one raw connection", "raw", 1, 1),
        ("eight raw connections", "raw", 8, 1),
        ("one of ours", "ours", 1, 1),
        ("ours, 2 processes of 4", "ours", 2, 4),
        ("ours, 1 process of 8", "ours", 1, 8),
    ):
        waits = measure(made, processes, threads, seconds)
        cut = quantiles(waits, n=100)
        rate = len(waits) / seconds
        print(f"{name:<28}{rate:>18.0f}{cut[49] * 1e3:>7.1f} ms{cut[98] * 1e3:>7.1f} ms{max(waits) * 1e3:>9.0f} ms")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 10)
