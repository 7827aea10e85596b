"""The browsers in which people are signed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.orm import Session

from quizapp.store.people import digest
from quizapp.store.tables import SignInRow


def end(session: Session, token: str) -> None:
    session.execute(delete(SignInRow).where(SignInRow.digest == digest(token)))


def end_all(session: Session, person_id: int) -> None:
    session.execute(delete(SignInRow).where(SignInRow.person_id == person_id))


def end_one(session: Session, person_id: int, sign_in_id: int) -> None:
    """One of this person's own."""
    session.execute(delete(SignInRow).where(SignInRow.person_id == person_id, SignInRow.id == sign_in_id))


def of(session: Session, person_id: int, now: datetime) -> Sequence[SignInRow]:
    """Where the person is signed in, the one last heard of first."""
    return session.scalars(
        select(SignInRow)
        .where(SignInRow.person_id == person_id, SignInRow.expires_at > now)
        .order_by(SignInRow.seen_at.desc(), SignInRow.id.desc())
    ).all()


def purge(session: Session, now: datetime) -> int:
    """Delete those that are over; gives how many."""
    done = session.execute(delete(SignInRow).where(SignInRow.expires_at <= now))
    return done.rowcount if isinstance(done, CursorResult) else 0
