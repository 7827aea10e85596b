"""What the finders find in a sentence: dates, numbers, people, places."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from quizapp.core.dates import PartialDate, Precision

Measure = Literal["number", "percent", "money", "duration"]


@dataclass(frozen=True)
class FoundDate:
    """`start` and `end` are places in the sentence; where `has_year` is false, the year in `value` is any."""

    start: int
    end: int
    text: str
    value: PartialDate
    has_year: bool = True

    @property
    def precision(self) -> Precision:
        return self.value.precision


@dataclass(frozen=True)
class FoundNumber:
    """`text` has the unit with it, where the unit is one that stands beside a field; `counted` is what is counted.

    `before` is a currency sign ahead of the number, which is not part of `text`.
    """

    start: int
    end: int
    text: str
    value: Fraction
    measure: Measure
    unit: str = ""
    counted: str = ""
    before: str = ""
    hedged: bool = False

    @property
    def things(self) -> tuple[str, ...]:
        """The same for numbers of the same things."""
        return (self.measure, self.unit, self.counted, self.before)


@dataclass(frozen=True)
class FoundPerson:
    """A person as first named in full; `office` without an article, as `defence minister` or `head of the museum`."""

    start: int
    end: int
    text: str
    office: str = ""


@dataclass(frozen=True)
class FoundPlace:
    start: int
    end: int
    text: str
    country: bool = False


Found = FoundDate | FoundNumber | FoundPerson | FoundPlace
