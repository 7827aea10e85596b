"""FSRS parameters of one's own, from one's own log; the only room of the core that computes with NumPy and SciPy.

Both are an extra that need not be installed, so the modules that import them are imported when something is fitted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from quizapp.core.memory.fitting.log import dated, later
from quizapp.core.memory.fitting.result import Fitted, Score
from quizapp.core.memory.memory import Review
from quizapp.core.memory.plan import Plan
from quizapp.core.sentences import Refusal, Sentence, say

__all__ = ("LEAST", "Fitted", "Score", "fit", "installed", "usable")

#: Reviews on a later day than the one before; docs/review.md says why so many.
LEAST = 400


def installed() -> bool:
    try:
        import scipy.optimize  # type: ignore[import-untyped]  # noqa: F401
    except ImportError:
        return False
    return True


def usable(logs: Iterable[Sequence[Review]], plan: Plan) -> int:
    """How many reviews parameters can be fitted to; `fit` asks for `LEAST`."""
    return later(dated(log, plan) for log in logs)


def fit(
    logs: Iterable[Sequence[Review]],
    plan: Plan,
    told: Callable[[int, int], None] | None = None,
) -> Fitted:
    """Parameters for a learner from the log of each card, as `replayed` takes it; the same logs give the same ones.

    The plan's own parameters are what they are held against: give a plan with the usual ones, for those that were
    fitted to this log before know its answers already. Refused when SciPy is missing or the log is too short. `told`
    hears what is done, and of how much.
    """
    if not installed():
        raise Refusal(say("Fitting parameters needs more to be installed: pip install 'quizapp[optimise]'."))
    from quizapp.core.memory.fitting.validation import validated

    seen = [dated(log, plan) for log in logs]
    reviews = later(seen)
    if reviews < LEAST:
        raise Refusal(_too_few(reviews))
    return validated(seen, plan.parameters, told)


def _too_few(reviews: int) -> Sentence:
    return say(
        "Parameters of your own need %(least)s reviews of cards that you had seen on an earlier day."
        " You have %(reviews)s, so %(more)s more are needed.",
        least=LEAST,
        reviews=reviews,
        more=LEAST - reviews,
    )
