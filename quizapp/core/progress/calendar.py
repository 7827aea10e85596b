"""The days of a year and what was done on each, month by month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile

from quizapp.core.memory.days import ONE_DAY

MONTHS = 12
#: A day's square grows with its level, so that the size tells as much as the colour.
LEVELS = 4
_CELL = 14
_SIDES = (2, 5, 8, 10, 12)


@dataclass(frozen=True)
class Square:
    """A day as drawn: `level` from 0 for nothing to `LEVELS`; `x`, `y` and `side` in the units of its month."""

    day: date
    reviews: int
    level: int
    x: float
    y: float
    side: int


@dataclass(frozen=True)
class Month:
    """A month up to today, a row a week; the week begins on Monday."""

    first: date
    squares: tuple[Square, ...]

    @property
    def reviews(self) -> int:
        return sum(each.reviews for each in self.squares)

    @property
    def days(self) -> int:
        return sum(each.reviews > 0 for each in self.squares)


@dataclass(frozen=True)
class Calendar:
    """Twelve months at most. `streak`: on how many days without a gap there were reviews, to today or yesterday."""

    months: tuple[Month, ...]
    streak: int

    @property
    def reviews(self) -> int:
        return sum(month.reviews for month in self.months)

    @property
    def days(self) -> int:
        return sum(month.days for month in self.months)

    @property
    def busy(self) -> tuple[Square, ...]:
        """The days on which there was a review, the last first."""
        squares = (square for month in self.months for square in month.squares)
        return tuple(square for square in squares if square.reviews)[::-1]


def first_day(today: date) -> date:
    """With which the calendar begins: the first of the month eleven months before."""
    months = today.year * 12 + today.month - MONTHS
    return date(months // 12, months % 12 + 1, 1)


def calendar(counts: Mapping[date, int], today: date) -> Calendar:
    """Months before the first review are left out."""
    bounds = _bounds([count for day, count in counts.items() if count and first_day(today) <= day <= today])
    months = (_month(first, counts, bounds, today) for first in _firsts(today))
    return Calendar(tuple(dropwhile(lambda month: not month.reviews, months)), _streak(counts, today))


def _firsts(today: date) -> Iterator[date]:
    first = first_day(today)
    for _ in range(MONTHS):
        yield first
        first += monthrange(first.year, first.month)[1] * ONE_DAY


def _bounds(counts: Sequence[int]) -> tuple[int, ...]:
    """A quarter of the days with reviews lies between two of these."""
    ordered = sorted(counts)
    return tuple(ordered[len(ordered) * part // LEVELS] for part in range(1, LEVELS)) if ordered else ()


def _month(first: date, counts: Mapping[date, int], bounds: Sequence[int], today: date) -> Month:
    days = (first + number * ONE_DAY for number in range(monthrange(first.year, first.month)[1]))
    return Month(first, tuple(_square(day, counts.get(day, 0), bounds) for day in days if day <= today))


def _square(day: date, reviews: int, bounds: Sequence[int]) -> Square:
    level = 1 + sum(reviews > bound for bound in bounds) if reviews else 0
    side, before = _SIDES[level], day.replace(day=1).weekday()
    margin = (_CELL - side) / 2
    row, column = divmod(before + day.day - 1, 7)
    return Square(day, reviews, level, column * _CELL + margin, row * _CELL + margin, side)


def _streak(counts: Mapping[date, int], today: date) -> int:
    day = today if counts.get(today) else today - ONE_DAY
    length = 0
    while counts.get(day):
        length, day = length + 1, day - ONE_DAY
    return length
