"""The log loss of parameters on reviews, with its gradient."""

from __future__ import annotations

import numpy as np

from quizapp.core.memory.fitting.history import AGAIN, Floats, History, Indices
from quizapp.core.memory.fitting.model import log_chance, memories
from quizapp.core.memory.fitting.slopes import Slopes, chance_slopes, of_difficulty, of_stability


def loss(history: History, judged: Indices, w: Floats) -> tuple[float, Floats]:
    """The sum over the `judged` reviews, each on a later day, and its slope by each of the 21 parameters."""
    s, d = memories(history, w)
    before, elapsed = s[history.before[judged]], history.elapsed[judged]
    remembered = log_chance(before, elapsed, w)
    lost = -np.expm1(remembered)
    again = history.ratings[judged] == AGAIN
    surprise = -np.where(again, np.log(lost), remembered)
    by_chance = np.where(again, np.exp(remembered) / lost, -1.0)
    by_s, by_decay = chance_slopes(before, elapsed, w)
    blame = np.zeros(len(s))
    blame[judged] = by_chance * by_s
    gradient = _gradient(history, (s, d), blame, w)
    gradient[20] += float(np.sum(by_chance * by_decay))
    return float(np.sum(surprise)), gradient


def _gradient(history: History, memory: tuple[Floats, Floats], blame: Floats, w: Floats) -> Floats:
    """`blame` is the slope of each review's surprise by the logarithm of the stability before it."""
    stability = list(of_stability(history, *memory, w))
    difficulty = list(of_difficulty(history, memory[1], w))
    by_s, by_d = _traced(history, stability, difficulty, blame)
    gradient = np.zeros(len(w))
    for slopes, by in (*((each, by_s) for each in stability), *((each, by_d) for each in difficulty)):
        for number, slope in slopes.parameters.items():
            gradient[number] += float(np.sum(by[slopes.which] * slope))
    first = history.first
    gradient[:4] += np.bincount(history.ratings[first] - 1, by_s[first], 4) / w[:4]
    return gradient


def _traced(
    history: History, stability: list[Slopes], difficulty: list[Slopes], blame: Floats
) -> tuple[Floats, Floats]:
    """The slope of the whole loss by each stability and each difficulty, from the last row back to the first."""
    s_by_s, s_by_d, d_by_d = (np.zeros(len(blame)) for _ in range(3))
    for each in stability:
        s_by_s[each.which], s_by_d[each.which] = each.stability, each.difficulty
    for each in difficulty:
        d_by_d[each.which] = each.difficulty
    by_s, by_d = np.zeros(len(blame)), np.zeros(len(blame))
    for now, before in reversed(history.rows):
        by_s[before] = blame[now] + by_s[now] * s_by_s[now]
        by_d[before] = by_s[now] * s_by_d[now] + by_d[now] * d_by_d[now]
    return by_s, by_d
