"""Fitting parameters in a process of its own: it computes for seconds, and pages are answered meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import Any

from quizapp.core.memory.fitting import LEAST, Fitted, Score, usable
from quizapp.core.memory.fitting import fit as here
from quizapp.core.memory.memory import Review
from quizapp.core.memory.plan import Plan
from quizapp.core.sentences import Busy, Refusal, Sentence, say
from quizapp.paths import PACKAGE
from quizapp.store.reviewing import plans

#: Of a longer log the cards are thinned out: ten times as many reviews take ten times as long and tell little more.
MOST_REVIEWS = 8_000
SECONDS = 30
#: One at a time in a process of the server, and so one at most of any person's clicks.
_turn = threading.Lock()
#: Not more than one of the machine's cores.
_ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def fit(logs: Sequence[Sequence[Review]], plan: Plan, seconds: float = SECONDS) -> Fitted:
    """What `core.memory.fitting.fit` finds."""
    if usable(logs, plan) < LEAST:
        # It says so at once.
        return here(logs, plan)
    if not _turn.acquire(blocking=False):
        raise Busy(say("A schedule is being fitted right now. Wait half a minute, then press the button again."))
    try:
        return _asked(json.dumps(_question(logs, plan)), seconds)
    finally:
        _turn.release()


def _question(logs: Sequence[Sequence[Review]], plan: Plan) -> dict[str, Any]:
    return {
        "plan": plans.to_document(plan),
        "logs": [[(int(review.rating), review.at.isoformat()) for review in log] for log in logs],
    }


def _asked(question: str, seconds: float) -> Fitted:
    words = [sys.executable, "-P", "-B", "-m", "quizapp.work.reviewing.fitting.child"]
    # No setting and no secret goes along.
    environment = {**_ONE_CORE, "PYTHONPATH": str(PACKAGE.parent), "PATH": os.defpath}
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            words, input=question, env=environment, capture_output=True, check=True, text=True, timeout=seconds
        )
    except subprocess.TimeoutExpired as error:
        raise Busy(say("The machine is too busy to fit your schedule now. Try it again later.")) from error
    return _answered(json.loads(done.stdout))


def _answered(told: dict[str, Any]) -> Fitted:
    if "refused" in told:
        text, values = told["refused"]
        raise Refusal(Sentence(text, tuple(sorted(values.items()))))
    scores = {name: Score(**told[name]) for name in ("before", "after")}
    return Fitted(**{**told, **scores, "parameters": tuple(told["parameters"])})
