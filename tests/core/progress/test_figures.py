"""What the figures of progress say: forecast, retention, calendar, strength, and the bars that are drawn."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from quizapp.core.memory.plan import Plan
from quizapp.core.memory.scheduling import chance
from quizapp.core.progress.bars import HEIGHT, bars
from quizapp.core.progress.calendar import LEVELS, calendar, first_day
from quizapp.core.progress.forecast import forecast
from quizapp.core.progress.retention import Recall, Retention
from quizapp.core.progress.strength import Group, Strength, by_set

TODAY = date(2024, 3, 15)
DAY = timedelta(days=1)


def test_what_is_overdue_is_to_be_done_today() -> None:
    found = forecast({TODAY - 9 * DAY: 4, TODAY - DAY: 1, TODAY: 2, TODAY + DAY: 3}, {TODAY - DAY: 1, TODAY: 1}, TODAY)
    assert (found.today.reviews, found.today.learning, found.today.overdue, found.today.total) == (7, 2, 5, 9)
    assert found.today.parts == (5, 2, 2)
    assert (found.days[1].total, found.days[1].overdue) == (3, 0)
    assert found.week == found.total == 12
    assert found.mixed


def test_a_forecast_has_thirty_days_and_counts_what_is_later() -> None:
    found = forecast({TODAY + 29 * DAY: 5, TODAY + 30 * DAY: 7}, {}, TODAY)
    assert [each.day for each in found.days] == [TODAY + number * DAY for number in range(30)]
    assert (found.total, found.later, found.week) == (5, 7, 0)
    assert found.busiest.day == TODAY + 29 * DAY
    assert not found.mixed


def test_retention_is_the_share_not_forgotten() -> None:
    found = Retention(Recall(10, 8), Recall(30, 30))
    assert (found.young.share, found.mature.share, found.all.share) == (Fraction(4, 5), 1, Fraction(38, 40))
    assert Retention().all.share is None
    assert not found.young.tells
    assert found.mature.tells


def test_a_calendar_begins_eleven_months_before_this_one() -> None:
    assert first_day(TODAY) == date(2023, 4, 1)
    assert first_day(date(2024, 12, 31)) == date(2024, 1, 1)


def test_months_before_the_first_review_are_left_out() -> None:
    found = calendar({date(2024, 1, 31): 3, date(2022, 1, 1): 9}, TODAY)
    assert [month.first for month in found.months] == [date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)]
    assert (found.reviews, found.days) == (3, 1)
    assert [len(month.squares) for month in found.months] == [31, 29, 15]
    assert calendar({}, TODAY).months == ()


def test_a_square_stands_in_its_week_and_grows_with_the_reviews() -> None:
    counts = {date(2024, 3, day): 10 * day for day in range(1, 9)}
    (month,) = calendar(counts, TODAY).months
    squares = {square.day.day: square for square in month.squares}
    # 1 March 2024 was a Friday, the 4th a Monday.
    assert squares[1].x + squares[1].side / 2 == 4 * 14 + 7
    assert squares[4].x + squares[4].side / 2 == 7
    assert squares[4].y > squares[3].y
    assert [squares[day].level for day in (9, 1, 3, 5, 8)] == [0, 1, 1, 2, LEVELS]
    assert squares[9].side < squares[1].side < squares[8].side
    assert [square.day.day for square in calendar(counts, TODAY).busy] == list(range(8, 0, -1))


@pytest.mark.parametrize(
    ("days", "streak"), [((), 0), ((0,), 1), ((0, 1, 2, 4), 3), ((1, 2), 2), ((2, 3), 0)]
)  # fmt: skip
def test_a_streak_goes_to_today_or_yesterday(days: tuple[int, ...], streak: int) -> None:
    assert calendar({TODAY - number * DAY: 1 for number in days}, TODAY).streak == streak


def test_strength_is_the_mean_chance_of_the_cards_that_were_asked() -> None:
    plan = Plan()
    groups = [
        Group(1, "new", 5, None),
        Group(1, "mature", 3, 0.5),
        Group(1, "young", 1, 1.0),
        Group(1, "suspended", 2, 3.0),
        Group(2, "learning", 1, 2.0),
    ]
    found = by_set(groups, plan)
    assert (found[1].total, found[1].asked, found[1].suspended) == (11, 4, 2)
    assert found[1].chance == pytest.approx((3 * chance(20, 10, plan) + 0.9) / 4)
    assert found[2].chance == pytest.approx(chance(5, 10, plan))
    assert Strength(new=4).chance is None
    assert (found[1] + found[2]).known == pytest.approx(found[1].known + found[2].known)


@given(some.lists(some.tuples(*[some.integers(0, 10_000)] * 3), min_size=1, max_size=40))
def test_bars_are_as_high_as_their_counts(stacks: list[tuple[int, ...]]) -> None:
    found, most = bars(stacks), max(map(sum, stacks))
    assert len(found) == len(stacks)
    for bar, stack in zip(found, stacks, strict=True):
        assert 0 <= bar.left < bar.middle < bar.right <= 100
        assert [piece.part for piece in bar.pieces] == [part for part, count in enumerate(stack) if count]
        # A part too small to be seen is drawn two pixels high.
        assert HEIGHT - bar.top == pytest.approx(sum(stack) / max(1, most) * HEIGHT, abs=2 * 3 + 0.5)
    assert all(one.right < other.left for one, other in pairwise(found))
