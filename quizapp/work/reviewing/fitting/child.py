"""The process that fits: `python -m quizapp.work.reviewing.fitting.child`, logs and plan in, what was found out."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime
from typing import Any

from quizapp.core.memory.fitting import fit
from quizapp.core.memory.memory import Rating, Review
from quizapp.core.sentences import Refusal
from quizapp.store.reviewing import plans


def main(question: dict[str, Any]) -> dict[str, Any]:
    logs = [[_review(*line) for line in log] for log in question["logs"]]
    try:
        return asdict(fit(logs, plans.from_document(question["plan"])))
    except Refusal as refusal:
        return {"refused": [refusal.sentence.text, dict(refusal.sentence.values)]}


def _review(rating: int, at: str) -> Review:
    return Review(Rating(rating), datetime.fromisoformat(at))


if __name__ == "__main__":
    json.dump(main(json.load(sys.stdin)), sys.stdout)
