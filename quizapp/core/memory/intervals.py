"""An interval in one number and one unit, as Anki writes it on its buttons."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Unit = Literal["seconds", "minutes", "hours", "days", "months", "years"]

#: Each unit with the seconds in one, and the decimals that Anki shows.
_UNITS: tuple[tuple[Unit, float, int], ...] = (
    ("years", 365 * 86_400, 1),
    ("months", 30.417 * 86_400, 1),
    ("days", 86_400, 0),
    ("hours", 3_600, 1),
    ("minutes", 60, 0),
    ("seconds", 1, 0),
)


@dataclass(frozen=True)
class Rounded:
    number: float
    unit: Unit


def rounded(interval: timedelta) -> Rounded:
    """In the largest unit of which there is a whole one: whole seconds, minutes and days, tenths of what is longer."""
    seconds = max(0.0, interval.total_seconds())
    unit, size, decimals = next((each for each in _UNITS if seconds >= each[1]), _UNITS[-1])
    tenths = 10**decimals
    return Rounded(math.floor(seconds / size * tenths + 0.5) / tenths, unit)
