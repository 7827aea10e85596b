"""A start pins the questions, their versions and their order; a double click starts one attempt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.core.sentences import NotFound
from quizapp.formats import LoadedFolder
from quizapp.store import attempts
from quizapp.store.tables import AttemptRow, SlotRow
from quizapp.work import people, starting
from quizapp.work.loading import load

Ask = Callable[..., dict[str, Any]]
Folder = Callable[..., LoadedFolder]
Begin = Callable[..., int]


def asked(session: Session, learner: int, attempt_id: int) -> list[str]:
    found = attempts.attempt(session, learner, attempt_id)
    assert found
    return [slot.question.id for slot in found.slots]


def test_a_test_has_a_deadline_and_practice_has_none(
    session: Session, learner: int, begin: Begin, ask: Ask, now: datetime
) -> None:
    test = attempts.attempt(session, learner, begin("test", ask("a"), time_limit=10))
    practice_id = starting.start(session, learner, "people", "practice", "other", now, Random(1))
    practice = attempts.attempt(session, learner, practice_id)
    assert test
    assert practice
    assert (test.deadline, practice.deadline) == (now + timedelta(minutes=10), None)


def test_questions_come_in_their_order_unless_the_set_is_shuffled(
    session: Session, learner: int, begin: Begin, ask: Ask
) -> None:
    names = [f"q{number}" for number in range(8)]
    assert asked(session, learner, begin("test", *map(ask, names))) == names


def test_a_shuffled_set_comes_in_another_order_that_stays(
    session: Session, learner: int, begin: Begin, ask: Ask
) -> None:
    names = [f"q{number}" for number in range(8)]
    attempt_id = begin("test", *map(ask, names), shuffle=True)
    order = asked(session, learner, attempt_id)
    assert order != names
    assert sorted(order) == names
    assert asked(session, learner, attempt_id) == order


def test_options_keep_the_order_in_which_they_were_first_shown(
    session: Session, learner: int, begin: Begin, ask: Ask
) -> None:
    options = [{"text": "A", "correct": True}, "B", "C", "D", "E"]
    attempt_id = begin("test", ask("a", kind="choice", options=options))
    orders = session.scalars(select(SlotRow.shown_order)).all()
    assert sorted(orders[0]) == [0, 1, 2, 3, 4]
    found = attempts.attempt(session, learner, attempt_id)
    assert found
    assert found.slots[0].presentation.order == tuple(orders[0])


def test_the_same_form_starts_one_attempt(
    session: Session, learner: int, begin: Begin, ask: Ask, now: datetime
) -> None:
    first = begin("test", ask("a"))
    assert starting.start(session, learner, "people", "test", "once", now, Random(2)) == first
    assert session.scalar(select(func.count()).select_from(AttemptRow)) == 1


def test_another_learner_may_have_the_same_token(
    session: Session, learner: int, begin: Begin, ask: Ask, now: datetime
) -> None:
    first = begin("test", ask("a"))
    other = people.guest(session, None, now).person_id
    assert starting.start(session, other, "people", "test", "once", now, Random(2)) != first


@pytest.mark.parametrize("slug", ["none", "money"])
def test_a_set_that_is_not_there_can_not_be_started(
    session: Session, learner: int, ask: Ask, folder: Folder, now: datetime, slug: str
) -> None:
    load(session, [folder({"people": [ask("a")], "money": [ask("b")]})], now)
    load(session, [folder({"people": [ask("a")]})], now)
    with pytest.raises(NotFound, match="There is no such set of questions"):
        starting.start(session, learner, slug, "test", "once", now, Random(1))
    assert session.scalar(select(func.count()).select_from(AttemptRow)) == 0


def test_the_number_of_statements_hangs_on_no_number_of_questions(
    session: Session, learner: int, ask: Ask, folder: Folder, now: datetime, statements: list[str]
) -> None:
    counts = []
    for size in (2, 300):
        load(session, [folder({"people": [ask(f"q{number}") for number in range(size)]})], now)
        statements.clear()
        starting.start(session, learner, "people", "test", f"of {size}", now, Random(1))
        counts.append(len([sent for sent in statements if not sent.startswith("BEGIN")]))
    assert counts == [6, 6]
