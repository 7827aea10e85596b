"""The log of a card in learner's days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise

from quizapp.core.memory.days import day_of, in_utc
from quizapp.core.memory.memory import Review
from quizapp.core.memory.plan import Plan

#: As the optimisers of fsrs and Anki: what comes later tells little more, and a card asked without end takes as long.
MOST = 64


@dataclass(frozen=True)
class DatedLog:
    """A card's ratings, from 1 to 4, with the second and the number of the day of each; neither ever goes back."""

    ratings: tuple[int, ...]
    seconds: tuple[float, ...]
    days: tuple[int, ...]


def dated(log: Sequence[Review], plan: Plan) -> DatedLog:
    """The first reviews of a card; a clock that went back stood still, as for the schedule."""
    first = list(islice(log, MOST))
    moments = list(accumulate((in_utc(review.at) for review in first), max))
    return DatedLog(
        tuple(int(review.rating) for review in first),
        tuple(moment.timestamp() for moment in moments),
        tuple(day_of(moment, plan).toordinal() for moment in moments),
    )


def later(logs: Iterable[DatedLog]) -> int:
    """How many reviews were on a later day than the one before."""
    return sum(day > before for log in logs for before, day in pairwise(log.days))
