"""A test from cards as it is kept: answers as they are given, marks at the end."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quizapp.core.drills.cards import answer_text
from quizapp.core.sentences import NotFound, Refusal, Unreadable
from quizapp.work import people
from quizapp.work.drilling import beginning, testing
from quizapp.work.drilling.testing import CardTest, PaperItem
from quizapp.work.loading import load


class Exam:
    def __init__(self, bench: Any, slug: str = "trees") -> None:
        self.bench = bench
        self.id = beginning.card_test(bench.session, bench.person_id, slug, f"t{slug}", bench.at, Random(1))

    def look(self) -> CardTest:
        self.bench.session.rollback()
        return testing.opened(self.bench.session, self.bench.person_id, self.id)

    def save(self, number: int, *given: str) -> None:
        testing.save(self.bench.session, self.bench.person_id, self.id, number, given, self.bench.at)

    def finish(self) -> CardTest:
        testing.finish(self.bench.session, self.bench.person_id, self.id, self.bench.at)
        return self.look()


def right(item: PaperItem) -> tuple[str, ...]:
    paper = item.item
    if paper.form == "truth":
        return ("true" if paper.holds else "false",)
    return (answer_text(item.held.card) or "",) if paper.form == "type" else tuple(map(str, paper.keys))


@pytest.fixture
def exam(bench: Any) -> Exam:
    return Exam(bench)


def test_answers_are_kept_and_marked_at_the_end(exam: Exam) -> None:
    items = exam.look().items
    for item in items[:-1]:
        exam.save(item.number, *right(item))
        assert exam.look().item(item.number).mark is None
    assert exam.look().next_open == items[-1].number
    found = exam.finish()
    assert [item.mark.fraction for item in found.items if item.mark] == [1] * (len(items) - 1) + [0]
    assert found.finished_at == exam.bench.at


def test_forms_are_mixed(exam: Exam) -> None:
    assert {item.item.form for item in exam.look().items} == {"choose", "type", "truth"}


def test_an_answer_can_be_changed_and_taken_back(exam: Exam) -> None:
    typed = next(item for item in exam.look().items if item.item.form == "type")
    for given in (("oak",), ("larch",), ("",)):
        exam.save(typed.number, *given)
        exam.save(typed.number, *given)
        assert exam.look().item(typed.number).given == tuple(each for each in given if each)


def test_finishing_twice_marks_once(exam: Exam) -> None:
    first = exam.finish()
    exam.bench.later(minutes=5)
    assert exam.finish() == first
    with pytest.raises(Refusal, match="is over"):
        exam.save(1, "larch")
    assert exam.look() == first


def test_what_can_t_be_read_is_kept_and_told(bench: Any, session: Session, folder: Any, ask: Any) -> None:
    load(session, [folder({"days": [ask("day", kind="date", answer="2019-11-23")]}, "days")], bench.at)
    exam = Exam(bench, "days")
    with pytest.raises(Unreadable):
        exam.save(1, "5/6/2019")
    assert exam.look().item(1).given == ("5/6/2019",)
    assert [item.mark.fraction for item in exam.finish().items if item.mark] == [Fraction(0)]


@pytest.mark.parametrize("given", [("9",), ("true", "false"), ("x",), ("0", "1"), ("\x00",), ("a" * 501,)])
def test_what_was_not_offered_is_sent_back(exam: Exam, given: tuple[str, ...]) -> None:
    for item in exam.look().items:
        if item.item.form != "type":
            with pytest.raises(Unreadable):
                exam.save(item.number, *given)
            assert exam.look().item(item.number).given == ()


def test_items_whose_card_was_withdrawn_are_left_out(
    exam: Exam, session: Session, folder: Callable[..., Any], text: Any
) -> None:
    load(session, [folder({"trees": [text("maple")], "stones": [text("marble")]})], exam.bench.at)
    assert [item.held.card.question.id for item in exam.look().items] == ["maple"]
    assert len(exam.finish().items) == 1


def test_where_no_card_is_left_the_test_can_t_be_marked(
    exam: Exam, session: Session, folder: Callable[..., Any], text: Any
) -> None:
    load(session, [folder({"trees": [text("rowan")], "stones": [text("marble")]})], exam.bench.at)
    with pytest.raises(Refusal, match="taken away"):
        exam.finish()


def test_anothers_test_is_not_there(exam: Exam, session: Session) -> None:
    stranger = people.guest(session, None, exam.bench.at).person_id
    with pytest.raises(NotFound):
        testing.opened(session, stranger, exam.id)
    with pytest.raises(NotFound):
        testing.save(session, stranger, exam.id, 1, ["larch"], exam.bench.at)
    with pytest.raises(NotFound):
        testing.finish(session, stranger, exam.id, exam.bench.at)
    assert exam.look().finished_at is None


@pytest.mark.parametrize("number", [0, 99])
def test_there_are_only_so_many_questions(exam: Exam, number: int) -> None:
    with pytest.raises(NotFound):
        exam.save(number, "larch")
