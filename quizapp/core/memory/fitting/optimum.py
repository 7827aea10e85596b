"""The parameters that foretell reviews best without straying far from FSRS-6's own.

What is minimised is the log loss of the reviews and a penalty of half the square of each parameter's distance from its
default, counted in deviations: the most likely parameters, if people's are spread so around the defaults. A deviation
is a tenth of the width of the parameter's bounds, and for the first stabilities a factor of e.
"""

from __future__ import annotations

import numpy as np
from fsrs.scheduler import DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from scipy.optimize import minimize  # type: ignore[import-untyped]

from quizapp.core.memory.fitting.history import Floats, History, Indices
from quizapp.core.memory.fitting.loss import loss

DEFAULT, LOWER, UPPER = (
    np.array(each) for each in (DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS)
)
DEVIATION = (UPPER - LOWER) / 10
FIRST = 4
_LN_LEAST, _LN_MOST = float(np.log(LOWER[0])), float(np.log(UPPER[0]))
_LOW = np.concatenate([[_LN_LEAST, 0, 0, 0], (LOWER / DEVIATION)[FIRST:]])
_HIGH = np.concatenate([[_LN_MOST] + [_LN_MOST - _LN_LEAST] * 3, (UPPER / DEVIATION)[FIRST:]])


def optimum(history: History, judged: Indices, start: Floats = DEFAULT) -> Floats:
    """From the defaults the first four, how long a new card lasts, are found before all: learners differ most there."""
    x = placed(start)
    if start is DEFAULT:
        x = _least(history, judged, x, np.r_[_LOW[:FIRST], x[FIRST:]], np.r_[_HIGH[:FIRST], x[FIRST:]])
    return parameters(_least(history, judged, x, _LOW, _HIGH))


def placed(w: Floats) -> Floats:
    """What is searched: the logarithm of the first stability and of how many times longer each next one is, so that
    easy never lasts shorter than good; the other parameters in deviations.
    """
    logs = np.log(w[:FIRST])
    return np.concatenate([logs[:1], np.diff(logs), w[FIRST:] / DEVIATION[FIRST:]])


def parameters(x: Floats) -> Floats:
    first = np.exp(np.minimum(np.cumsum(x[:FIRST]), _LN_MOST))
    return np.asarray(np.clip(np.concatenate([first, x[FIRST:] * DEVIATION[FIRST:]]), LOWER, UPPER))


def penalised(history: History, judged: Indices, x: Floats) -> tuple[float, Floats]:
    """What is minimised, a review, at a place that is searched, with its gradient."""
    w, logs = parameters(x), np.cumsum(x[:FIRST])
    total, by_w = loss(history, judged, w)
    far = np.concatenate([logs - np.log(DEFAULT[:FIRST]), x[FIRST:] - (DEFAULT / DEVIATION)[FIRST:]])
    by_logs = by_w[:FIRST] * w[:FIRST] * (logs < _LN_MOST) + far[:FIRST]
    # Each logarithm is the sum of the steps up to it.
    by_steps = np.cumsum(by_logs[::-1])[::-1]
    gradient = np.concatenate([by_steps, by_w[FIRST:] * DEVIATION[FIRST:] + far[FIRST:]])
    return (total + float(np.sum(far**2)) / 2) / len(judged), gradient / len(judged)


def _least(history: History, judged: Indices, start: Floats, low: Floats, high: Floats) -> Floats:
    found = minimize(
        lambda x: penalised(history, judged, x),
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=np.column_stack([low, high]),
        options={"maxiter": 200, "ftol": 1e-6, "gtol": 1e-6},
    )
    return np.asarray(found.x)
