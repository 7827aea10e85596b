"""Schedulers side by side: when each would ask again, and with what chance it expects the card to be remembered.

Days are whole numbers from the first meeting of the card, so that all of them see the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Protocol

from quizapp.core.memory.memory import Memory, Rating
from quizapp.core.memory.plan import Plan
from quizapp.core.memory.scheduling import rated, retrievability

_START = datetime(2000, 1, 1, tzinfo=UTC)
_LONGEST = 36_500


class Scheduler(Protocol):
    """One card's schedule. `answered` is told each answer in order, those of the same day included."""

    def answered(self, day: int, rating: Rating) -> None: ...

    def interval(self) -> int:
        """The days until the card is asked again."""
        ...


class Foreteller(Scheduler, Protocol):
    def expected(self, day: int) -> float:
        """The chance to be remembered on `day`."""
        ...


#: Without steps: what is forgotten is asked once more on the same day, whatever the scheduler.
DAILY = Plan(learning_steps=(), relearning_steps=(), day_begins_at=0)


@dataclass
class Fsrs:
    """FSRS-6 as this program uses it, by days alone."""

    plan: Plan = DAILY
    memory: Memory = field(default_factory=Memory)

    def answered(self, day: int, rating: Rating) -> None:
        self.memory = rated(self.memory, rating, _at(day), self.plan)

    def interval(self) -> int:
        return (self.memory.due - (self.memory.last_review or self.memory.due)).days

    def expected(self, day: int) -> float:
        return retrievability(self.memory, _at(day), self.plan)


@dataclass
class Sm2:
    """SM-2 by P. Wozniak (super-memory.com/english/ol/sm2.htm), as srs-benchmark measures it.

    Again, hard, good and easy are its qualities 2 to 5. It tells no chance; that is taken to fall by an exponential
    that is at 90% when the interval is over. Only the first answer of a day counts.
    """

    days: int = 1
    ease: float = 2.5
    row: int = 0
    last: int = -1

    def answered(self, day: int, rating: Rating) -> None:
        if day == self.last:
            return
        self.last, quality = day, rating + 1
        self.row = self.row + 1 if quality > 2 else 0
        self.days = self._next()
        self.ease = max(1.3, self.ease + 0.1 - (5 - quality) * (0.08 + (5 - quality) * 0.02))

    def _next(self) -> int:
        if self.row <= 1:
            return 1
        return 6 if self.row == 2 else min(round(self.days * self.ease + 0.01), _LONGEST)

    def interval(self) -> int:
        return self.days

    def expected(self, day: int) -> float:
        return float(0.9 ** ((day - self.last) / self.days))


@dataclass
class Weekly:
    """Every card every seven days: a schedule without a model."""

    def answered(self, day: int, rating: Rating) -> None:
        return None

    def interval(self) -> int:
        return 7


@dataclass
class Scattered:
    """Intervals of 1 to 90 days, evenly on a logarithmic scale, whatever was answered: as an experiment would."""

    rng: Random
    days: int = 0

    def answered(self, day: int, rating: Rating) -> None:
        self.days = round(math.exp(self.rng.uniform(0, math.log(90))))

    def interval(self) -> int:
        return self.days


@dataclass
class Growing:
    """Intervals that follow the answers, as every scheduler's do: 1 to 4 days at first and after forgetting, else 1.3
    to 3.5 times as long as before, half a year at most.
    """

    rng: Random
    days: int = 0
    last: int = -1

    def answered(self, day: int, rating: Rating) -> None:
        if day == self.last:
            return
        self.last = day
        again = rating == Rating.AGAIN or self.days == 0
        self.days = self.rng.randint(1, 4) if again else min(180, round(self.days * self.rng.uniform(1.3, 3.5)))

    def interval(self) -> int:
        return self.days


def _at(day: int) -> datetime:
    return _START + timedelta(days=day)
