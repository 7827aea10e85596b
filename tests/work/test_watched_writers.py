"""Whoever watches writers is told how long each waited, for the others of its process and for the lock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quizapp.work import transactions, turns
from quizapp.work.transactions import writing

HELD = 0.05
on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """How long the writers waited, in the order in which they got their turn."""
    told: list[float] = []
    monkeypatch.setattr(transactions, "watchers", [told.append])
    yield told


def write(engine: Engine) -> None:
    with Session(engine) as session, writing(session):
        pass


@on_sqlite
def test_a_writer_waits_for_the_one_before(engine: Engine, waits: list[float]) -> None:
    with ThreadPoolExecutor(1) as threads, Session(engine) as session:
        with writing(session):
            second = threads.submit(write, engine)
            while not turns._threads._waiting:
                time.sleep(0.001)
            time.sleep(HELD)
        second.result()
    assert len(waits) == 2
    assert waits[1] >= HELD


@on_sqlite
def test_who_gets_no_turn_is_not_counted(engine: Engine, waits: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "LONGEST_WAIT", 0.01)
    with Session(engine) as session, writing(session), pytest.raises(transactions.Busy):
        write(engine)
    assert len(waits) == 1
