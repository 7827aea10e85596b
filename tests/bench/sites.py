"""Two running sites to compare: quizapp as `quizapp serve` runs it, and the toy on the same server."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_server

import psycopg

TOY = Path(__file__).parent / "toy"
SENTENCE = "On day {n} the council of the valley met for hour {n} and voted on bridge number {n} once more. "


@dataclass
class Site:
    """A site that is up. `slug` is its set of ten questions."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    slug: str
    #: PostgreSQL's address; empty where the rows are in a file.
    database: str = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cpu(self) -> float:
        """Milliseconds of processor time that its processes have used so far, those of its database included."""
        return sum(_milliseconds(pid) for pid in (*self.workers(), *_backends(self.database)))

    def memory(self) -> float:
        """Resident MB of its largest process."""
        pages = max(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self.workers())
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def workers(self) -> list[int]:
        found = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=True)
        return [int(line) for line in found.stdout.split()]


def _milliseconds(pid: int) -> float:
    """By the scheduler's own clock, of all threads."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e6


def _backends(database: str) -> list[int]:
    """PostgreSQL's processes that serve this database."""
    if not database:
        return []
    with psycopg.connect(database) as connection:
        found = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return [pid for (pid,) in found]


def library(folder: Path) -> Path:
    """An article's folder with the set `ten`: ten questions of four kinds."""
    place = folder / "valley"
    place.mkdir(parents=True)
    body = "\n\n".join(SENTENCE.format(n=n) for n in range(60))
    (place / "article.md").write_text(f"---\ntitle: Bridges\npublisher: Post\npublished: 2021-05-14\n---\n{body}\n")
    questions = [_question(number) for number in range(10)]
    (place / "ten.yaml").write_text(json.dumps({"title": "Ten on bridges", "questions": questions}))
    return folder


def _question(number: int) -> dict[str, object]:
    stem = f"What was decided on day {number} of the week in which the council met about its bridges?"
    evidence = [{"exact": f"voted on bridge number {number} once more"}]
    common = {"id": f"day-{number}", "stem": stem, "evidence": evidence, "explanation": f"On day {number} they voted."}
    options = [{"text": text} for text in ("To wait for rain", "To build it anew", "To ask the town", "To leave it")]
    if number % 5 < 2:
        return {**common, "kind": "choice", "options": [{**options[0], "correct": True}, *options[1:]]}
    if number % 5 == 2:
        right = [{**option, "correct": True} for option in options[:2]]
        return {**common, "kind": "multiple", "options": [*right, *options[2:]]}
    if number % 5 == 3:
        return {**common, "kind": "true_false", "answer": True}
    return {**common, "kind": "short_text", "answer": "larch"}


@contextmanager
def quizapp(folder: Path, workers: int = 1, database: str | None = None, **settings: str) -> Iterator[Site]:
    """The program as it is installed, with the set `ten` alone in its library."""
    environment = {**os.environ, "QUIZAPP_INSTANCE": str(folder / "instance"), **settings}
    if database:
        environment["QUIZAPP_DATABASE_URL"] = database
    program = [sys.executable, "-m", "quizapp"]
    if not (folder / "valley").exists():
        subprocess.run([*program, "load", str(library(folder))], env=environment, check=True, capture_output=True)
    port = free_port()
    words = [*program, "serve", "--port", str(port), "--workers", str(workers), "--no-load"]
    with _running(words, environment, folder / "quizapp.log") as process:
        yield _ready(Site("quizapp", port, process, "ten", database or ""))


@contextmanager
def toy(folder: Path, workers: int = 1, database: str | None = None) -> Iterator[Site]:
    """The toy on granian, by WSGI, as Flask applications are usually served."""
    address = database or f"sqlite:///{folder / 'toy.sqlite3'}"
    environment = {**os.environ, "TOY_DATABASE": address, "PYTHONPATH": str(TOY)}
    subprocess.run([sys.executable, str(TOY / "toy.py")], env=environment, check=True)
    port = free_port()
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    words += ["--workers", str(workers), "--no-ws", "--log-level", "warning", "toy:app"]
    with _running(words, environment, folder / "toy.log") as process:
        yield _ready(Site("toy", port, process, "toy", database or ""))


def free_port() -> int:
    with create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def _running(words: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as written:
        process = subprocess.Popen(words, env=environment, stdout=written, stderr=written)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def _ready(site: Site) -> Site:
    for _ in range(300):
        if site.process.poll() is not None:
            break
        try:
            urllib.request.urlopen(site.url, timeout=5).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
        else:
            return site
    raise RuntimeError(f"{site.name} did not start")


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page
    return found[1]
