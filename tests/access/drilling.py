"""Drills that a learner has begun: learn mode within and between rounds, a game, a test, and something missed."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from quizapp.store.tables import DrillRow
from quizapp.work import finishing, starting
from quizapp.work.drilling import beginning, learning
from quizapp.work.drilling.learning import Given


def drilled(session: Session, learner: int, now: datetime) -> dict[str, Any]:
    """Their ids, and what the forms of their pages carry."""
    rng, slug = Random(1), "who-and-what"
    attempt = starting.start(session, learner, slug, "test", "to-miss", now, rng)
    finishing.finish(session, learner, attempt, now)
    made: dict[str, Any] = {
        "learn_id": beginning.learn(session, learner, "money-and-law", "learn", now, rng),
        "rounds_id": beginning.learn(session, learner, slug, "rounds", now, rng),
        "match_id": beginning.match(session, learner, slug, "match", now, rng),
        "test_id": beginning.card_test(session, learner, slug, "test", now, rng),
    }
    _play(session, learner, made["rounds_id"], now)
    made["rounds_revision"] = session.get_one(DrillRow, made["rounds_id"]).revision
    made["match_tile"] = session.get_one(DrillRow, made["match_id"]).document["order"].index(0)
    item = session.get_one(DrillRow, made["test_id"]).document["items"][0]
    return {**made, "test_answer": "true" if item["form"] == "truth" else "0"}


def _play(session: Session, learner: int, drill_id: int, now: datetime) -> None:
    """To the end of the first round."""
    while (drill := learning.opened(session, learner, drill_id)).asked:
        question = drill.asking(drill.asked)
        right = tuple(str(place) for place, option in enumerate(question.options) if option.correct)
        given = Given(chosen=right, knew=True, typed=question.face.wanted or "")
        learning.answer(session, learner, drill_id, drill.revision, given, now)
