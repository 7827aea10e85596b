"""Processes die with answers on their way: what was acknowledged is there, and once."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

MANY = 4
QUESTIONS, TRIES = 12, 2
LONGEST = 25  # attempts of one learner


class Load:
    """Learners who answer as fast as they can, and send again what got no answer."""

    def __init__(self, new_visitor: Callable[[], Any], lost: tuple[type[Exception], ...]) -> None:
        self.new_visitor, self.lost = new_visitor, lost
        self.acknowledged: list[str] = []
        self.repeated = 0
        self.enough = threading.Event()

    def learner(self, name: int) -> None:
        for number in range(LONGEST):
            visitor = self.new_visitor()
            attempt = self._insist(lambda visitor=visitor: visitor.start("wood", "practice"))
            for step in range(QUESTIONS * TRIES):
                if self.enough.is_set():
                    return
                self._answer(visitor, attempt, step, f"learner {name} attempt {number} step {step}")

    def _answer(self, visitor: Any, attempt: str, step: int, text: str) -> None:
        address = f"{attempt}/questions/{step // TRIES + 1}"
        fields = {"answer": text, "try": str(step % TRIES + 1)}
        status, page = self._insist(lambda: visitor.ask(address, fields))
        assert status == 303, page
        self.acknowledged.append(text)

    def _insist(self, deed: Callable[[], Any]) -> Any:
        while True:
            try:
                return deed()
            except self.lost:
                if self.enough.is_set():
                    raise
                self.repeated += 1
                time.sleep(0.02)

    def wait_for(self, more: int, learners: list[Future[None]]) -> None:
        """Until so many more answers were acknowledged."""
        wanted = len(self.acknowledged) + more
        while len(self.acknowledged) < wanted:
            assert not any(learner.done() for learner in learners), [learner.exception() for learner in learners]
            time.sleep(0.005)


@contextmanager
def answering(load: Load) -> Iterator[list[Future[None]]]:
    """Four learners at once; in the end each has got through, or tells why not."""
    with ThreadPoolExecutor(MANY) as threads:
        learners = [threads.submit(load.learner, name) for name in range(MANY)]
        try:
            yield learners
        finally:
            load.enough.set()
    for learner in learners:
        learner.result()


@pytest.fixture
def server(instance: Path, serving: Callable[..., AbstractContextManager[Any]]) -> Iterator[Any]:
    with serving(instance, workers=2) as running:
        yield running


def kept(database: sqlite3.Connection) -> Counter[str]:
    """The texts that were answered, and how often each stands there."""
    return Counter(text for (text,) in database.execute("SELECT json_extract(fields, '$.answer[0]') FROM answers"))


def test_no_acknowledged_answer_is_lost_or_doubled_when_processes_are_killed(
    server: Any, instance: Path, visitor: Callable[[str], Any], lost: tuple[type[Exception], ...]
) -> None:
    load = Load(lambda: visitor(server.url), lost)
    with answering(load) as learners:
        load.wait_for(40, learners)
        os.kill(server.worker_ids()[0], signal.SIGKILL)
        load.wait_for(40, learners)
        server.kill()
        server.start()
        load.wait_for(40, learners)
        for worker in server.worker_ids():
            os.kill(worker, signal.SIGKILL)
        load.wait_for(40, learners)
    assert load.repeated
    with closing(sqlite3.connect(instance / "quizapp.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert kept(database) == Counter(load.acknowledged)
        assert set(kept(database).values()) == {1}


def test_one_worker_that_dies_again_and_again_does_not_end_the_site(server: Any, visitor: Callable[[str], Any]) -> None:
    first = set(server.worker_ids())
    for _ in range(3):
        victim = max(server.worker_ids())
        os.kill(victim, signal.SIGKILL)
        wait_until(lambda victim=victim: victim not in server.worker_ids() and len(server.worker_ids()) == 2)
    assert server.process.poll() is None
    assert len(first & set(server.worker_ids())) == 1
    assert visitor(server.url).ask("/")[0] == 200


def test_workers_whose_server_was_killed_alone_end_and_the_port_is_free(
    server: Any, visitor: Callable[[str], Any]
) -> None:
    workers, held = server.worker_ids(), visitor(server.url)
    held.start("wood", "practice")
    server.process.kill()
    server.process.wait(timeout=20)
    # At once: whoever watches the server starts it anew.
    server.start()
    wait_until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))
    wait_until(lambda: answers(visitor(server.url)))
    assert server.process.poll() is None


def test_workers_that_begin_while_the_database_is_away_wait_for_it(
    server: Any, instance: Path, visitor: Callable[[str], Any]
) -> None:
    file, aside = instance / "quizapp.sqlite3", instance / "aside"
    for worker in server.worker_ids():
        os.kill(worker, signal.SIGKILL)
    file.rename(aside)
    file.write_text("no database")
    wait_until(lambda: "A worker can't begin, and tries again: " in server.log.read_text())
    aside.replace(file)
    assert server.process.poll() is None
    wait_until(lambda: answers(visitor(server.url)))


def answers(visitor: Any) -> bool:
    try:
        return bool(visitor.ask("/")[0] == 200)
    except OSError:
        return False


def wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come to that in half a minute")
