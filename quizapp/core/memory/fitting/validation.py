"""Fitted parameters judged on reviews that they were not fitted to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from quizapp.core.memory.fitting.history import AGAIN, Floats, History, Indices, history
from quizapp.core.memory.fitting.log import DatedLog
from quizapp.core.memory.fitting.model import log_chance, memories
from quizapp.core.memory.fitting.optimum import DEFAULT, optimum
from quizapp.core.memory.fitting.result import Fitted, Score
from quizapp.core.memory.measures import Judged, log_loss, rmse_bins

FOLDS = 5


def validated(logs: Sequence[DatedLog], earlier: tuple[float, ...], told: Callable[[int, int], None] | None) -> Fitted:
    """Parameters fitted to all reviews, if those fitted to a part foretell what comes next better than earlier ones.
    Each search begins where the last one ended: it had seen less.
    """
    reviews, own = history(logs), DEFAULT
    before: list[Judged] = []
    after: list[Judged] = []
    for number, (past, coming) in enumerate((*splits(reviews.later), (reviews.later, reviews.later[:0]))):
        own = optimum(reviews, past, own)
        before += foretold(reviews, coming, np.array(earlier))
        after += foretold(reviews, coming, own)
        if told:
            told(number + 1, FOLDS + 1)
    scores = [Score(log_loss(judged), rmse_bins(judged)) for judged in (before, after)]
    better = scores[1].log_loss < scores[0].log_loss
    return Fitted(tuple(own.tolist()) if better else earlier, better, len(reviews.later), len(after), *scores)


def splits(later: Indices) -> Iterator[tuple[Indices, Indices]]:
    """What is past, and what comes next: six parts in the order of time, each but the first foretold from those before.

    It is scikit-learn's `TimeSeriesSplit`, by which srs-benchmark judges.
    """
    size = len(later) // (FOLDS + 1)
    for start in range(len(later) - FOLDS * size, len(later), size):
        yield later[:start], later[start : start + size]


def foretold(reviews: History, which: Indices, w: Floats) -> list[Judged]:
    s, _ = memories(reviews, w)
    elapsed = reviews.elapsed[which]
    chances = np.exp(log_chance(s[reviews.before[which]], elapsed, w))
    remembered = reviews.ratings[which] != AGAIN
    columns = (elapsed, reviews.number[which], reviews.lapses[which], remembered, chances)
    return [Judged(*line) for line in zip(*(column.tolist() for column in columns), strict=True)]
