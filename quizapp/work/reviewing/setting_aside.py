"""Putting cards aside: for today, or until taken up again; and flags."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.core.memory.days import ONE_DAY, beginning, day_of
from quizapp.core.sentences import NotFound, say
from quizapp.store.reviewing import memories, plans
from quizapp.store.tables import MemoryRow
from quizapp.work.transactions import writing


def bury(session: Session, person_id: int, memory_id: int, at: datetime, *, buried: bool = True) -> None:
    """Ask the card no more on the learner's day of `at`."""
    with writing(session):
        row, plan = _owned(session, person_id, memory_id), plans.plan(session, person_id)
        row.buried_until = beginning(day_of(at, plan) + ONE_DAY, plan) if buried else None


def suspend(session: Session, person_id: int, memory_id: int, *, suspended: bool = True) -> None:
    """Ask the card no more until it is taken up again; what is remembered of it stays."""
    with writing(session):
        _owned(session, person_id, memory_id).suspended = suspended


def flag(session: Session, person_id: int, memory_id: int, *, flagged: bool) -> None:
    """Put the learner's own flag on a card, or take it off."""
    with writing(session):
        _owned(session, person_id, memory_id).flagged = flagged


def _owned(session: Session, person_id: int, memory_id: int) -> MemoryRow:
    row = memories.owned(session, person_id, memory_id)
    if row is None:
        raise NotFound(say("There is no such card among yours."))
    return row
