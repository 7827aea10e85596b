"""Learner's days as arithmetic, so that a database can count by them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from quizapp.core.memory.days import ONE_DAY, beginning
from quizapp.core.memory.plan import Plan

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Stretch:
    """From `begins` on, until another stretch begins, a moment lies in the day number (moment - 1970 - shift) / day."""

    begins: datetime
    shift: timedelta


def stretches(first: date, last: date, plan: Plan) -> tuple[Stretch, ...]:
    """The days from `first` to `last` in stretches between which clocks were changed, in order."""
    return tuple(_stretches(first, last, plan))


def _stretches(first: date, last: date, plan: Plan) -> Iterator[Stretch]:
    shift: timedelta | None = None
    for number in range((last - first).days + 2):
        day = first + number * ONE_DAY
        midnight, begins = datetime.combine(day, time(), UTC), beginning(day, plan)
        if shift is not None and begins - midnight > shift:
            # The day before was longer than 24 hours: what is over still belongs to it.
            yield Stretch(midnight + shift, shift + ONE_DAY)
        if shift != begins - midnight:
            shift = begins - midnight
            yield Stretch(begins, shift)


def day_number(day: date) -> int:
    return (day - EPOCH).days


def numbered(number: int) -> date:
    return EPOCH + number * ONE_DAY
