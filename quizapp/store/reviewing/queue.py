"""What may be asked today, read as few rows: never all the cards that a learner has."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Float,
    Select,
    and_,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from quizapp.store.base import milliseconds
from quizapp.store.tables import CardRow, MemoryRow

#: So many times as many are read as are asked: siblings are left out of them.
_OFTEN = 3
Found = Select[*tuple[Any, ...]]


class Candidate(NamedTuple):
    """A card that may be asked today; of a card in review what its danger is reckoned from."""

    id: int
    note_id: int
    state: str
    due: datetime | None
    last_review: datetime | None
    stability: float | None


@dataclass(frozen=True)
class Wanted:
    """What to look for: of whom, in which sets, until when it is due, and how many reviews and new cards at most."""

    person_id: int
    sets: Collection[int]
    at: datetime
    end: datetime
    reviews: int
    new: int


def candidates(session: Session, wanted: Wanted) -> list[Candidate]:
    """Cards in learning, the reviews most in danger, and the first new cards; enough of each to leave siblings out.

    One query as a rule. The few rows are chosen before it is seen of which sets they are; only where that leaves too
    few are all looked through.
    """
    most = {"review": _most(wanted.reviews), "new": _most(wanted.new)}
    rows = session.execute(union_all(_learning(wanted), *(_quick(wanted, *part) for part in most.items()))).all()
    found = [Candidate(*row[:-1]) for row in rows if row[-1]]
    for state, limit in most.items():
        looked_at = sum(row.state == state for row in rows)
        kept = sum(each.state == state for each in found)
        if limit and looked_at == limit and kept < limit // 2:
            thorough = session.execute(_of_sets(_ordered(wanted, state), wanted).limit(limit))
            found = [each for each in found if each.state != state] + [Candidate(*row) for row in thorough]
    return found


def due_count(session: Session, wanted: Wanted, most: int) -> int:
    """How many reviews are due in all; no more than `most` are counted."""
    due = select(MemoryRow.id).where(*_asked(wanted), MemoryRow.state == "review", MemoryRow.due < wanted.end)
    return session.scalar(select(func.count()).select_from(_of_sets(due, wanted).limit(most).subquery())) or 0


def next_due(session: Session, wanted: Wanted) -> datetime | None:
    """When the first card comes after the day that ends at `wanted.end`."""
    first = select(MemoryRow.due).join(CardRow, CardRow.id == MemoryRow.card_id)
    found = first.where(*_asked(wanted), MemoryRow.due >= wanted.end, *_live(wanted))
    return session.scalar(found.order_by(MemoryRow.due).limit(1))


def new_count(session: Session, wanted: Wanted) -> int:
    """How many cards have not begun; counted up to `wanted.new`."""
    first = select(MemoryRow.id).join(CardRow, CardRow.id == MemoryRow.card_id)
    found = first.where(*_asked(wanted), MemoryRow.state == "new", *_live(wanted)).limit(wanted.new)
    return session.scalar(select(func.count()).select_from(found.subquery())) or 0


def _most(wanted: int) -> int:
    return wanted * _OFTEN + 20 if wanted > 0 else 0


def _learning(wanted: Wanted) -> Found:
    states = ("learning", "relearning")
    found = select(*_COLUMNS, literal(True)).where(*_asked(wanted), MemoryRow.state.in_(states))
    return _of_sets(found.where(MemoryRow.due < wanted.end), wanted)


def _quick(wanted: Wanted, state: str, most: int) -> Found:
    """The first cards of a state, each with whether it is to be asked at all."""
    first = _ordered(wanted, state).add_columns(MemoryRow.card_id).limit(most).subquery()
    columns = [first.c[column.key] for column in _COLUMNS]
    return select(*columns, and_(*_live(wanted))).join(CardRow, CardRow.id == first.c.card_id)


def _ordered(wanted: Wanted, state: str) -> Found:
    """The cards of a state in the order in which they are wanted."""
    found = select(*_COLUMNS).where(*_asked(wanted), MemoryRow.state == state)
    if state == "new":
        # Without a day they stand in the index in the order of their ids.
        return found.where(MemoryRow.due.is_(None)).order_by(MemoryRow.id)
    since = milliseconds(wanted.end) - type_coerce(MemoryRow.last_review, BigInteger)
    danger = type_coerce(since, Float) / MemoryRow.stability
    return found.where(MemoryRow.due < wanted.end).order_by(danger.desc(), MemoryRow.id)


def _of_sets(found: Found, wanted: Wanted) -> Found:
    return found.join(CardRow, CardRow.id == MemoryRow.card_id).where(*_live(wanted))


def _asked(wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    buried = MemoryRow.buried_until
    return (
        MemoryRow.person_id == wanted.person_id,
        MemoryRow.suspended.is_(False),
        or_(buried.is_(None), buried <= wanted.at),
    )


def _live(wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    return CardRow.live.is_(True), CardRow.set_id.in_(wanted.sets)


_COLUMNS = (
    MemoryRow.id,
    MemoryRow.note_id,
    MemoryRow.state,
    MemoryRow.due,
    MemoryRow.last_review,
    MemoryRow.stability,
)
