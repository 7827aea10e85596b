"""What comes back of a schedule when the file is odd: sensible numbers, days that there are, true answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from quizapp.core.schedule_export import CardSchedule, LoggedReview, Returned, unknown
from quizapp.formats.anki.reading.collection import Card, Collection, Note, NoteType, Reviewed
from quizapp.formats.anki.schedule.returning import returned

CREATED = datetime(2026, 3, 1, 22, tzinfo=UTC)
KIND = NoteType(1, "Basic", False, ("Front",), ())
NOTE = Note(1, "ours", KIND, 0, (), ("x",))
CARD = Card(2, 1, 0, "Trees", 2, 2, 30, 12, 2500, 5, 1, 0, '{"s":12.5,"d":5,"dr":0.9,"decay":0.154,"lrt":1772400000}')
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def back(card: Card = CARD, reviews: tuple[Reviewed, ...] = (), **around: Any) -> Returned:
    usual = {"created": int(CREATED.timestamp()), "minutes_west": 0, "day_begins_at": 4}
    collection = Collection(
        note_types=(KIND,), notes=(NOTE,), cards=(card,), reviews=reviews, media={}, **usual | around
    )
    return returned(collection, {"ours"}, timezone(timedelta(hours=9)))


def schedule(card: Card) -> CardSchedule:
    (found,) = back(card).cards
    assert found.schedule
    return found.schedule


def review(ease: int = 3, kind: int = 1, at: int = 1_772_400_000_123, interval: int = 4) -> Reviewed:
    return Reviewed(at, 2, ease, interval, -600, 550, 4_000, kind)


@pytest.mark.parametrize(
    ("west", "first"), [(0, "2026-03-01"), (-180, "2026-03-02"), (600, "2026-03-01"), (None, "2026-03-02")]
)
def test_days_count_from_the_day_on_which_the_collection_began_there(west: int | None, first: str) -> None:
    (found,) = back(minutes_west=west).cards
    assert found.schedule
    assert found.schedule.due_day == date.fromisoformat(first) + timedelta(days=30)


@pytest.mark.parametrize(
    "data", ["", "{", "[1]", '{"s":"12"}', '{"s":NaN,"d":99}', '{"s":1e999,"d":true}', "[" * 5_000]
)
def test_a_memory_that_none_can_have_is_passed_over(data: str) -> None:
    found = schedule(CARD._replace(data=data))
    assert (found.stability, found.difficulty) == (None, None)
    assert found.due_day == date(2026, 3, 31)


@pytest.mark.parametrize("due", [10**12, -(10**9), 2**62])
def test_a_card_that_is_due_on_no_day_is_counted(due: int) -> None:
    found = back(CARD._replace(due=due))
    assert (found.cards, found.unusable) == ((), 1)


def test_learning_is_due_by_the_second_or_by_the_day() -> None:
    by_second = schedule(CARD._replace(type=3, queue=1, due=1_772_400_600, left=2_001))
    assert (by_second.state, by_second.due_at, by_second.due_day) == (
        "relearning",
        datetime.fromtimestamp(1_772_400_600, UTC),
        None,
    )
    assert by_second.steps_left == 1
    by_day = schedule(CARD._replace(type=1, queue=3, due=3, left=1))
    assert (by_day.state, by_day.due_day) == ("learning", date(2026, 3, 4))


def test_only_answers_are_in_the_log() -> None:
    rows = (review(kind=0, at=1_772_400_000_001), review(), review(ease=0, kind=4), review(kind=5), review(at=10**17))
    (found,) = back(reviews=tuple(each._replace(at=each.at + place) for place, each in enumerate(rows))).cards
    assert [(each.state, each.rating) for each in found.log] == [("new", 3), ("review", 3)]
    assert found.log[1].interval == timedelta(days=4)
    assert found.log[1].last_interval == timedelta(minutes=10)


def test_without_a_noted_moment_the_last_answer_is_the_last_review() -> None:
    (found,) = back(CARD._replace(data="{}"), (review(),)).cards
    assert found.schedule
    assert found.schedule.last_review == found.log[0].at


def test_a_card_that_is_new_has_no_schedule() -> None:
    (found,) = back(CARD._replace(type=0, queue=0)).cards
    assert found.schedule is None


def test_of_a_new_card_it_is_told_that_it_is_suspended() -> None:
    assert schedule(CARD._replace(type=0, queue=-1)) == CardSchedule("new", suspended=True)


def test_a_review_before_its_turn_counts_and_cramming_does_not() -> None:
    (found,) = back(reviews=(review(kind=3), review(kind=3, at=1_772_400_900_123)._replace(factor=0))).cards
    assert [(each.state, each.at.minute) for each in found.log] == [("review", 20)]


def test_an_answer_is_known_by_its_card_its_rating_and_its_second() -> None:
    known = LoggedReview("ours", 0, 3, AT, "review", timedelta(days=4))
    near = replace(known, at=AT + timedelta(milliseconds=3))
    others = (replace(known, ord=1), replace(known, rating=1), replace(known, at=AT + timedelta(seconds=2)))
    assert unknown((near, *others), (known,)) == others
