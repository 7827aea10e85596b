"""Practice: an answer is marked at once; further tries and hints cost an exact share of the points."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.core.attempt import Attempt, Slot
from quizapp.core.kind import Fields
from quizapp.core.sentences import Blank, NotFound, Refusal, Unreadable
from quizapp.store.tables import AnswerRow, SlotRow
from quizapp.work import answering, finishing, people

Ask = Callable[..., dict[str, Any]]
Begin = Callable[..., int]
Submit = Callable[..., Slot]

RIGHT, WRONG = {"answer": ["true"]}, {"answer": ["false"]}


@pytest.fixture
def submit(session: Session, learner: int, now: datetime) -> Submit:
    """`submit(attempt, fields, **more_fields)`: answer question 1 and get its slot."""

    def send(attempt_id: int, fields: Fields, **more: str) -> Slot:
        sent = {**fields, **{name: [value] for name, value in more.items()}}
        return answering.submit(session, learner, attempt_id, 1, sent, now).slots[0]

    return send


def answers(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AnswerRow)) or 0


def test_an_answer_is_marked_at_once_and_settles_the_question(begin: Begin, ask: Ask, submit: Submit) -> None:
    slot = submit(begin("practice", ask("a", points="3/2")), RIGHT)
    assert (slot.verdict, slot.settled, slot.points) == ("right", True, Fraction(3, 2))


def test_answer_and_form_are_both_kept(session: Session, begin: Begin, ask: Ask, submit: Submit, now: datetime) -> None:
    submit(begin("practice", ask("a")), RIGHT, csrf_token="secret", go="next")
    row = session.scalars(select(AnswerRow)).one()
    assert (row.fields, row.answer, row.answered_at) == ({"answer": ["true"]}, {"value": True}, now)


def test_a_question_without_more_tries_is_settled_by_a_wrong_answer(begin: Begin, ask: Ask, submit: Submit) -> None:
    attempt_id = begin("practice", ask("a"))
    assert submit(attempt_id, WRONG, **{"try": "1"}).settled
    assert submit(attempt_id, RIGHT, **{"try": "2"}).points == 0


@pytest.mark.parametrize(
    ("penalty", "wrongs", "hints", "points"),
    [
        ("1/3", 1, 0, Fraction(2, 3)),
        ("1/3", 2, 0, Fraction(1, 3)),
        ("1/3", 1, 1, Fraction(1, 3)),
        ("1/3", 2, 1, Fraction(0)),
        ("1/7", 2, 2, Fraction(3, 7)),
        ("0", 2, 2, Fraction(1)),
        ("1", 1, 0, Fraction(0)),
        (None, 1, 0, Fraction(3, 4)),
    ],
)
def test_each_further_try_and_each_hint_costs_the_exact_penalty(
    session: Session,
    learner: int,
    begin: Begin,
    ask: Ask,
    submit: Submit,
    now: datetime,
    penalty: str | None,
    wrongs: int,
    hints: int,
    points: Fraction,
) -> None:
    costs = {"penalty": penalty} if penalty else {}
    attempt_id = begin("practice", ask("a", tries=3, hints=["One.", "Two."], **costs))
    for taken in range(hints):
        answering.take_hint(session, learner, attempt_id, 1, now, taken)
    for _ in range(wrongs):
        assert not submit(attempt_id, WRONG).settled
    slot = submit(attempt_id, RIGHT)
    assert (slot.points, slot.settled, len(slot.tries)) == (points, True, wrongs + 1)
    finished = finishing.finish(session, learner, attempt_id, now)
    assert (finished.score, finished.out_of) == (points, 1)


def test_a_second_equal_submit_gets_the_first_ones_mark(
    session: Session, begin: Begin, ask: Ask, submit: Submit
) -> None:
    attempt_id = begin("practice", ask("a", tries=3))
    first, second = (submit(attempt_id, WRONG, **{"try": "1"}) for _ in range(2))
    assert first == second
    assert answers(session) == 1


def test_a_stale_tab_changes_nothing(session: Session, begin: Begin, ask: Ask, submit: Submit) -> None:
    attempt_id = begin("practice", ask("a", tries=3))
    submit(attempt_id, WRONG, **{"try": "1"})
    stale = submit(attempt_id, RIGHT, **{"try": "1"})
    assert (stale.verdict, len(stale.tries)) == ("wrong", 1)
    assert answers(session) == 1


def test_the_database_itself_refuses_the_same_try_twice(
    session: Session, begin: Begin, ask: Ask, submit: Submit, now: datetime
) -> None:
    submit(begin("practice", ask("a")), RIGHT)
    slot_id = session.scalars(select(SlotRow.id)).one()
    session.add(AnswerRow(slot_id, 1, {}, None, now))
    with pytest.raises(IntegrityError):
        session.flush()


def test_nothing_is_taken_after_the_right_answer(session: Session, begin: Begin, ask: Ask, submit: Submit) -> None:
    attempt_id = begin("practice", ask("a", tries=3))
    submit(attempt_id, RIGHT)
    assert submit(attempt_id, WRONG).verdict == "right"
    assert answers(session) == 1


@pytest.mark.parametrize("fields", [{}, {"answer": [""]}, {"other": ["true"]}])
def test_a_blank_answer_is_sent_back_and_uses_up_no_try(
    session: Session, begin: Begin, ask: Ask, submit: Submit, fields: Fields
) -> None:
    attempt_id = begin("practice", ask("a"))
    with pytest.raises(Blank, match="Choose True or False first"):
        submit(attempt_id, fields)
    assert answers(session) == 0


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"answer": ["maybe"]}, "Choose True or False"),
        ({"answer": ["true", "false"]}, "Choose True or False"),
        ({"answer": ["a" * 2001]}, "too long"),
        ({"answer." + "a" * 2001: ["true"]}, "too long"),
        ({"answer": ["tr\x00ue"]}, "a character in it that can't be read"),
        ({"answer.\x00": ["true"]}, "a character in it that can't be read"),
        ({"answer": ["\ud800"]}, "a character in it that can't be read"),
    ],
)
def test_an_answer_that_can_not_be_read_is_not_marked_wrong(
    session: Session, begin: Begin, ask: Ask, submit: Submit, fields: Fields, sentence: str
) -> None:
    attempt_id = begin("practice", ask("a"))
    with pytest.raises(Unreadable, match=sentence):
        submit(attempt_id, fields)
    assert answers(session) == 0
    assert submit(attempt_id, RIGHT).verdict == "right"


@pytest.mark.parametrize("shown", ["", "no", "-1", "0", "99999", "²", "1.0"])
def test_a_try_that_no_page_showed_is_taken_as_the_next(begin: Begin, ask: Ask, submit: Submit, shown: str) -> None:
    attempt_id = begin("practice", ask("a", tries=2))
    slot = submit(attempt_id, RIGHT, **{"try": shown})
    assert slot.verdict == ("unanswered" if shown == "0" else "right")


def test_revealing_ends_the_question_and_earns_nothing(
    session: Session, learner: int, begin: Begin, ask: Ask, submit: Submit, now: datetime
) -> None:
    attempt_id = begin("practice", ask("a", tries=3))
    revealed = answering.reveal(session, learner, attempt_id, 1, now).slots[0]
    assert (revealed.settled, revealed.verdict, revealed.points) == (True, "unanswered", 0)
    assert submit(attempt_id, RIGHT).points == 0
    assert answers(session) == 0


def test_revealing_keeps_what_was_earned_before(
    session: Session, learner: int, begin: Begin, ask: Ask, now: datetime
) -> None:
    options = [{"text": "A", "correct": True}, {"text": "B", "weight": "1/2"}, "C"]
    attempt_id = begin("practice", ask("a", kind="choice", options=options, shuffle=False, tries=2))
    answering.submit(session, learner, attempt_id, 1, {"answer": ["1"]}, now)
    slot = answering.reveal(session, learner, attempt_id, 1, now).slots[0]
    assert (slot.settled, slot.verdict, slot.points) == (True, "partly", Fraction(1, 2))


def test_a_hint_is_taken_once_for_each_page_that_showed_it(
    session: Session, learner: int, begin: Begin, ask: Ask, now: datetime
) -> None:
    attempt_id = begin("practice", ask("a", hints=["One.", "Two."]))
    taken = [
        answering.take_hint(session, learner, attempt_id, 1, now, shown).slots[0].hints_taken
        for shown in (None, 1, 0, 0, 1, 1, 2)
    ]
    assert taken == [0, 0, 1, 1, 2, 2, 2]


def test_a_settled_question_gives_no_hint(
    session: Session, learner: int, begin: Begin, ask: Ask, submit: Submit, now: datetime
) -> None:
    attempt_id = begin("practice", ask("a", hints=["One."]))
    submit(attempt_id, WRONG)
    assert answering.take_hint(session, learner, attempt_id, 1, now, 0).slots[0].hints_taken == 0


def deeds(
    session: Session, person_id: int, attempt_id: int, position: int, now: datetime
) -> list[Callable[[], Attempt]]:
    given = (session, person_id, attempt_id)
    return [
        lambda: answering.submit(*given, position, RIGHT, now),
        lambda: answering.take_hint(*given, position, now, 0),
        lambda: answering.reveal(*given, position, now),
        lambda: answering.flag(*given, position, now, True),
    ]


@pytest.mark.parametrize("deed", range(4))
def test_nothing_can_be_done_to_anothers_attempt_or_beside_the_questions(
    session: Session, learner: int, begin: Begin, ask: Ask, now: datetime, deed: int
) -> None:
    attempt_id = begin("practice", ask("a", hints=["One."]))
    stranger = people.guest(session, None, now).person_id
    for person_id, position in ((stranger, 1), (learner, 0), (learner, 2), (learner, 10**20), (learner, -1)):
        with pytest.raises(NotFound):
            deeds(session, person_id, attempt_id, position, now)[deed]()
    with pytest.raises(NotFound):
        finishing.finish(session, stranger, attempt_id, now)
    slot = session.scalars(select(SlotRow)).one()
    assert (slot.hints_taken, slot.revealed, slot.flagged, answers(session)) == (0, False, False, 0)


@pytest.mark.parametrize("deed", range(4))
def test_nothing_can_be_done_to_a_finished_attempt(
    session: Session, learner: int, begin: Begin, ask: Ask, now: datetime, deed: int
) -> None:
    attempt_id = begin("practice", ask("a", hints=["One."]))
    before = finishing.finish(session, learner, attempt_id, now)
    with pytest.raises(Refusal, match="This attempt is finished"):
        deeds(session, learner, attempt_id, 1, now)[deed]()
    assert answering.open_attempt(session, learner, attempt_id) == before
