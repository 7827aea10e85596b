"""Simulated learners, whose forgetting is known because it is made here.

It is not FSRS's model with other numbers. A memory has one strength, the days until it is remembered with a chance of
90%, and falls by a power law of the learner's own decay. Being remembered multiplies the strength, the more the nearer
it was to being forgotten and the less the stronger it is; being forgotten throws it back to a root of itself. Each card
is easier or harder for this learner, and now and then an answer slips although it is known.

Each number is drawn for each learner, and for each card, around a population's value: lognormal by its median and the
standard deviation of its logarithm. The values were set once, by what is plausible, and not fitted to any scheduler.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from quizapp.core.memory.memory import Rating


@dataclass(frozen=True)
class Learner:
    """`first`: strength after the first meeting, in days. `decay`: how fast the power law falls. `gain` and `rest`:
    what being remembered brings and forgetting leaves. `spread`: how unlike cards are. `slip`: the chance to answer
    wrong what is known. `strict`: above 1 for a learner who seldom presses Easy and often Hard.
    """

    first: float
    decay: float
    gain: float
    rest: float
    spread: float
    slip: float
    strict: float


@dataclass(frozen=True)
class Trace:
    """One card in a learner's mind: its strength in days, and how easy it is (1 as most)."""

    strength: float
    ease: float


def drawn(rng: Random) -> Learner:
    """A learner of the population."""
    return Learner(
        first=_around(rng, 2.5, 0.5),
        decay=min(0.8, max(0.08, _around(rng, 0.25, 0.4))),
        gain=_around(rng, 1.6, 0.3),
        rest=_around(rng, 0.9, 0.35),
        spread=_around(rng, 0.8, 0.25),
        slip=rng.uniform(0, 0.04),
        strict=_around(rng, 1, 0.3),
    )


def met(learner: Learner, rng: Random) -> tuple[Trace, Rating]:
    """A new card after the first meeting, and the rating that the learner gives it."""
    ease = _around(rng, 1, learner.spread)
    trace = Trace(learner.first * ease, ease)
    felt = trace.strength * _around(rng, 1, 0.4) / learner.strict
    bounds = ((0.6, Rating.AGAIN), (1.6, Rating.HARD), (6, Rating.GOOD))
    return trace, next((rating for bound, rating in bounds if felt < bound), Rating.EASY)


def chance(learner: Learner, trace: Trace, days: float) -> float:
    """The chance that the card is answered right, `days` after it was last asked."""
    return (1 - learner.slip) * _remembered(learner, trace, days)


def asked(learner: Learner, trace: Trace, days: int, rng: Random) -> tuple[Trace, Rating]:
    """What becomes of the trace when it is asked after `days`, and the rating that the learner gives."""
    if rng.random() >= chance(learner, trace, days):
        left = min(trace.strength, learner.rest * trace.strength**0.35)
        return Trace(max(0.1, left), trace.ease), Rating.AGAIN
    near = (1 - _remembered(learner, trace, days)) / 0.1
    grown = 1 + learner.gain * trace.ease**0.3 * near**0.6 * trace.strength**-0.12
    return Trace(trace.strength * grown, trace.ease), _felt(learner, trace, rng)


def _remembered(learner: Learner, trace: Trace, days: float) -> float:
    pace: float = 0.9 ** (-1 / learner.decay) - 1
    fallen: float = (1 + pace * days / trace.strength) ** -learner.decay
    return fallen


def _felt(learner: Learner, trace: Trace, rng: Random) -> Rating:
    felt = trace.ease * _around(rng, 1, 0.5) / learner.strict
    if felt < 0.4:
        return Rating.HARD
    return Rating.GOOD if felt < 3 else Rating.EASY


def _around(rng: Random, median: float, deviation: float) -> float:
    return rng.lognormvariate(math.log(median), deviation)
