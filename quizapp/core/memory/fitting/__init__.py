"""FSRS parameters of one's own, from one's own log; the only room of the core that computes with NumPy and SciPy.

Both are an extra that need not be installed, so the modules that import them are imported when something is fitted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from quizapp.core.memory.fitting.log import dated, later
from quizapp.core.memory.fitting.result import Fitted, Score
from quizapp.core.memory.memory import Review
from quizapp.core.memory.plan import Plan
from quizapp.core.sentences import Refusal, Sentence, say

__all__ = ("FRESH", "LEAST", "Fitted", "Score", "fit", "installed", "usable")

#: Reviews on a later day than the one before; docs/review.md says why so many.
LEAST = 400
#: Of these, after earlier parameters were fitted: what new ones are judged by.
FRESH = 100


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
    since: datetime | None = None,
    told: Callable[[int, int], None] | None = None,
) -> Fitted:
    """Parameters for a learner from the log of each card, as `replayed` takes it; the same logs give the same ones.

    `since` is when the plan's parameters were fitted, if they are the learner's own: what they have seen can't judge
    them, and hardly any others would look better there. Refused when SciPy is missing or the log is too short. `told`
    hears what is done, and of how much.
    """
    if not installed():
        raise Refusal(say("Fitting parameters needs more to be installed: pip install 'quizapp[optimise]'."))
    from quizapp.core.memory.fitting.validation import validated

    seen = [dated(log, plan) for log in logs]
    reviews, fresh = later(seen), later(seen, since)
    if reviews < LEAST:
        raise Refusal(_too_few(reviews))
    if fresh < FRESH:
        raise Refusal(_too_soon(fresh))
    return validated(seen, plan.parameters, fresh, told)


def _too_few(reviews: int) -> Sentence:
    return say(
        "Parameters of your own need %(least)s reviews of cards that you had seen on an earlier day."
        " You have %(reviews)s, so %(more)s more are needed.",
        least=LEAST,
        reviews=reviews,
        more=LEAST - reviews,
    )


def _too_soon(fresh: int) -> Sentence:
    return say(
        "Your own parameters already rest on nearly all of your reviews."
        " They can be fitted again after %(more)s more reviews of cards that you had seen on an earlier day.",
        more=FRESH - fresh,
    )
