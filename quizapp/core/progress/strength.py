"""How well the cards of each set are remembered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from quizapp.core.memory.plan import Plan
from quizapp.core.memory.scheduling import chance

Stage = Literal["new", "learning", "young", "mature", "suspended"]


@dataclass(frozen=True)
class Group:
    """Cards of one set and stage that have about the same chance; `ratio` is their mean of days to stability."""

    set_id: int
    stage: Stage
    cards: int
    ratio: float | None


@dataclass(frozen=True)
class Strength:
    """Cards by stage. `known` sums up the chances to remember each of those that were asked and not put aside."""

    new: int = 0
    learning: int = 0
    young: int = 0
    mature: int = 0
    suspended: int = 0
    known: float = 0.0

    @property
    def total(self) -> int:
        return self.new + self.learning + self.young + self.mature + self.suspended

    @property
    def asked(self) -> int:
        return self.learning + self.young + self.mature

    @property
    def chance(self) -> float | None:
        """The mean chance to remember; None where no card was asked yet."""
        return self.known / self.asked if self.asked else None

    def with_group(self, group: Group, plan: Plan) -> Strength:
        more = replace(self, **{group.stage: getattr(self, group.stage) + group.cards})
        if group.ratio is None or group.stage in {"new", "suspended"}:
            return more
        return replace(more, known=self.known + group.cards * at_ratio(group.ratio, plan))

    def __add__(self, other: Strength) -> Strength:
        return Strength(
            self.new + other.new,
            self.learning + other.learning,
            self.young + other.young,
            self.mature + other.mature,
            self.suspended + other.suspended,
            self.known + other.known,
        )


def at_ratio(ratio: float, plan: Plan) -> float:
    """The chance to remember where so many stabilities went by since the last review: it hangs on nothing else."""
    return chance(1 / ratio, 1, plan) if ratio > 0 else 1.0


def by_set(groups: Iterable[Group], plan: Plan) -> Mapping[int, Strength]:
    found: dict[int, Strength] = defaultdict(Strength)
    for group in groups:
        found[group.set_id] = found[group.set_id].with_group(group, plan)
    return found
