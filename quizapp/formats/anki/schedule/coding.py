"""How Anki's tables write what is remembered of a card: days by number, difficulty as ease, FSRS as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from quizapp.core.schedule_export import CardSchedule, State

#: `type` of a card, and of a line of the log.
CARD_TYPES: Mapping[State, int] = {"new": 0, "learning": 1, "review": 2, "relearning": 3}
LOG_TYPES: Mapping[State, int] = {"new": 0, "learning": 0, "review": 1, "relearning": 2}
CARD_STATES: Mapping[int, State] = {number: state for state, number in CARD_TYPES.items()}
#: A review before its turn, in a filtered deck, is a review.
LOG_STATES: Mapping[int, State] = {0: "learning", 1: "review", 2: "relearning", 3: "review"}
SUSPENDED, LEARNING, REVIEW, LEARNING_BY_DAY = -1, 1, 2, 3
#: Days are small numbers, moments are seconds since 1970.
_FIRST_MOMENT = 1_000_000_000
_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_DATA = 10_000
_MOST_DAYS = 2_000_000
_LAST_SECOND = 7_258_118_400  # 2200


def memory_of(data: str) -> dict[str, float]:
    """The numbers of FSRS in a card's `data`; what is no sensible number is left out."""
    try:
        found = json.loads(data) if data and len(data) <= _LONGEST_DATA else {}
    except (ValueError, RecursionError):
        found = {}
    given = found if isinstance(found, dict) else {}
    bounds = {"s": (0.0001, 1e6), "d": (1, 10), "dr": (0.01, 0.9999), "decay": (0.01, 2), "lrt": (0, _LAST_SECOND)}
    return {name: value for name, bound in bounds.items() if (value := _number(given.get(name), *bound)) is not None}


def _number(value: Any, least: float, most: float) -> float | None:
    known = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return value if known and least <= value <= most else None


def data_of(card: CardSchedule) -> str:
    """What Anki writes into a card's `data`."""
    moment = round(card.last_review.timestamp()) if card.last_review else None
    named = {
        "s": card.stability,
        "d": card.difficulty,
        "dr": card.desired_retention,
        "decay": card.decay,
        "lrt": moment,
    }
    return json.dumps({name: value for name, value in named.items() if value is not None}, separators=(",", ":"))


def ease_of(difficulty: float | None) -> int:
    """The column that held the ease before FSRS: Anki puts the difficulty there, from 100 to 1100."""
    return 0 if difficulty is None else round((difficulty - 1) / 9 * 1000 + 100)


def difficulty_of(factor: int) -> float | None:
    return (factor - 100) / 1000 * 9 + 1 if 100 <= factor <= 1100 else None


def interval_of(span: timedelta) -> int:
    """Whole days, or seconds below 0 where it is less than one."""
    return span.days if span >= _DAY else -round(span.total_seconds())


def span_of(interval: int) -> timedelta:
    bounded = max(-86_400 * 36_500, min(interval, 36_500))
    return timedelta(days=bounded) if bounded > 0 else timedelta(seconds=-bounded)


def is_cramming(kind: int, factor: int) -> bool:
    """An answer in a filtered deck that moves no card: FSRS in Anki passes over it as well."""
    return kind == 3 and factor == 0


def is_moment(due: int) -> bool:
    return due >= _FIRST_MOMENT


def moment_of(seconds: float) -> datetime | None:
    return _EPOCH + timedelta(seconds=seconds) if 0 <= seconds <= _LAST_SECOND else None


def day_of(number: int, first: date) -> date | None:
    """The day with this number, or None where calendars have no such day."""
    if abs(number) > _MOST_DAYS or not 1 <= first.toordinal() + number <= date.max.toordinal():
        return None
    return first + number * _DAY
