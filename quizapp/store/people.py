"""People, and the digests of the tokens by which they are known."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import bindparam, select, union
from sqlalchemy.orm import Session

from quizapp.store import belongings, uploads
from quizapp.store.base import table
from quizapp.store.reviewing import moving
from quizapp.store.tables import AttemptRow, DrillRow, PersonRow, ReviewRow, StudyRow


def digest(token: str) -> str:
    """Only this is kept: whoever reads the database can't become the guest."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


_PEOPLE = table(PersonRow)
_GUEST = select(_PEOPLE.c.id).where(_PEOPLE.c.guest_digest == bindparam("digest"))


def by_token(session: Session, token: str) -> int | None:
    return session.connection().scalar(_GUEST, {"digest": digest(token)})


def move_all(session: Session, guest: int, person_id: int) -> int:
    """Give all that is the guest's to the account and forget the guest; gives how many attempts they were.

    Nothing happens to someone who has an account: that is no guest.
    """
    known = select(PersonRow).where(PersonRow.id == guest, PersonRow.guest_digest.is_not(None)).with_for_update()
    row = session.scalars(known).first()
    if row is None or guest == person_id:
        return 0
    moved = _move_attempts(session, guest, person_id)
    moving.move(session, guest, person_id)
    uploads.move(session, guest, person_id)
    session.flush()
    session.delete(row)
    return moved


def _move_attempts(session: Session, guest: int, person_id: int) -> int:
    moved = session.scalars(select(AttemptRow).where(AttemptRow.person_id == guest)).all()
    taken = select(AttemptRow.request).where(AttemptRow.person_id == person_id)
    own = set(session.scalars(taken.where(AttemptRow.request.in_([attempt.request for attempt in moved]))))
    for attempt in moved:
        attempt.person_id = person_id
        if attempt.request in own:
            # The same form was sent as a guest and again, signed in: both attempts stay.
            attempt.request = secrets.token_urlsafe(16)
    session.flush()
    return len(moved)


def purge_guests(session: Session, before: datetime) -> int:
    """Delete the guests who came before and have done nothing since; gives how many."""
    recent = union(
        select(AttemptRow.person_id).where(AttemptRow.started_at >= before),
        select(ReviewRow.person_id).where(ReviewRow.at >= before),
        select(StudyRow.person_id).where(StudyRow.added_at >= before),
        select(DrillRow.person_id).where(DrillRow.changed_at >= before),
    )
    gone = session.scalars(
        select(PersonRow.id).where(
            PersonRow.guest_digest.is_not(None), PersonRow.created_at < before, PersonRow.id.not_in(recent)
        )
    ).all()
    for person_id in gone:
        belongings.delete_person(session, person_id)
    return len(gone)
