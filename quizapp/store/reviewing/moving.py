"""What a guest remembers, given to the account that they sign in to."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, aliased

from quizapp.store.reviewing.memories import NEVER, memory_of, remember
from quizapp.store.tables import DrillRow, MemoryRow, PlanRow, ReviewRow, StudyRow


def move(session: Session, guest: int, person_id: int) -> None:
    """Memories, log, sets, drills and settings of the guest become the person's; nothing of either log is lost.

    Of a card that both know, the memory with the later review stays. The person's own settings stay, if there are any.
    """
    _move_sets(session, guest, person_id)
    for theirs, own in _both(session, guest, person_id):
        _merge(session, theirs, own)
    session.flush()
    session.execute(update(MemoryRow).where(MemoryRow.person_id == guest).values(person_id=person_id))
    _move_requests(session, ReviewRow, guest, person_id)
    _move_requests(session, DrillRow, guest, person_id)
    _move_plan(session, guest, person_id)


def _move_sets(session: Session, guest: int, person_id: int) -> None:
    own = select(StudyRow.set_id).where(StudyRow.person_id == person_id)
    only = update(StudyRow).where(StudyRow.person_id == guest, StudyRow.set_id.not_in(own))
    session.execute(only.values(person_id=person_id))
    session.execute(delete(StudyRow).where(StudyRow.person_id == guest))


def _both(session: Session, guest: int, person_id: int) -> Sequence[tuple[MemoryRow, MemoryRow]]:
    own = aliased(MemoryRow)
    pairs = (
        select(MemoryRow, own)
        .join(own, own.card_id == MemoryRow.card_id)
        .where(MemoryRow.person_id == guest, own.person_id == person_id)
    )
    return [(theirs, kept) for theirs, kept in session.execute(pairs)]


def _merge(session: Session, theirs: MemoryRow, own: MemoryRow) -> None:
    if (theirs.last_review or NEVER) > (own.last_review or NEVER):
        remember(own, memory_of(theirs))
        own.suspended, own.buried_until = theirs.suspended, theirs.buried_until
    own.flagged = own.flagged or theirs.flagged
    session.execute(update(ReviewRow).where(ReviewRow.memory_id == theirs.id).values(memory_id=own.id))
    session.delete(theirs)


def _move_requests(session: Session, table: type[ReviewRow] | type[DrillRow], guest: int, person_id: int) -> None:
    """Where the same form was sent as a guest and again, signed in, both stay."""
    own = select(table.request).where(table.person_id == person_id)
    twice = select(table.id).where(table.person_id == guest, table.request.in_(own))
    for row_id in session.scalars(twice).all():
        session.execute(update(table).where(table.id == row_id).values(request=secrets.token_urlsafe(16)))
    session.execute(update(table).where(table.person_id == guest).values(person_id=person_id))


def _move_plan(session: Session, guest: int, person_id: int) -> None:
    if session.get(PlanRow, person_id) is None:
        session.execute(update(PlanRow).where(PlanRow.person_id == guest).values(person_id=person_id))
    else:
        session.execute(delete(PlanRow).where(PlanRow.person_id == guest))
