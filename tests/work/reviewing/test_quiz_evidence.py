"""A quiz tells of memory by a stated rule: docs/review.md. What it does not tell, it leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from quizapp.core.attempt import Mode
from quizapp.core.memory.memory import Rating
from quizapp.store.tables import ReviewRow
from quizapp.work import answering, finishing, starting

from .conftest import CLOZE, Desk

Study = Callable[..., Desk]
Ask = Callable[..., dict[str, Any]]
CITY = {"kind": "short_text", "answer": "Oslo", "hints": ["It lies on a fjord."]}
PAIRS = {
    "kind": "matching",
    "pairs": [{"id": "no", "left": "Norway", "right": "Oslo"}, {"id": "se", "left": "Sweden", "right": "Stockholm"}],
}


class Quiz:
    """The set taken by the learner of the desk, one attempt after the other."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.session, self.attempt = desk, desk.session, 0

    def begin(self, mode: Mode = "practice") -> Quiz:
        request = f"attempt at {self.desk.at}"
        args = (self.session, self.desk.person_id, "people", mode, request, self.desk.at, Random(3))
        self.attempt = starting.start(*args)
        return self

    def answer(self, *position: int, **fields: str) -> None:
        named = {name.replace("_", "."): [value] for name, value in fields.items()}
        at, person_id = self.desk.at, self.desk.person_id
        answering.submit(self.session, person_id, self.attempt, *(position or (1,)), named, at)

    def told(self) -> list[tuple[int, str]]:
        """What the log holds of quizzes: the rating and the state before."""
        self.session.expire_all()
        lines = self.session.scalars(select(ReviewRow).where(ReviewRow.source == "quiz").order_by(ReviewRow.id))
        return [(line.rating, line.state) for line in lines]


@pytest.fixture
def known(study: Study) -> Callable[..., Quiz]:
    """`known(ask(...), due=False)`: a quiz on cards that are in review, and due unless said otherwise."""

    def learnt(*questions: dict[str, Any], due: bool = True) -> Quiz:
        desk = study(*questions)
        for row in desk.memories():
            row.state, row.stability, row.difficulty, row.reps = "review", 10.0, 5.0, 3
            row.last_review, row.due = desk.at - timedelta(days=9), desk.at + timedelta(days=-1 if due else 5)
        desk.session.commit()
        return Quiz(desk)

    return learnt


def test_recalled_is_good_before_its_day_as_well(known: Callable[..., Quiz], ask: Ask) -> None:
    quiz = known(ask("city", **CITY), due=False).begin()
    before = quiz.desk.memories()[0].stability
    quiz.answer(answer="Oslo")
    assert quiz.told() == [(Rating.GOOD, "review")]
    (row,) = quiz.desk.memories()
    assert row.stability and before and row.stability > before
    assert (row.reps, row.last_review) == (4, quiz.desk.at)


def test_a_miss_is_again(known: Callable[..., Quiz], ask: Ask) -> None:
    quiz = known(ask("city", **CITY), due=False).begin()
    quiz.answer(answer="Bergen")
    assert quiz.told() == [(Rating.AGAIN, "review")]
    assert (quiz.desk.memories()[0].state, quiz.desk.memories()[0].lapses) == ("relearning", 1)


def test_only_the_first_try_counts(known: Callable[..., Quiz], ask: Ask) -> None:
    quiz = known(ask("city", **CITY)).begin()
    quiz.answer(answer="Bergen", **{"try": "1"})
    quiz.answer(answer="Oslo", **{"try": "2"})
    assert quiz.told() == [(Rating.AGAIN, "review")]


def test_the_same_answer_sent_twice_tells_once(known: Callable[..., Quiz], ask: Ask) -> None:
    quiz = known(ask("city", **CITY)).begin()
    quiz.answer(answer="Oslo", **{"try": "1"})
    quiz.answer(answer="Oslo", **{"try": "1"})
    assert quiz.told() == [(Rating.GOOD, "review")]


def test_a_hint_spoils_what_is_right(known: Callable[..., Quiz], ask: Ask) -> None:
    quiz = known(ask("city", **CITY)).begin()
    answering.take_hint(quiz.session, quiz.desk.person_id, quiz.attempt, 1, quiz.desk.at, 0)
    quiz.answer(answer="Oslo")
    assert quiz.told() == []


