"""The reviews of many cards as arrays, so that all cards are computed at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt

from quizapp.core.memory.fitting.log import DatedLog

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

AGAIN = 1


@dataclass(frozen=True)
class History:
    """One number a review: every card's first, then every card's second, and so on. Cards with most reviews stand
    first, so that the reviews of a row follow, in order, on as many at the beginning of the row before.

    `elapsed` are the days since the card's review before, 0 for a first one; `number` and `lapses` those of
    `measures.Judged`. `first` is the first row; `rows` are the others, each with what was before its reviews.
    """

    ratings: Indices
    elapsed: Indices
    seconds: Floats
    number: Indices
    lapses: Indices
    before: Indices
    first: slice
    rows: tuple[tuple[slice, slice], ...]

    @property
    def later(self) -> Indices:
        """The reviews on a later day than the one before, in the order of time."""
        later = np.flatnonzero(self.elapsed > 0)
        return later[np.argsort(self.seconds[later], kind="stable")]


def history(logs: Sequence[DatedLog]) -> History:
    """Of at least one review."""
    cards = sorted((log for log in logs if log.days), key=lambda log: -len(log.days))
    sizes = [sum(len(log.days) > row for log in cards) for row in range(len(cards[0].days))]
    starts = list(accumulate(sizes[:-1], initial=0))
    rows = tuple(
        (slice(start, start + size), slice(earlier, earlier + size))
        for (earlier, start), size in zip(pairwise(starts), sizes[1:], strict=True)
    )
    counted = [_counted(log) for log in cards]

    def flat(columns: Sequence[Sequence[float]]) -> Floats:
        return np.array([columns[card][row] for row, size in enumerate(sizes) for card in range(size)])

    elapsed, number, lapses = (flat([each[column] for each in counted]).astype(np.int64) for column in range(3))
    before = [np.arange(sizes[0]), *(np.arange(each.start, each.stop) for _, each in rows)]
    return History(
        flat([log.ratings for log in cards]).astype(np.int64),
        elapsed,
        flat([log.seconds for log in cards]),
        number,
        lapses,
        np.concatenate(before),
        slice(0, sizes[0]),
        rows,
    )


def _counted(log: DatedLog) -> tuple[list[int], list[int], list[int]]:
    """Of each review the days since the one before, the days asked so far and the lapses on such a day before."""
    elapsed = [0, *(day - before for before, day in pairwise(log.days))]
    later = [days > 0 for days in elapsed]
    lapsed = [here and rating == AGAIN for here, rating in zip(later, log.ratings, strict=True)]
    lapses = list(accumulate(lapsed[:-1], initial=0))
    return elapsed, list(accumulate(later[1:], initial=1)), lapses
