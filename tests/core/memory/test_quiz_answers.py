"""What an answer in a quiz tells of memory: the rule, case by case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from quizapp.core.kinds import all_kinds
from quizapp.core.memory.memory import Memory, Rating
from quizapp.core.memory.plan import Plan
from quizapp.core.memory.quiz_answers import GUESSABLE, RECALLED, evidence

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
LEARNT = Memory("review", None, 10.0, 5.0, NOW, NOW - timedelta(days=10), 0, 3)
EARLY = Memory("review", None, 10.0, 5.0, NOW + timedelta(days=5), NOW - timedelta(days=5), 0, 3)
LATER_TODAY = Memory("review", None, 10.0, 5.0, NOW + timedelta(hours=9), NOW - timedelta(days=10), 0, 3)
RIGHT, PARTLY, WRONG = Fraction(1), Fraction(1, 2), Fraction(0)


def told(
    kind: str = "short_text", mark: Fraction = RIGHT, hints: int = 0, tries: int = 1, memory: Memory = LEARNT
) -> Rating | None:
    return evidence(kind, mark, hints, tries, memory, NOW, Plan())


@pytest.mark.parametrize(
    ("kind", "due", "early", "wrong"),
    [
        ("short_text", Rating.GOOD, Rating.GOOD, Rating.AGAIN),
        ("number", Rating.GOOD, Rating.GOOD, Rating.AGAIN),
        ("date", Rating.GOOD, Rating.GOOD, Rating.AGAIN),
        ("choice", Rating.HARD, None, Rating.AGAIN),
        ("multiple", Rating.HARD, None, Rating.AGAIN),
        ("matching", Rating.HARD, None, Rating.AGAIN),
        ("ordering", Rating.HARD, None, Rating.AGAIN),
        ("cloze", Rating.HARD, None, Rating.AGAIN),
        ("a_kind_to_come", Rating.HARD, None, Rating.AGAIN),
        ("true_false", None, None, Rating.AGAIN),
    ],
)
def test_each_kind_tells_as_much_as_it_asks(kind: str, due: Rating | None, early: Rating | None, wrong: Rating) -> None:
    assert told(kind) == due
    assert told(kind, memory=LATER_TODAY) == due
    assert told(kind, memory=EARLY) == early
    assert told(kind, WRONG) == told(kind, WRONG, memory=EARLY) == wrong


def test_the_rule_names_only_kinds_that_there_are() -> None:
    assert set(all_kinds()) >= RECALLED | GUESSABLE


@pytest.mark.parametrize("mark", [RIGHT, PARTLY, WRONG])
@pytest.mark.parametrize(
    "memory",
    [
        Memory(),
        Memory("learning", 1, 2.0, 5.0, NOW, NOW - timedelta(days=1), 0, 1),
        Memory("relearning", 0, 2.0, 5.0, NOW, NOW - timedelta(days=1), 1, 4),
    ],
)
def test_only_cards_in_review_are_told_of(mark: Fraction, memory: Memory) -> None:
    assert told(mark=mark, memory=memory) is None


@pytest.mark.parametrize("mark", [RIGHT, WRONG])
@pytest.mark.parametrize(
    ("hours", "counts"), [(0, False), (7, False), (8, False), (8.01, True), (24, True), (-1, False), (-48, False)]
)
def test_a_card_seen_on_the_same_day_is_told_of_no_more(mark: Fraction, hours: float, counts: bool) -> None:
    """At noon: the day began eight hours ago. A clock that went back shows a review to come."""
    seen = Memory("review", None, 10.0, 5.0, NOW, NOW - timedelta(hours=hours), 0, 3)
    assert (told(mark=mark, memory=seen) is not None) == counts


@pytest.mark.parametrize("mark", [RIGHT, PARTLY, WRONG])
def test_a_later_try_tells_nothing(mark: Fraction) -> None:
    assert told(mark=mark, tries=2) is None


def test_a_hint_takes_from_what_is_right_but_not_from_what_is_wrong() -> None:
    assert told(hints=1) is None
    assert told(mark=WRONG, hints=1) == Rating.AGAIN


@pytest.mark.parametrize("kind", all_kinds())
def test_partly_right_is_neither_remembered_nor_forgotten(kind: str) -> None:
    assert told(kind, PARTLY) is None
