"""How well chances to remember were foretold.

Both measures are those of the open srs-benchmark (github.com/open-spaced-repetition/srs-benchmark, README, "Metrics"):
reviews of the same day are not judged.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

_LEAST = 1e-15


@dataclass(frozen=True)
class Judged:
    """One review on a later day than the one before, with the chance that was foretold.

    `elapsed` is in days; `number` counts the days on which the card was asked, from 1, this one included; `lapses` the
    times that it was forgotten on such a day before.
    """

    elapsed: int
    number: int
    lapses: int
    remembered: bool
    foretold: float


def log_loss(reviews: Sequence[Judged]) -> float:
    """The mean of -ln of the chance that was given to what then happened; 0 is perfect."""
    given = (review.foretold if review.remembered else 1 - review.foretold for review in reviews)
    return fmean(-math.log(max(_LEAST, chance)) for chance in given)


def rmse_bins(reviews: Sequence[Judged]) -> float:
    """How far foretold chances are from what happened, on average over bins of like reviews; from 0, perfect, to 1.

    A bin holds reviews of about the same interval, number and lapses, each on a logarithmic scale: interval
    2.48 * 3.62^k days, number 1.99 * 1.89^k, lapses 1.65 * 1.73^k or none. In each the mean chance is compared with
    the share remembered; the squares are weighted by the reviews in the bin (`rmse_matrix` of srs-benchmark;
    "The Metric" in the wiki of fsrs4anki).
    """
    bins: dict[tuple[int, int, int], list[Judged]] = defaultdict(list)
    for review in reviews:
        bins[_bin(review)].append(review)
    return math.sqrt(sum(len(bin_) * _off(bin_) ** 2 for bin_ in bins.values()) / len(reviews))


def _bin(review: Judged) -> tuple[int, int, int]:
    lapses = _scale(review.lapses, 1.73) if review.lapses else -1
    return _scale(review.elapsed, 3.62), _scale(review.number, 1.89), lapses


def _scale(value: int, base: float) -> int:
    return math.floor(math.log(value) / math.log(base))


def _off(reviews: Sequence[Judged]) -> float:
    return fmean(review.foretold for review in reviews) - fmean(review.remembered for review in reviews)
