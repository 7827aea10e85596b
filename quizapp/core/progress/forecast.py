"""What comes in the next days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from quizapp.core.memory.days import ONE_DAY

DAYS = 30


@dataclass(frozen=True)
class DueDay:
    """Cards due on a day: in review, in learning, and of those in review how many were due before (today alone)."""

    day: date
    reviews: int
    learning: int
    overdue: int = 0

    @property
    def total(self) -> int:
        return self.reviews + self.learning

    @property
    def parts(self) -> tuple[int, int, int]:
        """From the bottom of its bar: overdue, the others in review, learning."""
        return self.overdue, self.reviews - self.overdue, self.learning


@dataclass(frozen=True)
class Forecast:
    """The next days, today first. `later` are the cards due after them."""

    days: tuple[DueDay, ...]
    later: int

    @property
    def today(self) -> DueDay:
        return self.days[0]

    @property
    def week(self) -> int:
        return sum(each.total for each in self.days[:7])

    @property
    def total(self) -> int:
        return sum(each.total for each in self.days)

    @property
    def learning(self) -> int:
        return sum(each.learning for each in self.days)

    @property
    def mixed(self) -> bool:
        """Whether there is more than one sort of cards to tell apart."""
        return bool(self.learning or self.today.overdue)

    @property
    def busiest(self) -> DueDay:
        return max(self.days, key=lambda each: each.total)


def forecast(reviews: Mapping[date, int], learning: Mapping[date, int], today: date, most: int = DAYS) -> Forecast:
    """From the cards due by day; what is overdue is to be done today."""
    days = [today + number * ONE_DAY for number in range(most)]
    overdue = sum(count for day, count in reviews.items() if day < today)
    late = sum(count for day, count in learning.items() if day < today)
    first = DueDay(today, reviews.get(today, 0) + overdue, learning.get(today, 0) + late, overdue)
    others = (DueDay(day, reviews.get(day, 0), learning.get(day, 0)) for day in days[1:])
    later = sum(count for each in (reviews, learning) for day, count in each.items() if day > days[-1])
    return Forecast((first, *others), later)