def test_a_coin_tells_nothing_when_it_is_right(known: Callable[..., Quiz], ask: Ask) -> None:
    quiz = known(ask("cars")).begin()
    quiz.answer(answer="true")
    assert quiz.told() == []


def test_recognised_is_hard_where_it_is_due(known: Callable[..., Quiz], ask: Ask) -> None:
    options = [{"text": "Oslo", "correct": True}, "Bergen", "Trondheim"]
    choice = {"kind": "choice", "options": options, "shuffle": False}
    quiz = known(ask("city", **choice)).begin()
    quiz.answer(answer="0")
    assert quiz.told() == [(Rating.HARD, "review")]


def test_what_is_not_in_review_is_left_alone(study: Study, ask: Ask) -> None:
    quiz = Quiz(study(ask("city", **CITY), ask("more", **CITY)))
    quiz.desk.rate(Rating.AGAIN, "more")
    quiz.begin()
    quiz.answer(1, answer="Oslo")
    quiz.answer(2, answer="Bergen")
    assert quiz.told() == []


def test_once_a_day_is_enough(known: Callable[..., Quiz], ask: Ask) -> None:
    quiz = known(ask("city", **CITY))
    quiz.desk.rate(Rating.GOOD)
    quiz.desk.later(hours=1)
    quiz.begin().answer(answer="Bergen")
    assert quiz.told() == []


def test_each_gap_tells_of_its_own_card(known: Callable[..., Quiz], ask: Ask) -> None:
    quiz = known(ask("wood", **CLOZE)).begin()
    quiz.answer(answer_1="larch", answer_2="birch")
    assert [(row.state, row.lapses) for row in quiz.desk.memories()] == [("review", 0), ("relearning", 1)]
    assert quiz.told() == [(Rating.GOOD, "review"), (Rating.AGAIN, "review")]


def test_each_pair_tells_of_its_own_card(known: Callable[..., Quiz], ask: Ask) -> None:
    quiz = known(ask("capitals", **PAIRS)).begin()
    quiz.answer(answer_0="0", answer_1="0")
    assert sorted(rating for rating, _ in quiz.told()) == [Rating.AGAIN, Rating.HARD]


def test_a_test_tells_when_it_is_finished_and_as_of_then(known: Callable[..., Quiz], ask: Ask) -> None:
    quiz = known(ask("city", **CITY), ask("town", **CITY), ask("port", **CITY)).begin("test")
    quiz.answer(1, answer="Bergen")
    quiz.answer(2, answer="Oslo")
    assert quiz.told() == []
    answered = quiz.desk.at
    quiz.desk.later(minutes=20)
    finishing.finish(quiz.session, quiz.desk.person_id, quiz.attempt, quiz.desk.at)
    finishing.finish(quiz.session, quiz.desk.person_id, quiz.attempt, quiz.desk.at)
    # Of what was left open nothing is known.
    assert quiz.told() == [(Rating.AGAIN, "review"), (Rating.GOOD, "review")]
    assert {row.last_review for row in quiz.desk.memories()} == {answered, answered - timedelta(days=9)}


def test_a_long_test_is_finished_in_as_many_statements(
    known: Callable[..., Quiz], ask: Ask, statements: list[str]
) -> None:
    counts = []
    quiz = known(*(ask(f"city{number}", **CITY) for number in range(30)))
    for answered in (2, 30):
        quiz.desk.later(days=40)
        quiz.begin("test")
        for position in range(1, answered + 1):
            quiz.answer(position, answer="Oslo")
        quiz.session.expire_all()
        statements.clear()
        finishing.finish(quiz.session, quiz.desk.person_id, quiz.attempt, quiz.desk.at)
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert len(quiz.told()) == 32


def test_a_quiz_takes_nothing_out_of_the_days_limit(known: Callable[..., Quiz], ask: Ask) -> None:
    quiz = known(ask("city", **CITY), ask("town", **CITY))
    quiz.desk.plan(reviews_a_day=1)
    quiz.begin().answer(1, answer="Oslo")
    shown = quiz.desk.today()
    assert (len(shown.cards), shown.answered, shown.undoable) == (1, 0, None)
