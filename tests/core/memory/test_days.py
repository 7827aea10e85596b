"""A learner's day begins at an hour of their own clock, in every zone and over every change of clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.memory.days import beginning, day_of, days_later, is_due
from quizapp.core.memory.plan import Plan

LONDON = Plan(time_zone="Europe/London")
MOMENTS = st.integers(631_152_000, 2_114_380_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
PLANS = st.builds(
    Plan,
    day_begins_at=st.integers(0, 23),
    time_zone=st.sampled_from(
        [
            "UTC",
            "Asia/Seoul",
            "Europe/London",
            "America/New_York",
            "America/Havana",
            "America/Sao_Paulo",
            "Asia/Beirut",
            "Australia/Lord_Howe",
            "Pacific/Apia",
        ]
    ),
)


def utc(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_four_in_the_morning_parts_the_days() -> None:
    assert day_of(utc(5, 3, 59), Plan()) == date(2026, 3, 4)
    assert day_of(utc(5, 4), Plan()) == date(2026, 3, 5)


def test_the_day_is_that_of_the_learners_clock() -> None:
    seoul = Plan(time_zone="Asia/Seoul")
    assert day_of(utc(5, 18, 59), seoul) == date(2026, 3, 5)
    assert day_of(utc(5, 19), seoul) == date(2026, 3, 6)


def test_the_hour_can_be_midnight() -> None:
    assert day_of(utc(5, 0), Plan(day_begins_at=0)) == date(2026, 3, 5)


@pytest.mark.parametrize(("month", "day", "hours"), [(3, 28, 23), (10, 24, 25)])
def test_the_day_in_which_clocks_change_is_shorter_or_longer(month: int, day: int, hours: int) -> None:
    start = beginning(date(2026, month, day), LONDON)
    assert beginning(date(2026, month, day + 1), LONDON) - start == timedelta(hours=hours)


def test_an_hour_that_the_clock_leaps_over_begins_the_day_all_the_same() -> None:
    plan = Plan(time_zone="Europe/London", day_begins_at=1)
    assert beginning(date(2026, 3, 29), plan) == utc(29, 1)
    assert day_of(utc(29, 0, 59), plan) == date(2026, 3, 28)
    assert day_of(utc(29, 1), plan) == date(2026, 3, 29)


def test_an_hour_that_comes_twice_begins_the_day_the_first_time() -> None:
    plan = Plan(time_zone="Europe/London", day_begins_at=1)
    assert beginning(date(2026, 10, 25), plan) == utc(25, 0, month=10)
    assert day_of(utc(25, 1, 30, month=10), plan) == date(2026, 10, 25)


def test_what_was_seen_just_after_the_day_began_is_due_on_the_right_day_when_clocks_change() -> None:
    """A span of 24 hours would end at 3:10 in autumn, and still in the day before."""
    seen = datetime(2026, 10, 24, 4, 10, tzinfo=LONDON.zone)
    assert day_of(seen, LONDON) == date(2026, 10, 24)
    due = days_later(seen, 1, LONDON)
    assert day_of(due, LONDON) == date(2026, 10, 25)
    assert day_of(seen.astimezone(UTC) + timedelta(days=1), LONDON) == date(2026, 10, 24)


def test_what_was_seen_just_before_the_day_ended_is_due_on_the_right_day_when_clocks_change() -> None:
    seen = datetime(2026, 3, 28, 3, 55, tzinfo=LONDON.zone)
    assert day_of(days_later(seen, 1, LONDON), LONDON) == date(2026, 3, 28)
    assert day_of(seen.astimezone(UTC) + timedelta(days=1), LONDON) == date(2026, 3, 29)


@given(MOMENTS, PLANS)
def test_each_moment_lies_within_its_day(moment: datetime, plan: Plan) -> None:
    day = day_of(moment, plan)
    assert beginning(day, plan) <= moment < beginning(day + timedelta(days=1), plan)


@given(MOMENTS, MOMENTS, PLANS)
def test_days_follow_one_another_as_moments_do(one: datetime, other: datetime, plan: Plan) -> None:
    first, second = sorted((one, other))
    assert day_of(first, plan) <= day_of(second, plan)


@given(MOMENTS, st.integers(0, 1000), PLANS.filter(lambda plan: plan.time_zone != "Pacific/Apia"))
def test_days_later_is_as_many_days_later(moment: datetime, days: int, plan: Plan) -> None:
    assert day_of(days_later(moment, days, plan), plan) == day_of(moment, plan) + timedelta(days=days)


def test_a_day_that_a_country_left_out_is_due_on_the_next() -> None:
    """Samoa went from 29 to 31 December 2011."""
    samoa = Plan(time_zone="Pacific/Apia")
    due = days_later(datetime(2011, 12, 29, 12, tzinfo=samoa.zone), 1, samoa)
    assert day_of(due, samoa) == date(2011, 12, 31)


def test_a_review_is_due_from_the_morning_of_its_day() -> None:
    due = utc(5, 22)
    assert not is_due("review", due, utc(5, 3, 59), Plan())
    assert is_due("review", due, utc(5, 4), Plan())
    assert is_due("review", due, utc(9, 12), Plan())


@pytest.mark.parametrize("state", ["learning", "relearning"])
def test_a_card_in_learning_is_due_by_the_second(state: str) -> None:
    due = utc(5, 22)
    assert not is_due(state, due, due - timedelta(seconds=1), Plan())
    assert is_due(state, due, due, Plan())


def test_a_new_card_is_always_due() -> None:
    assert is_due("new", utc(9, 0), utc(5, 0), Plan())
