"""What a schedule is fitted to and weighed by: logs of cards, and memories; of many an even sample."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from quizapp.core.memory.fitting import LEAST
from quizapp.core.memory.memory import Memory, Rating, Review
from quizapp.store.tables import CardRow, MemoryRow, PlanRow, ReviewRow


@dataclass(frozen=True)
class Sample:
    """One of `every` so many cards that were learnt, as remembered; and how many are new, all of them counted."""

    cards: Sequence[Memory]
    every: int
    new: int


def fitted(session: Session, person_id: int | None) -> dict[str, Any] | None:
    """What fitting has told last."""
    row = session.get(PlanRow, person_id) if person_id else None
    return row.fitted if row else None


def sample(session: Session, person_id: int, set_ids: Collection[int], most: int, most_new: int) -> Sample:
    """The cards of these sets that are not put aside; about `most` at most, and no more new ones than `most_new`."""
    which = (
        MemoryRow.person_id == person_id,
        MemoryRow.suspended.is_(False),
        CardRow.live,
        CardRow.set_id.in_(set_ids),
    )
    is_new = MemoryRow.state == "new"
    counted = select(is_new, func.count()).join(CardRow, CardRow.id == MemoryRow.card_id).where(*which)
    counts = {bool(new): count for new, count in session.execute(counted.group_by(is_new))}
    new = min(counts.get(True, 0), most_new)
    every = 1 + (counts.get(False, 0) + new) // most
    rows = session.execute(
        select(MemoryRow.stability, MemoryRow.difficulty)
        .join(CardRow, CardRow.id == MemoryRow.card_id)
        .where(*which, ~is_new, _every(MemoryRow.id, every))
    )
    return Sample([Memory("review", None, stability, difficulty) for stability, difficulty in rows], every, new)


def enough(session: Session, person_id: int | None) -> bool:
    """Whether it is worth while to count exactly what the log allows; cheap, and never wrong with no."""
    if not person_id:
        return False
    some = select(ReviewRow.id).where(*_standing(person_id)).limit(LEAST).subquery()
    return (session.scalar(select(func.count()).select_from(some)) or 0) >= LEAST


def logs(session: Session, person_id: int, most: int) -> list[list[Review]]:
    """The log of each card that is known from its beginning; of `most` reviews at most, or a little more."""
    count = session.scalar(select(func.count()).select_from(ReviewRow).where(*_standing(person_id))) or 0
    rows = session.execute(
        select(ReviewRow.memory_id, ReviewRow.rating, ReviewRow.at, ReviewRow.state)
        .where(*_standing(person_id), _every(ReviewRow.memory_id, -(-count // most) or 1))
        .order_by(ReviewRow.memory_id, ReviewRow.at, ReviewRow.id)
    ).all()
    cards = (list(log) for _, log in groupby(rows, key=lambda row: row.memory_id))
    return [[Review(Rating(row.rating), row.at) for row in log] for log in cards if log[0].state == "new"]


def _standing(person_id: int) -> tuple[ColumnElement[bool], ...]:
    return ReviewRow.person_id == person_id, ReviewRow.undone_at.is_(None)


def _every(number: Any, every: int) -> ColumnElement[bool]:
    found: ColumnElement[bool] = number % every == 0
    return found
