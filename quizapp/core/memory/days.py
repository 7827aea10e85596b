"""A learner's day: it begins at an hour of their own clock, so that a late evening still belongs to it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from quizapp.core.memory.memory import State
from quizapp.core.memory.plan import Plan

ONE_DAY = timedelta(days=1)
_MOMENT = timedelta(microseconds=1)


def in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC)


def day_of(moment: datetime, plan: Plan) -> date:
    """The learner's day in which `moment`, an aware time, lies."""
    day = in_utc(moment).astimezone(plan.zone).date()
    return day if moment >= beginning(day, plan) else day - ONE_DAY


def beginning(day: date, plan: Plan) -> datetime:
    """The moment, in UTC, at which `day` begins. An hour that the clock leaps over is the moment of the leap."""
    return datetime.combine(day, time(plan.day_begins_at), plan.zone).astimezone(UTC)


def days_later(moment: datetime, days: int, plan: Plan) -> datetime:
    """As far into the day `days` later as `moment` is into its own, in UTC; never in another day.

    Days of 23 and 25 hours move no card into the day before or after the one that it is due on.
    """
    today = day_of(moment, plan)
    day = today + days * ONE_DAY
    since = in_utc(moment) - beginning(today, plan)
    start = beginning(day, plan)
    return max(start, min(start + since, beginning(day + ONE_DAY, plan) - _MOMENT))


def is_due(state: State, due: datetime, at: datetime, plan: Plan) -> bool:
    """Whether a card is to be asked at `at`: in review from the morning of its day, in learning from its second."""
    if state == "new":
        return True
    return due < beginning(day_of(at, plan) + ONE_DAY, plan) if state == "review" else due <= at
