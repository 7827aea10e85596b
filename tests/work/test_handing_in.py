"""A test with all its questions on one page: saved together, handed in with it, each answer as if it came alone."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from quizapp.core.attempt import Attempt
from quizapp.core.kind import Fields
from quizapp.core.sentences import NotFound, Refusal
from quizapp.store.tables import AnswerRow
from quizapp.work import answering, finishing, people
from quizapp.work.handing_in import Saved, Sent, hand_in, submit_all

Ask = Callable[..., dict[str, Any]]
Begin = Callable[..., int]
Deed = Callable[..., Saved]

RIGHT, WRONG, BLANK, UNREADABLE = (
    {"answer": ["true"]}, {"answer": ["false"]}, {"answer": [""]}, {"answer": ["maybe"]},
)  # fmt: skip
LIMIT = timedelta(minutes=10)


@pytest.fixture
def save(session: Session, learner: int, now: datetime) -> Deed:
    """`save(attempt, {1: RIGHT}, late, deed)`: save these answers, `late` after the start."""

    def send(attempt_id: int, sent: Sent, late: timedelta = timedelta(0), deed: Deed = submit_all) -> Saved:
        return deed(session, learner, attempt_id, sent, now + late)

    return send


@pytest.fixture
def stored(session: Session, learner: int) -> Callable[[int], list[Fields | None]]:
    """`stored(attempt)`: the fields kept for each question."""

    def look(attempt_id: int) -> list[Fields | None]:
        session.rollback()
        found = answering.open_attempt(session, learner, attempt_id)
        return [slot.last.fields if slot.last else None for slot in found.slots]

    return look


Stored = Callable[[int], list[Fields | None]]


def rows(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(AnswerRow)) or 0


def test_all_answers_are_saved_and_none_is_marked(
    session: Session, begin: Begin, ask: Ask, save: Deed, stored: Stored
) -> None:
    attempt_id = begin("test", ask("a"), ask("b"), ask("c"))
    saved = save(attempt_id, {1: RIGHT, 3: WRONG}).attempt
    assert stored(attempt_id) == [{"answer": ("true",)}, None, {"answer": ("false",)}]
    assert [slot.last and slot.last.fields for slot in saved.slots] == stored(attempt_id)
    assert set(session.scalars(select(AnswerRow.mark))) == {None}
    assert saved.finished_at is None


def test_a_question_that_was_not_sent_stays_as_it_is(begin: Begin, ask: Ask, save: Deed, stored: Stored) -> None:
    attempt_id = begin("test", ask("a"), ask("b"))
    save(attempt_id, {1: RIGHT})
    save(attempt_id, {2: WRONG})
    save(attempt_id, {})
    assert stored(attempt_id) == [{"answer": ("true",)}, {"answer": ("false",)}]


@pytest.mark.parametrize("blank", [BLANK, {}])
def test_a_blank_answer_clears_and_makes_none_where_there_was_none(
    session: Session, learner: int, begin: Begin, ask: Ask, save: Deed, stored: Stored, blank: Fields
) -> None:
    attempt_id = begin("test", ask("a"), ask("b"))
    save(attempt_id, {1: RIGHT})
    save(attempt_id, {1: blank, 2: blank})
    assert stored(attempt_id) == [{name: tuple(values) for name, values in blank.items()}, None]
    assert answering.open_attempt(session, learner, attempt_id).slots[0].last is not None
    assert session.scalars(select(AnswerRow.answer)).all() == [None]


def test_what_can_not_be_read_is_kept_as_typed_and_holds_up_no_other(
    begin: Begin, ask: Ask, save: Deed, stored: Stored
) -> None:
    attempt_id = begin("test", ask("a"), ask("b"))
    saved = save(attempt_id, {1: UNREADABLE, 2: RIGHT})
    assert saved.refused == {}
    assert stored(attempt_id) == [{"answer": ("maybe",)}, {"answer": ("true",)}]
    assert saved.attempt.slots[0].last
    assert saved.attempt.slots[0].last.answer is None


@pytest.mark.parametrize(
    ("typed", "told"), [("x" * 2001, "too long"), ("a\x00b", "can't be read"), ("\ud800", "can't be read")]
)
@pytest.mark.parametrize("deed", [submit_all, hand_in])
def test_what_can_not_even_be_kept_is_refused_alone(
    begin: Begin, ask: Ask, save: Deed, stored: Stored, typed: str, told: str, deed: Deed
) -> None:
    attempt_id = begin("test", ask("a"), ask("b"))
    save(attempt_id, {1: RIGHT})
    saved = save(attempt_id, {1: {"answer": [typed]}, 2: RIGHT}, deed=deed)
    assert list(saved.refused) == [1]
    assert told in str(saved.refused[1])
    assert saved.attempt.finished_at is None
    assert stored(attempt_id) == [{"answer": ("true",)}] * 2


@pytest.mark.parametrize("size", [1, 12])
def test_it_costs_as_many_statements_for_any_number_of_questions(
    begin: Begin, ask: Ask, save: Deed, statements: list[str], engine: Engine, size: int
) -> None:
    attempt_id = begin("test", *(ask(f"q{number}") for number in range(2 * size)))
    save(attempt_id, dict.fromkeys(range(1, size + 1), WRONG))
    counts = []
    for deed, answer in ((submit_all, WRONG), (submit_all, RIGHT), (hand_in, WRONG)):
        statements.clear()
        save(attempt_id, dict.fromkeys(range(1, 2 * size + 1), answer), deed=deed)
        counts.append(len([each for each in statements if not each.startswith("BEGIN")]))
    # The test, its questions; new ones; changed ones; who reviews them, the end.
    assert counts == [3, 3, 5]


def test_the_same_once_more_changes_nothing(
    session: Session, begin: Begin, ask: Ask, save: Deed, statements: list[str]
) -> None:
    attempt_id = begin("test", ask("a"), ask("b"))
    save(attempt_id, {1: RIGHT, 2: UNREADABLE})
    before = session.scalars(select(AnswerRow.answered_at)).all()
    statements.clear()
    save(attempt_id, {1: RIGHT, 2: UNREADABLE}, timedelta(minutes=1))
    assert not [each for each in statements if each.startswith(("INSERT", "UPDATE"))]
    session.rollback()
    assert session.scalars(select(AnswerRow.answered_at)).all() == before


def test_handing_in_saves_marks_and_ends_as_one_by_one(
    session: Session, learner: int, begin: Begin, ask: Ask, save: Deed, now: datetime
) -> None:
    attempt_id = begin("test", ask("a"), ask("b"), ask("c"))
    answering.submit(session, learner, attempt_id, 1, WRONG, now)
    answering.submit(session, learner, attempt_id, 2, RIGHT, now)
    later = timedelta(minutes=1)
    ended = save(attempt_id, {1: RIGHT, 3: WRONG}, later, hand_in).attempt
    assert ended.finished_at == now + later
    assert (ended.score, ended.out_of) == (2, 3)
    session.rollback()
    found = answering.open_attempt(session, learner, attempt_id)
    assert [slot.verdict for slot in found.slots] == ["right", "right", "wrong"]
    assert found == ended
    assert finishing.finish(session, learner, attempt_id, now + LIMIT) == found


@pytest.mark.parametrize("open_one", [BLANK, UNREADABLE])
def test_nothing_ends_while_a_question_has_no_answer_that_can_be_read(
    begin: Begin, ask: Ask, save: Deed, stored: Stored, open_one: Fields
) -> None:
    attempt_id = begin("test", ask("a"), ask("b"))
    assert save(attempt_id, {1: RIGHT, 2: open_one}, deed=hand_in).attempt.finished_at is None
    assert stored(attempt_id)[0] == {"answer": ("true",)}
    assert save(attempt_id, {2: WRONG}, deed=hand_in).attempt.finished_at is not None


def test_a_second_click_gets_the_first_ones_result_and_a_change_is_refused(
    begin: Begin, ask: Ask, save: Deed, now: datetime
) -> None:
    attempt_id = begin("test", ask("a"))
    first = save(attempt_id, {1: RIGHT}, deed=hand_in).attempt
    assert save(attempt_id, {1: RIGHT}, LIMIT, hand_in).attempt == first
    for deed in (submit_all, hand_in):
        with pytest.raises(Refusal, match="This attempt is finished"):
            save(attempt_id, {1: WRONG}, deed=deed)


@pytest.mark.parametrize("deed", [submit_all, hand_in])
def test_answers_count_until_five_seconds_after_the_deadline(
    begin: Begin, ask: Ask, save: Deed, stored: Stored, deed: Deed, now: datetime
) -> None:
    attempt_id = begin("test", ask("a"), ask("b"), time_limit=10)
    save(attempt_id, {1: RIGHT}, LIMIT + timedelta(seconds=4.999), deed)
    with pytest.raises(Refusal, match=r"Time is up\. What was saved before counts"):
        save(attempt_id, {1: WRONG, 2: RIGHT}, LIMIT + timedelta(seconds=5), deed)
    assert stored(attempt_id) == [{"answer": ("true",)}, None]


def test_who_hands_in_within_the_grace_ended_at_the_deadline(begin: Begin, ask: Ask, save: Deed, now: datetime) -> None:
    attempt_id = begin("test", ask("a"), time_limit=10)
    assert save(attempt_id, {1: RIGHT}, LIMIT + timedelta(seconds=3), hand_in).attempt.finished_at == now + LIMIT


@pytest.mark.parametrize("deed", [submit_all, hand_in])
def test_practice_is_answered_one_by_one(begin: Begin, ask: Ask, save: Deed, stored: Stored, deed: Deed) -> None:
    attempt_id = begin("practice", ask("a"))
    with pytest.raises(Refusal, match="one question is answered at a time"):
        save(attempt_id, {1: RIGHT}, deed=deed)
    assert stored(attempt_id) == [None]


@pytest.mark.parametrize("deed", [submit_all, hand_in])
def test_anothers_test_and_a_question_that_is_not_there_are_not_found(
    session: Session, begin: Begin, ask: Ask, save: Deed, stored: Stored, deed: Deed, now: datetime
) -> None:
    attempt_id = begin("test", ask("a"))
    with pytest.raises(NotFound):
        save(attempt_id, {1: RIGHT, 2: RIGHT}, deed=deed)
    stranger = people.guest(session, None, now).person_id
    with pytest.raises(NotFound):
        deed(session, stranger, attempt_id, {1: RIGHT}, now)
    assert stored(attempt_id) == [None]


@pytest.mark.parametrize("deed", [submit_all, hand_in])
def test_many_at_once_keep_one_answer_a_question_and_one_result(
    engine: Engine, session: Session, learner: int, begin: Begin, ask: Ask, now: datetime, deed: Deed
) -> None:
    attempt_id = begin("test", *(ask(f"q{number}") for number in range(4)))

    def send(_: int) -> Attempt:
        with Session(engine) as own:
            return deed(own, learner, attempt_id, dict.fromkeys(range(1, 5), RIGHT), now).attempt

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(send, range(8)))
    assert rows(session) == 4
    assert all(each == found[0] for each in found)
    assert finishing.finish(session, learner, attempt_id, now).score == 4
