"""True retention: what share of the cards that came back was remembered."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

#: As Anki: a card that comes back after three weeks or more is mature.
MATURE_DAYS = 21
#: Fewer reviews than this say little.
LEAST = 30


@dataclass(frozen=True)
class Recall:
    """So many reviews, and how many of them were not forgotten."""

    asked: int = 0
    remembered: int = 0

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.remembered, self.asked) if self.asked else None

    @property
    def tells(self) -> bool:
        return self.asked >= LEAST

    def __add__(self, other: Recall) -> Recall:
        return Recall(self.asked + other.asked, self.remembered + other.remembered)


@dataclass(frozen=True)
class Retention:
    """Over some time: of young cards and of mature ones."""

    young: Recall = Recall()
    mature: Recall = Recall()

    @property
    def all(self) -> Recall:
        return self.young + self.mature
