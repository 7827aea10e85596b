"""A site of the harness's own: `quizapp serve` in processes that can be killed, and what its database holds."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import create_engine, select

from quizapp.store.tables import AnswerRow, SlotRow

from .database import Database
from .learners import QUESTIONS, SET, TRIES
from .ledger import Answer

ROOT = Path(__file__).resolve().parent.parent.parent
ARTICLE = "---\ntitle: The larch bridge\npublisher: Post\npublished: 2021-05-14\n---\nIt is made of larch.\n"
#: Seconds in which a start must be done, on a machine that is busy.
LONGEST_START = 180


def write_content(folder: Path) -> Path:
    """A library with one set: questions that take any text and may be answered several times."""
    (folder / "bridge").mkdir(parents=True)
    (folder / "bridge/article.md").write_text(ARTICLE)
    questions = [
        {"id": f"q-{number}", "kind": "short_text", "stem": "Of what?", "answer": "larch", "tries": TRIES}
        | {"explanation": "Of larch.", "evidence": [{"exact": "It is made of larch"}]}
        for number in range(QUESTIONS)
    ]
    (folder / f"bridge/{SET}.yaml").write_text(json.dumps({"title": "Wood", "questions": questions}))
    return folder


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


class Site:
    def __init__(self, folder: Path, database: Database, workers: int = 2, module: str = "quizapp") -> None:
        self.folder, self.database, self.workers, self.module = folder, database, workers, module
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder.parent / f"{folder.name}.log"

    def fill(self) -> None:
        """In a process of its own: what it leaves open would belong to the harness."""
        content = write_content(self.folder / "content")
        loading = self._run("load", str(content))
        assert loading.wait(LONGEST_START) == 0, self.log.read_text()
        shutil.rmtree(content)

    def launch(self) -> subprocess.Popen[bytes]:
        return self._run("serve", "--port", str(self.port), "--workers", str(self.workers), "--no-load")

    def _run(self, *words: str) -> subprocess.Popen[bytes]:
        own = {"QUIZAPP_INSTANCE": str(self.folder), "QUIZAPP_DATABASE_URL": self.database.url}
        environment = {**os.environ, **own, "PYTHONPATH": str(ROOT)}
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", self.module, *words], cwd=ROOT, env=environment, stdout=log, stderr=log
            )

    def start(self) -> None:
        self.process = self.launch()
        until = time.monotonic() + LONGEST_START
        while self.process.poll() is None and time.monotonic() < until:
            if self.answers():
                return
            time.sleep(0.05)
        self.process.kill()
        raise RuntimeError(f"the server did not start:\n{self.log.read_text()}")

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(self.url, timeout=5).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False
        return True

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)

    def worker_ids(self) -> list[int]:
        found = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False)
        return [int(line) for line in found.stdout.split()]

    def kill_worker(self, number: int) -> None:
        workers = self.worker_ids()
        kill(workers[number % len(workers) :][:1])

    def kill_parent(self) -> None:
        """The only process that knows of the workers; they are left to themselves."""
        self.process.kill()
        self.process.wait(timeout=20)

    def kill(self) -> None:
        """All at once, as a power cut would; first who would start new ones."""
        workers = self.worker_ids()
        self.kill_parent()
        kill(workers)

    def stored(self, attempts: Iterable[int]) -> list[Answer]:
        """All answers that the database holds for these attempts."""
        wanted = set(attempts)
        query = select(SlotRow.attempt_id, SlotRow.position, AnswerRow.try_number, AnswerRow.fields)
        engine = create_engine(self.database.url)
        with engine.connect() as connection:
            rows = connection.execute(query.join(SlotRow, SlotRow.id == AnswerRow.slot_id)).all()
        engine.dispose()
        return [Answer(*place, fields["answer"][0]) for *place, fields in rows if place[0] in wanted]


def kill(processes: Iterable[int]) -> None:
    for process in processes:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            # It has ended by itself meanwhile.
            continue
