"""A write is whole or not at all, locks at once, and never keeps a reader waiting."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, Engine, event, func, select
from sqlalchemy.orm import Session

from quizapp.core.sentences import Busy
from quizapp.formats import LoadedFolder
from quizapp.store import attempts, library
from quizapp.store.tables import AnswerRow, PersonRow
from quizapp.work import answering
from quizapp.work.loading import load
from quizapp.work.transactions import Interrupted, repeated, writing
from quizapp.work.turns import Turnstile

Ask = Callable[..., dict[str, Any]]
Begin = Callable[..., int]
Folder = Callable[..., LoadedFolder]

RIGHT = {"answer": ["true"]}
on_postgresql = pytest.mark.parametrize("engine", ["postgres"], indirect=True)
on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def guests(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(PersonRow)) or 0


def test_what_fails_in_the_middle_leaves_nothing(session: Session, now: datetime) -> None:
    def fail() -> None:
        with writing(session):
            session.add(PersonRow("digest", now, now))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert guests(session) == 0


def test_a_write_decides_on_what_is_true_now(engine: Engine, session: Session, learner: int, now: datetime) -> None:
    stale = session.get_one(PersonRow, learner)
    with Session(engine) as other, writing(other):
        other.get_one(PersonRow, learner).guest_digest = "another"
    with writing(session):
        assert stale.guest_digest == "another"


def test_readers_see_the_old_state_and_do_not_wait(engine: Engine, session: Session, now: datetime) -> None:
    with writing(session):
        session.add(PersonRow("digest", now, now))
        session.flush()
        with Session(engine) as reader:
            assert guests(reader) == 0
    assert guests(session) == 1


@on_sqlite
def test_a_write_takes_its_lock_first_and_a_read_takes_none(
    session: Session, learner: int, begin: Begin, ask: Ask, now: datetime, statements: list[str]
) -> None:
    attempt_id = begin("test", ask("a"))
    statements.clear()
    answering.submit(session, learner, attempt_id, 1, RIGHT, now)
    assert [sent for sent in statements if sent.startswith("BEGIN")] == ["BEGIN IMMEDIATE"]
    assert statements[0] == "BEGIN IMMEDIATE"
    statements.clear()
    library.shelf(session)
    attempts.attempt(session, learner, attempt_id)
    assert statements
    assert all(sent.startswith("SELECT") for sent in statements)


@pytest.fixture
def impatient(engine: Engine) -> Iterator[None]:
    """Connections that wait for a lock for a moment only."""
    setting = {"sqlite": "PRAGMA busy_timeout = 50", "postgresql": "SET lock_timeout = 50"}[engine.dialect.name]

    def hurry(connection: Any, _record: Any) -> None:
        connection.cursor().execute(setting)
        connection.commit()

    engine.dispose()
    event.listen(engine, "connect", hurry)
    yield
    event.remove(engine, "connect", hurry)
    engine.dispose()


def lock(engine: Engine) -> Any:
    """A lock that some other program holds on all that a learner writes."""
    if engine.dialect.name == "sqlite":
        foreign: Any = sqlite3.connect(str(engine.url.database), isolation_level=None)
        foreign.execute("BEGIN IMMEDIATE")
    else:
        foreign = psycopg.connect(engine.url.set(drivername="postgresql").render_as_string(hide_password=False))
        foreign.execute("LOCK TABLE attempts, answers IN ACCESS EXCLUSIVE MODE")
    return foreign


def test_a_foreign_lock_is_told_and_nothing_is_lost(
    engine: Engine, impatient: None, session: Session, learner: int, begin: Begin, ask: Ask, now: datetime
) -> None:
    attempt_id = begin("test", ask("a"))
    with closing(lock(engine)) as foreign:
        with pytest.raises(Busy, match="Many people are saving right now"):
            answering.submit(session, learner, attempt_id, 1, RIGHT, now)
        foreign.rollback()
    assert answering.submit(session, learner, attempt_id, 1, RIGHT, now).slots[0].last


@on_sqlite
def test_a_reader_does_not_wait_for_a_foreign_lock(
    engine: Engine, impatient: None, session: Session, learner: int, begin: Begin, ask: Ask
) -> None:
    attempt_id = begin("test", ask("a"))
    with closing(lock(engine)):
        assert answering.open_attempt(session, learner, attempt_id).slots
        assert library.shelf(session)


@on_sqlite
def test_a_full_disk_is_told_and_nothing_is_half_saved(
    engine: Engine, session: Session, learner: int, begin: Begin, ask: Ask, folder: Folder, now: datetime
) -> None:
    attempt_id = begin("test", ask("a"))
    pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
    # SQLite's own limit raises the very error of a full disk.
    session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    much = folder({"people": [ask(f"q{number}", stem="Long? " * 900) for number in range(50)]})
    with pytest.raises(Busy, match="Nothing can be saved at the moment"):
        load(session, [much], now)
    session.connection().exec_driver_sql("PRAGMA max_page_count = 1000000")
    held = library.question_set(session, "people")
    assert held
    assert [question.id for question in held.content.questions] == ["a"]
    answering.submit(session, learner, attempt_id, 1, RIGHT, now)
    assert session.scalar(select(func.count()).select_from(AnswerRow)) == 1


def break_connection(connection: Connection) -> None:
    """As when the server is restarted, or something in between forgets the connection."""
    url = connection.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    own = connection.connection.dbapi_connection
    assert isinstance(own, psycopg.Connection)
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [own.info.backend_pid])


@on_postgresql
def test_a_write_that_lost_its_connection_before_the_commit_is_done_again(session: Session, now: datetime) -> None:
    runs: list[int] = []

    @repeated
    def deed(session: Session) -> None:
        runs.append(1)
        with writing(session):
            session.add(PersonRow("digest", now, now))
            session.flush()
            if len(runs) < 3:
                break_connection(session.connection())
                guests(session)

    deed(session)
    assert (len(runs), guests(session)) == (3, 1)


@on_postgresql
def test_a_write_that_loses_its_connection_every_time_is_told(session: Session, now: datetime) -> None:
    @repeated
    def deed(session: Session) -> None:
        with writing(session):
            session.add(PersonRow("digest", now, now))
            session.flush()
            break_connection(session.connection())
            guests(session)

    with pytest.raises(Interrupted, match="Nothing can be saved at the moment"):
        deed(session)
    assert guests(session) == 0


@on_postgresql
def test_a_commit_of_which_nobody_knows_is_told_and_not_done_again(
    engine: Engine, session: Session, now: datetime
) -> None:
    runs: list[int] = []

    @repeated
    def deed(session: Session) -> None:
        runs.append(1)
        with writing(session):
            session.add(PersonRow("digest", now, now))

    event.listen(engine, "commit", break_connection)
    with pytest.raises(Busy, match="Nothing can be saved at the moment") as refused:
        deed(session)
    event.remove(engine, "commit", break_connection)
    assert not isinstance(refused.value, Interrupted)
    assert len(runs) == 1


@on_postgresql
def test_of_two_writers_in_one_anothers_way_both_get_through(engine: Engine, learner: int, now: datetime) -> None:
    meet, runs = threading.Barrier(2, timeout=30), list[str]()
    with Session(engine) as session, writing(session):
        session.add(made := PersonRow("other", now, now))
        session.flush()
        other = made.id

    @repeated
    def deed(session: Session, name: str, first: int, second: int) -> None:
        runs.append(name)
        with writing(session):
            session.get_one(PersonRow, first, with_for_update=True).seen_at = now
            if runs.count(name) == 1:
                meet.wait()
            session.get_one(PersonRow, second, with_for_update=True).seen_at = now

    def write(name: str, first: int, second: int) -> None:
        with Session(engine) as session:
            deed(session, name, first, second)

    with ThreadPoolExecutor(2) as threads:
        for done in (threads.submit(write, "one", learner, other), threads.submit(write, "two", other, learner)):
            done.result()
    assert sorted(set(runs)) == ["one", "two"]
    assert len(runs) > 2


def test_writers_of_one_process_are_served_in_the_order_of_their_arrival() -> None:
    turnstile, served = Turnstile(), list[int]()

    def write(number: int) -> None:
        assert turnstile.enter(10)
        served.append(number)
        turnstile.leave()

    assert turnstile.enter(0)
    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for number, writer in enumerate(writers, start=1):
        writer.start()
        while len(turnstile._waiting) < number:
            time.sleep(0.001)
    turnstile.leave()
    for writer in writers:
        writer.join()
    assert served == list(range(8))


def test_who_gives_up_waiting_keeps_nobody_else_waiting() -> None:
    turnstile = Turnstile()
    assert turnstile.enter(0)
    assert not turnstile.enter(0)
    turnstile.leave()
    assert turnstile.enter(0)
