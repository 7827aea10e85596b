"""Files that somebody has uploaded and not yet decided about: one of each purpose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from quizapp.store.tables import UploadRow


def keep(session: Session, person_id: int, purpose: str, name: str, data: bytes, now: datetime) -> None:
    """In place of the one before."""
    session.merge(UploadRow(person_id, purpose, name[:200], data, now))


def held(session: Session, person_id: int, purpose: str) -> UploadRow | None:
    return session.get(UploadRow, (person_id, purpose))


def of(session: Session, person_id: int) -> Sequence[UploadRow]:
    return session.scalars(select(UploadRow).where(UploadRow.person_id == person_id).order_by(UploadRow.purpose)).all()


def drop(session: Session, person_id: int, purpose: str) -> None:
    session.execute(delete(UploadRow).where(UploadRow.person_id == person_id, UploadRow.purpose == purpose))


def move(session: Session, guest: int, person_id: int) -> None:
    """Give the guest's to the account, in place of its own: they are the newer."""
    for row in session.query(UploadRow.purpose).where(UploadRow.person_id == guest).all():
        drop(session, person_id, row.purpose)
    session.execute(update(UploadRow).where(UploadRow.person_id == guest).values(person_id=person_id))


def purge(session: Session, before: datetime) -> int:
    """Throw away what was uploaded before; gives how many."""
    gone = session.execute(delete(UploadRow).where(UploadRow.made_at < before).returning(UploadRow.person_id))
    return len(gone.all())
