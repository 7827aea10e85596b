"""Learner's days as a database counts them are those of `day_of`, also where clocks are changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from quizapp.core.memory.days import ONE_DAY, beginning, day_of
from quizapp.core.memory.plan import Plan
from quizapp.core.progress.days import Stretch, day_number, numbered, stretches

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Santiago")


def counted(moment: datetime, days: tuple[Stretch, ...]) -> date:
    """As the database does it."""
    stretch = next(each for each in reversed(days) if moment >= each.begins)
    return numbered((moment - datetime(1970, 1, 1, tzinfo=UTC) - stretch.shift) // ONE_DAY)


@given(
    some.sampled_from(ZONES),
    some.integers(0, 23),
    some.dates(date(2020, 1, 1), date(2030, 1, 1)),
    some.timedeltas(timedelta(0), timedelta(days=400)),
)
def test_every_moment_is_counted_for_its_learners_day(zone: str, hour: int, first: date, later: timedelta) -> None:
    plan = Plan(time_zone=zone, day_begins_at=hour)
    days = stretches(first, first + 400 * ONE_DAY, plan)
    moment = beginning(first, plan) + later
    assert counted(moment, days) == day_of(moment, plan)


@pytest.mark.parametrize("minutes", range(0, 26 * 60, 7))
def test_the_day_of_twenty_five_hours_is_one_day(minutes: int) -> None:
    plan = Plan(time_zone="Europe/Berlin", day_begins_at=0)
    moment = beginning(date(2024, 10, 27), plan) + timedelta(minutes=minutes)
    assert counted(moment, stretches(date(2024, 10, 1), date(2024, 11, 1), plan)) == day_of(moment, plan)


def test_days_without_a_change_are_one_stretch() -> None:
    assert len(stretches(date(2024, 1, 1), date(2024, 12, 31), Plan(time_zone="Asia/Seoul"))) == 1


def test_a_day_and_its_number_are_one() -> None:
    assert numbered(day_number(date(2024, 2, 29))) == date(2024, 2, 29)
    assert day_number(date(1970, 1, 1)) == 0
