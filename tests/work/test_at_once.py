"""Many at once: one mark for a double click, no answer lost, and nothing slips in after the end."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Any, TypeVar

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from quizapp.core.attempt import Attempt
from quizapp.core.sentences import Refusal
from quizapp.store import attempts
from quizapp.store.attempts import Score
from quizapp.store.tables import AnswerRow, AttemptRow, SlotRow
from quizapp.work import answering, finishing, starting
from quizapp.work.transactions import writing

Ask = Callable[..., dict[str, Any]]
Begin = Callable[..., int]
R = TypeVar("R")

MANY = 8
RIGHT, WRONG = {"answer": ["true"], "try": ["1"]}, {"answer": ["false"], "try": ["1"]}


def at_once(engine: Engine, deed: Callable[[Session, int], R]) -> list[R]:
    """What `deed(session, number)` gives when eight do it at the same time, each with a session of its own."""

    def one(number: int) -> R:
        with Session(engine) as session:
            return deed(session, number)

    with ThreadPoolExecutor(MANY) as threads:
        return list(threads.map(one, range(MANY)))


def count(session: Session, table: type[Any]) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("answers", [[RIGHT], [RIGHT, WRONG]], ids=["equal", "different"])
def test_all_who_answer_the_same_try_get_the_first_ones_mark(
    engine: Engine, session: Session, learner: int, begin: Begin, ask: Ask, now: datetime, answers: list[Any]
) -> None:
    attempt_id = begin("practice", ask("a", tries=3))

    def answer(session: Session, number: int) -> Attempt:
        return answering.submit(session, learner, attempt_id, 1, answers[number % len(answers)], now)

    found = at_once(engine, answer)
    assert count(session, AnswerRow) == 1
    assert all(attempt == found[0] for attempt in found)


def test_no_answer_of_a_test_is_lost(
    engine: Engine, session: Session, learner: int, begin: Begin, ask: Ask, now: datetime
) -> None:
    attempt_id = begin("test", *(ask(f"q{number}") for number in range(MANY)))

    def save_and_flag(session: Session, number: int) -> None:
        answering.submit(session, learner, attempt_id, number + 1, RIGHT, now)
        answering.flag(session, learner, attempt_id, number + 1, now, True)

    at_once(engine, save_and_flag)
    found = answering.open_attempt(session, learner, attempt_id)
    assert all(slot.flagged for slot in found.slots)
    assert finishing.finish(session, learner, attempt_id, now).score == MANY


@pytest.mark.parametrize("tokens", [1, MANY])
def test_as_many_attempts_start_as_forms_were_sent(
    engine: Engine, session: Session, learner: int, begin: Begin, ask: Ask, now: datetime, tokens: int
) -> None:
    begin("test", ask("a"))

    def start(session: Session, number: int) -> int:
        return starting.start(session, learner, "people", "test", f"form {number % tokens}", now, Random(number))

    assert len(set(at_once(engine, start))) == tokens
    assert count(session, AttemptRow) == tokens + 1


def test_clicks_on_one_hint_cost_one_hint(
    engine: Engine, session: Session, learner: int, begin: Begin, ask: Ask, now: datetime
) -> None:
    attempt_id = begin("practice", ask("a", hints=["One.", "Two.", "Three."]))
    at_once(engine, lambda session, _: answering.take_hint(session, learner, attempt_id, 1, now, 0))
    assert session.scalars(select(SlotRow.hints_taken)).one() == 1


def test_all_who_finish_get_the_first_ones_result(
    engine: Engine, session: Session, learner: int, begin: Begin, ask: Ask, now: datetime
) -> None:
    attempt_id = begin("test", ask("a"), ask("b"))
    answering.submit(session, learner, attempt_id, 1, RIGHT, now)

    def finish(session: Session, number: int) -> Attempt:
        return finishing.finish(session, learner, attempt_id, now + timedelta(seconds=number))

    found = at_once(engine, finish)
    assert all(attempt == found[0] for attempt in found)
    assert found[0].score == 1


def wait_until_blocked(engine: Engine, deed: Future[Any]) -> None:
    """Until `deed` waits for a lock, or has ended without waiting."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not deed.done() and connection.scalar(waiting) == 0:
            time.sleep(0.01)


def while_held(
    engine: Engine, learner: int, attempt_id: int, change: Callable[[Session], None], deed: Callable[[Session], R]
) -> Future[R]:
    """`deed` begins while another transaction has the attempt; that one makes its `change` and commits."""
    with ThreadPoolExecutor(1) as threads, Session(engine) as holder, Session(engine) as other:
        with writing(holder):
            answering.open_attempt(holder, learner, attempt_id, lock=True)
            begun = threads.submit(deed, other)
            wait_until_blocked(engine, begun)
            change(holder)
        begun.exception()
    return begun


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
def test_an_answer_that_meets_the_finish_waits_for_it_and_is_refused(
    engine: Engine, session: Session, learner: int, begin: Begin, ask: Ask, now: datetime
) -> None:
    attempt_id = begin("practice", ask("a"))

    def finish(holder: Session) -> None:
        attempts.close(holder, attempt_id, now, Score(Fraction(0), Fraction(1)))

    begun = while_held(
        engine, learner, attempt_id, finish, lambda other: answering.submit(other, learner, attempt_id, 1, RIGHT, now)
    )
    with pytest.raises(Refusal, match="This attempt is finished"):
        begun.result()
    assert count(session, AnswerRow) == 0


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
def test_of_two_answers_that_meet_in_a_test_the_later_one_stays(
    engine: Engine, session: Session, learner: int, begin: Begin, ask: Ask, now: datetime
) -> None:
    attempt_id = begin("test", ask("a"))

    def save_wrong(holder: Session) -> None:
        slot_id = holder.scalars(select(SlotRow.id).where(SlotRow.attempt_id == attempt_id)).one()
        holder.add(AnswerRow(slot_id, 1, {"answer": ["false"]}, {"value": False}, now))

    begun = while_held(
        engine,
        learner,
        attempt_id,
        save_wrong,
        lambda other: answering.submit(other, learner, attempt_id, 1, RIGHT, now),
    )
    begun.result()
    assert session.scalars(select(AnswerRow.answer)).all() == [{"value": True}]
