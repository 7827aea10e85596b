"""The memory that a learner has of one card, and the ratings that change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import Literal

State = Literal["new", "learning", "review", "relearning"]


class Rating(IntEnum):
    """How well a card was remembered: again is forgotten, the other three are remembered."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True)
class Memory:
    """All that scheduling needs to know of one card of one learner; `Memory()` is that of a card never seen.

    `step` counts the (re)learning steps from 0 and is None in other states. `stability` is the days until the card is
    remembered with a chance of 90%, `difficulty` goes from 1 to 10; both are None until the first rating. `due` and
    `last_review` are aware UTC; a new card is due at any time. `lapses` counts the times it was forgotten in review.
    """

    state: State = "new"
    step: int | None = None
    stability: float | None = None
    difficulty: float | None = None
    due: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    last_review: datetime | None = None
    lapses: int = 0
    reps: int = 0


@dataclass(frozen=True)
class Review:
    """One line of the log: a card was given this rating at this moment."""

    rating: Rating
    at: datetime
