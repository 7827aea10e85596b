"""How stabilities and difficulties change with what they come from: the derivatives of `model`, by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from quizapp.core.memory.fitting import model
from quizapp.core.memory.fitting.history import AGAIN, Floats, History, Indices
from quizapp.core.memory.fitting.model import EASY, GOOD, HARD


@dataclass(frozen=True)
class Slopes:
    """Of some reviews, the slope by the logarithm of the stability before, by the difficulty before, and directly by
    each parameter; nothing where a bound holds, for there nothing changes.
    """

    which: Indices
    stability: Floats
    difficulty: Floats
    parameters: Mapping[int, Floats]

    def where(self, free: Floats) -> Slopes:
        parameters = {number: slope * free for number, slope in self.parameters.items()}
        return Slopes(self.which, self.stability * free, self.difficulty * free, parameters)


@dataclass(frozen=True)
class Before:
    """What reviews come from. `lost` is the chance to have forgotten, with its slopes by stability and by decay."""

    ratings: Indices
    s: Floats
    d: Floats
    lost: Floats
    lost_by_s: Floats
    lost_by_decay: Floats


def before(history: History, which: Indices, s: Floats, d: Floats, w: Floats) -> Before:
    earlier = history.before[which]
    elapsed, s, d = history.elapsed[which], s[earlier], d[earlier]
    log_chance = model.log_chance(s, elapsed, w)
    by_s, by_decay = chance_slopes(s, elapsed, w)
    chance = np.exp(log_chance)
    return Before(history.ratings[which], s, d, -np.expm1(log_chance), -chance * by_s, -chance * by_decay)


def chance_slopes(s: Floats, elapsed: Indices, w: Floats) -> tuple[Floats, Floats]:
    """Of the logarithm of the chance to remember, by the logarithm of the stability and by the decay."""
    spans = elapsed * np.exp(-s)
    past = model.pace(w) * spans
    by_decay = -np.log1p(past) - w[20] * model.pace_slope(w) * spans / (1 + past)
    return w[20] * past / (1 + past), by_decay


def of_stability(history: History, s: Floats, d: Floats, w: Floats) -> Iterator[Slopes]:
    """Of the logarithm of each stability but a card's first."""
    later, again = history.elapsed > 0, history.ratings == AGAIN
    again_same_day = ~later
    again_same_day[history.first] = False
    groups = ((later & ~again, _remembered), (later & again, _forgotten), (again_same_day, _same_day))
    for mask, slopes in groups:
        which = np.flatnonzero(mask)
        free = (s[which] > model.LEAST) & (s[which] < model.MOST)
        yield slopes(which, before(history, which, s, d, w), w).where(free.astype(np.float64))


def _remembered(which: Indices, from_: Before, w: Floats) -> Slopes:
    easy = np.where(from_.ratings == EASY, w[16], 1.0)
    weight = np.where(from_.ratings == HARD, w[15], 1.0)
    base = model.growth(from_.s, from_.d, w) * easy
    term, steep = np.expm1(w[10] * from_.lost), np.exp(w[10] * from_.lost)
    part = base * term
    grown = part * weight
    share = 1 / (1 + grown)
    by_lost = base * weight * steep * w[10] * share
    by = {
        8: grown * share,
        9: -from_.s * grown * share,
        10: base * weight * steep * from_.lost * share,
        15: np.where(from_.ratings == HARD, part * share, 0),
        16: np.where(from_.ratings == EASY, grown / w[16] * share, 0),
        20: by_lost * from_.lost_by_decay,
    }
    by_s = 1 - w[9] * grown * share + by_lost * from_.lost_by_s
    return Slopes(which, by_s, -grown / (11 - from_.d) * share, by)


def _forgotten(which: Indices, from_: Before, w: Floats) -> Slopes:
    relearned = model.relearned(from_.s, from_.d, from_.lost, w)
    bound = relearned > from_.s - w[17] * w[18]
    span = np.log1p(np.exp(from_.s))
    # Of ln((S + 1)^w - 1): (S + 1)^w / ((S + 1)^w - 1), times the slope of the exponent.
    steep = 1 / -np.expm1(-w[13] * span)
    by_s = steep * w[13] / (1 + np.exp(-from_.s)) + w[14] * from_.lost_by_s
    free, held = (~bound).astype(np.float64), bound.astype(np.float64)
    by = {
        11: free / w[11],
        12: -np.log(from_.d) * free,
        13: steep * span * free,
        14: from_.lost * free,
        17: -w[18] * held,
        18: -w[17] * held,
        20: w[14] * from_.lost_by_decay * free,
    }
    return Slopes(which, np.where(bound, 1, by_s), -w[12] / from_.d * free, by)


def _same_day(which: Indices, from_: Before, w: Floats) -> Slopes:
    moves = model.same_day(from_.s, from_.ratings, w) != 0
    free = moves.astype(np.float64)
    by = {17: (from_.ratings - GOOD + w[18]) * free, 18: w[17] * free, 19: -from_.s * free}
    return Slopes(which, 1 - w[19] * free, np.zeros(len(which)), by)


def of_difficulty(history: History, d: Floats, w: Floats) -> Iterator[Slopes]:
    free = ((d > model.EASIEST) & (d < model.HARDEST)).astype(np.float64)
    first = np.arange(history.first.stop)
    yield _first_difficulty(first, history.ratings[first], w).where(free[first])
    then = np.arange(history.first.stop, len(d))
    yield _next_difficulty(then, history.ratings[then], d[history.before[then]], w).where(free[then])


def _first_difficulty(which: Indices, ratings: Indices, w: Floats) -> Slopes:
    none = np.zeros(len(which))
    return Slopes(which, none, none, {4: none + 1, 5: -(ratings - 1) * np.exp(w[5] * (ratings - 1))})


def _next_difficulty(which: Indices, ratings: Indices, d: Floats, w: Floats) -> Slopes:
    none = np.zeros(len(which))
    kept = 1 - w[7]
    by = {
        4: none + w[7],
        5: none - w[7] * (EASY - 1) * np.exp(w[5] * (EASY - 1)),
        6: -kept * (ratings - GOOD) * (model.HARDEST - d) / 9,
        7: model.first_difficulty(EASY, w) - model.moved_difficulty(d, ratings, w),
    }
    return Slopes(which, none, kept * (1 + w[6] * (ratings - GOOD) / 9), by)
