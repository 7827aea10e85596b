"""A test: answers are saved as given and marked at the end; time is the server's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.attempt import Attempt
from quizapp.core.kind import Fields
from quizapp.core.sentences import Refusal, Unreadable
from quizapp.store.tables import AnswerRow, SlotRow
from quizapp.work import answering, finishing

Ask = Callable[..., dict[str, Any]]
Begin = Callable[..., int]
Save = Callable[..., Attempt]

RIGHT, WRONG, BLANK, UNREADABLE = (
    {"answer": ["true"]}, {"answer": ["false"]}, {"answer": [""]}, {"answer": ["maybe"]},
)  # fmt: skip
LIMIT = timedelta(minutes=10)


@pytest.fixture
def save(session: Session, learner: int, now: datetime) -> Save:
    """`save(attempt, position, fields, late)`: save an answer, `late` after the start."""

    def send(attempt_id: int, position: int, fields: Fields, late: timedelta = timedelta(0)) -> Attempt:
        return answering.submit(session, learner, attempt_id, position, fields, now + late)

    return send


def test_a_saved_answer_has_no_mark_before_the_end(session: Session, begin: Begin, ask: Ask, save: Save) -> None:
    slot = save(begin("test", ask("a")), 1, RIGHT).slots[0]
    assert (slot.verdict, slot.tries[0].mark, slot.points) == ("unanswered", None, 0)
    assert session.scalars(select(AnswerRow.mark)).one() is None


def test_an_answer_can_be_changed_and_the_last_one_counts(
    session: Session, learner: int, begin: Begin, ask: Ask, save: Save, now: datetime
) -> None:
    attempt_id = begin("test", ask("a"), ask("b"))
    for position, fields in ((1, WRONG), (2, RIGHT), (1, RIGHT), (2, WRONG)):
        save(attempt_id, position, fields)
    finished = finishing.finish(session, learner, attempt_id, now)
    assert [slot.verdict for slot in finished.slots] == ["right", "wrong"]
    assert [len(slot.tries) for slot in finished.slots] == [1, 1]


def test_tries_and_penalties_are_for_practice_alone(
    session: Session, learner: int, begin: Begin, ask: Ask, save: Save, now: datetime
) -> None:
    attempt_id = begin("test", ask("a", tries=2, penalty=1))
    for fields in (WRONG, WRONG, WRONG, RIGHT):
        save(attempt_id, 1, fields)
    assert finishing.finish(session, learner, attempt_id, now).score == 1


def test_the_number_of_the_try_means_nothing_in_a_test(begin: Begin, ask: Ask, save: Save) -> None:
    attempt_id = begin("test", ask("a"))
    for fields in (WRONG, RIGHT):
        found = save(attempt_id, 1, {**fields, "try": ["1"]})
    assert found.slots[0].tries[0].fields == {"answer": ("true",)}


@pytest.mark.parametrize("blank", [BLANK, {}])
def test_a_cleared_answer_is_cleared(
    session: Session, learner: int, begin: Begin, ask: Ask, save: Save, now: datetime, blank: Fields
) -> None:
    attempt_id = begin("test", ask("a"))
    save(attempt_id, 1, RIGHT)
    slot = save(attempt_id, 1, blank).slots[0]
    assert slot.last
    assert (slot.last.answer, dict(slot.last.fields)) == (None, {name: tuple(blank[name]) for name in blank})
    finished = finishing.finish(session, learner, attempt_id, now)
    assert (finished.score, finished.slots[0].verdict) == (0, "unanswered")


def test_what_can_not_be_read_is_told_and_saved_as_typed(
    session: Session, learner: int, begin: Begin, ask: Ask, save: Save, now: datetime
) -> None:
    attempt_id = begin("test", ask("a"))
    save(attempt_id, 1, RIGHT)
    with pytest.raises(Unreadable, match="Choose True or False"):
        save(attempt_id, 1, UNREADABLE)
    last = answering.open_attempt(session, learner, attempt_id).slots[0].last
    assert last
    assert (last.fields, last.answer) == ({"answer": ("maybe",)}, None)
    assert finishing.finish(session, learner, attempt_id, now).score == 0


def test_a_test_gives_no_hint_and_reveals_nothing(
    session: Session, learner: int, begin: Begin, ask: Ask, now: datetime
) -> None:
    attempt_id = begin("test", ask("a", hints=["One."]))
    answering.take_hint(session, learner, attempt_id, 1, now, 0)
    answering.reveal(session, learner, attempt_id, 1, now)
    slot = session.scalars(select(SlotRow)).one()
    assert (slot.hints_taken, slot.revealed) == (0, False)


def test_a_question_can_be_flagged_and_the_flag_taken_off(
    session: Session, learner: int, begin: Begin, ask: Ask, now: datetime
) -> None:
    attempt_id = begin("test", ask("a"), ask("b"))
    flags = [
        [slot.flagged for slot in answering.flag(session, learner, attempt_id, 2, now, flagged).slots]
        for flagged in (True, True, False)
    ]
    assert flags == [[False, True], [False, True], [False, False]]


@pytest.mark.parametrize("late", [timedelta(0), LIMIT, LIMIT + timedelta(seconds=4.999)])
def test_an_answer_is_in_time_until_five_seconds_after_the_deadline(
    session: Session, learner: int, begin: Begin, ask: Ask, save: Save, now: datetime, late: timedelta
) -> None:
    attempt_id = begin("test", ask("a"), time_limit=10)
    save(attempt_id, 1, RIGHT, late)
    assert finishing.finish(session, learner, attempt_id, now + late).score == 1


@pytest.mark.parametrize("late", [LIMIT + timedelta(seconds=5), timedelta(days=400)])
def test_a_later_answer_is_refused_and_what_was_saved_before_counts(
    session: Session, learner: int, begin: Begin, ask: Ask, save: Save, now: datetime, late: timedelta
) -> None:
    attempt_id = begin("test", ask("a"), ask("b"), time_limit=10)
    save(attempt_id, 1, RIGHT)
    for position, fields in ((1, WRONG), (1, BLANK), (2, RIGHT)):
        with pytest.raises(Refusal, match=r"Time is up\. What was saved before counts"):
            save(attempt_id, position, fields, late)
    with pytest.raises(Refusal, match="Time is up"):
        answering.flag(session, learner, attempt_id, 1, now + late, True)
    finished = finishing.finish(session, learner, attempt_id, now + late)
    assert [slot.verdict for slot in finished.slots] == ["right", "unanswered"]
    assert finished.finished_at == now + LIMIT


def test_practice_of_a_set_with_a_limit_has_all_the_time(begin: Begin, ask: Ask, save: Save) -> None:
    attempt_id = begin("practice", ask("a"), time_limit=10)
    assert save(attempt_id, 1, RIGHT, timedelta(days=1)).slots[0].verdict == "right"
