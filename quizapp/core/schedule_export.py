"""A learner's schedule on its way to another program and back: plain data, tied to no scheduler and no file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

State = Literal["new", "learning", "review", "relearning"]
_SAME = timedelta(seconds=1)
#: A card by its note's guid and its place in the note, from 0: gap 3 of a cloze is 2, any other card 0.
CardName = tuple[str, int]


@dataclass(frozen=True)
class CardSchedule:
    """When one card comes back, and what is remembered of it. A card never seen has no schedule, unless it is
    suspended: then nothing else of it is told.

    A card in review comes back on a day of the learner's own (`due_day`), one in learning or relearning at a moment
    (`due_at`, aware UTC), or on a day where its step is that long; the other of the two is None. `interval` is in days,
    0 in learning. `stability` is in days, `difficulty` from 1 to 10; both are None where no FSRS has been at work.
    `steps_left` counts the (re)learning steps to come. `decay` is how fast memories fade by FSRS-6.
    """

    state: State
    due_day: date | None = None
    due_at: datetime | None = None
    interval: int = 0
    stability: float | None = None
    difficulty: float | None = None
    last_review: datetime | None = None
    desired_retention: float | None = None
    decay: float | None = None
    steps_left: int = 0
    reps: int = 0
    lapses: int = 0
    suspended: bool = False


@dataclass(frozen=True)
class LoggedReview:
    """One answer: `rating` from 1 (again) to 4 (easy), `at` in aware UTC, `state` as it was before.

    `interval` is until the card came back, `last_interval` what it had been; `difficulty` is that after the answer.
    """

    guid: str
    ord: int
    rating: int
    at: datetime
    state: State
    interval: timedelta
    last_interval: timedelta = timedelta(0)
    milliseconds: int = 0
    difficulty: float | None = None


@dataclass(frozen=True)
class ReturnedCard:
    """A card that came back from another program; `schedule` is None where it is new and not suspended.

    `log` is in the order of time.
    """

    guid: str
    ord: int
    schedule: CardSchedule | None
    log: tuple[LoggedReview, ...] = ()


@dataclass(frozen=True)
class Returned:
    """What came back of ours; `others` counts the notes that are not, `unusable` our cards due on no day that is."""

    cards: tuple[ReturnedCard, ...]
    others: int = 0
    unusable: int = 0


def unknown(log: Iterable[LoggedReview], known: Iterable[LoggedReview]) -> tuple[LoggedReview, ...]:
    """The answers that are not among `known`. Nobody answers a card twice within a second, and on its way an answer may
    be moved by some milliseconds.
    """
    moments: dict[tuple[str, int, int], list[datetime]] = {}
    for review in known:
        moments.setdefault(_card_and_rating(review), []).append(review.at)
    for each in moments.values():
        each.sort()
    return tuple(review for review in log if not _is_near(review.at, moments.get(_card_and_rating(review), [])))


def _card_and_rating(review: LoggedReview) -> tuple[str, int, int]:
    return review.guid, review.ord, review.rating


def _is_near(at: datetime, moments: list[datetime]) -> bool:
    place = bisect_left(moments, at - _SAME)
    return place < len(moments) and moments[place] <= at + _SAME
