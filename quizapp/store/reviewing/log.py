"""The log of reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.core.memory.queue import Today
from quizapp.store.tables import MemoryRow, ReviewRow


@dataclass(frozen=True)
class Since:
    """What was answered since the day began, and the last review of it that can be taken back."""

    today: Today
    answered: int
    last_id: int | None


def since(session: Session, person_id: int, beginning: datetime) -> Since:
    """In one query. A quiz takes no card out of the day's limits, but its notes were seen."""
    rows = session.execute(
        select(ReviewRow.id, ReviewRow.state, ReviewRow.source, MemoryRow.note_id)
        .join(MemoryRow, MemoryRow.id == ReviewRow.memory_id)
        .where(ReviewRow.person_id == person_id, ReviewRow.at >= beginning, ReviewRow.undone_at.is_(None))
        .order_by(ReviewRow.at)
    ).all()
    counted = [row.state for row in rows if row.source != "quiz"]
    own = max((row.id for row in rows if row.source == "review"), default=None)
    notes = frozenset(row.note_id for row in rows)
    today = Today(counted.count("new"), counted.count("review"), notes)
    return Since(today, len(counted), own)


def by_request(session: Session, person_id: int, request: str) -> ReviewRow | None:
    return session.scalar(select(ReviewRow).where(ReviewRow.person_id == person_id, ReviewRow.request == request))


def owned(session: Session, person_id: int, review_id: int) -> ReviewRow | None:
    return session.scalar(select(ReviewRow).where(ReviewRow.person_id == person_id, ReviewRow.id == review_id))


def newest_of(session: Session, memory_id: int) -> int | None:
    """The last review of a card that stands."""
    found = select(func.max(ReviewRow.id)).where(ReviewRow.memory_id == memory_id, ReviewRow.undone_at.is_(None))
    return session.scalar(found)
