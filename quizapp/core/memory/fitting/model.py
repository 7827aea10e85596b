"""FSRS-6 as `fsrs` computes it, for all cards at once: stabilities as logarithms, which neither overflow nor vanish."""

from __future__ import annotations

import numpy as np

from quizapp.core.memory.fitting.history import AGAIN, Floats, History, Indices

HARD, GOOD, EASY = 2, 3, 4

#: Of the logarithm of days. The least is that of fsrs, which has no most; e^100 days is beyond all answers.
LEAST, MOST = float(np.log(0.001)), 100.0
EASIEST, HARDEST = 1.0, 10.0

_LN_RETENTION = float(np.log(0.9))


def memories(history: History, w: Floats) -> tuple[Floats, Floats]:
    """Logarithm of the stability, and difficulty, after each review; `w` are the 21 parameters."""
    s, d = np.empty(len(history.ratings)), np.empty(len(history.ratings))
    ratings = history.ratings[history.first]
    s[history.first] = np.log(w[ratings - 1])
    d[history.first] = np.clip(first_difficulty(ratings, w), EASIEST, HARDEST)
    for now, before in history.rows:
        ratings, elapsed = history.ratings[now], history.elapsed[now]
        s[now] = np.clip(_next(s[before], d[before], ratings, elapsed, w), LEAST, MOST)
        d[now] = np.clip(next_difficulty(d[before], ratings, w), EASIEST, HARDEST)
    return s, d


def log_chance(s: Floats, elapsed: Indices, w: Floats) -> Floats:
    """The logarithm of the chance to remember after so many days."""
    return np.asarray(-w[20] * np.log1p(pace(w) * elapsed * np.exp(-s)))


def pace(w: Floats) -> float:
    """The share of the stability after which the power law of decay has fallen to 90%."""
    return float(np.expm1(-_LN_RETENTION / w[20]))


def pace_slope(w: Floats) -> float:
    return float(np.exp(-_LN_RETENTION / w[20]) * _LN_RETENTION / w[20] ** 2)


def first_difficulty(ratings: Indices | int, w: Floats) -> Floats:
    return np.asarray(w[4] - np.exp(w[5] * (ratings - 1)) + 1)


def next_difficulty(d: Floats, ratings: Indices, w: Floats) -> Floats:
    return np.asarray(w[7] * first_difficulty(EASY, w) + (1 - w[7]) * moved_difficulty(d, ratings, w))


def moved_difficulty(d: Floats, ratings: Indices, w: Floats) -> Floats:
    return np.asarray(d - w[6] * (ratings - GOOD) * (HARDEST - d) / 9)


def _next(s: Floats, d: Floats, ratings: Indices, elapsed: Indices, w: Floats) -> Floats:
    lost = -np.expm1(log_chance(s, elapsed, w))
    remembered = s + np.log1p(growth(s, d, w) * np.expm1(w[10] * lost) * weight(ratings, w))
    forgotten = np.minimum(relearned(s, d, lost, w), s - w[17] * w[18])
    other_day = np.where(ratings == AGAIN, forgotten, remembered)
    return np.where(elapsed > 0, other_day, s + same_day(s, ratings, w))


def growth(s: Floats, d: Floats, w: Floats) -> Floats:
    """How much a good answer adds to the stability, in stabilities, before the term of what was lost."""
    return np.asarray(np.exp(w[8] - w[9] * s) * (11 - d))


def weight(ratings: Indices, w: Floats) -> Floats:
    return np.where(ratings == HARD, w[15], np.where(ratings == EASY, w[16], 1.0))


def relearned(s: Floats, d: Floats, lost: Floats, w: Floats) -> Floats:
    """The logarithm of the stability after forgetting, before its bound."""
    rest = np.log(np.expm1(w[13] * np.log1p(np.exp(s))))
    return np.asarray(np.log(w[11]) - w[12] * np.log(d) + rest + w[14] * lost)


def same_day(s: Floats, ratings: Indices, w: Floats) -> Floats:
    """What a review of the same day adds to the logarithm of the stability."""
    added = w[17] * (ratings - GOOD + w[18]) - w[19] * s
    return np.asarray(np.where(ratings == AGAIN, added, np.maximum(added, 0)))
