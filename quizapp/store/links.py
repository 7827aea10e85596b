"""Links that work once."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import CursorResult, delete, or_, select
from sqlalchemy.orm import Session

from quizapp.store.people import digest
from quizapp.store.tables import OneTimeLinkRow

Purpose = Literal["first-start", "invitation", "reset"]


def find(session: Session, purpose: Purpose, token: str, now: datetime, *, lock: bool = False) -> OneTimeLinkRow | None:
    """The link of this token, unless it was used or is too old."""
    asked = select(OneTimeLinkRow).where(
        OneTimeLinkRow.digest == digest(token),
        OneTimeLinkRow.purpose == purpose,
        OneTimeLinkRow.used_at.is_(None),
        OneTimeLinkRow.expires_at > now,
    )
    return session.scalars(asked.with_for_update() if lock else asked).first()


def was_made(session: Session, purpose: Purpose, token: str) -> bool:
    """Whether there ever was such a link, as far as is kept."""
    asked = select(OneTimeLinkRow.id).where(OneTimeLinkRow.digest == digest(token), OneTimeLinkRow.purpose == purpose)
    return session.scalar(asked) is not None


def void(session: Session, purpose: Purpose, person_id: int | None = None) -> None:
    """All links of this purpose are gone; with a person, theirs alone."""
    gone = delete(OneTimeLinkRow).where(OneTimeLinkRow.purpose == purpose)
    session.execute(gone if person_id is None else gone.where(OneTimeLinkRow.person_id == person_id))


def open_invitations(session: Session, now: datetime) -> list[OneTimeLinkRow]:
    """The invitations that nobody has taken up, the newest first."""
    return list(
        session.scalars(
            select(OneTimeLinkRow)
            .where(
                OneTimeLinkRow.purpose == "invitation",
                OneTimeLinkRow.used_at.is_(None),
                OneTimeLinkRow.expires_at > now,
            )
            .order_by(OneTimeLinkRow.id.desc())
        )
    )


def made_by(session: Session, person_id: int) -> list[OneTimeLinkRow]:
    """The links that this person handed out, as far as they are still kept."""
    return list(
        session.scalars(select(OneTimeLinkRow).where(OneTimeLinkRow.made_by == person_id).order_by(OneTimeLinkRow.id))
    )


def forget(session: Session, email: str) -> None:
    """Who had this address is gone: so are the links that were sent there."""
    session.execute(delete(OneTimeLinkRow).where(OneTimeLinkRow.email == email))


def withdraw(session: Session, link_id: int) -> None:
    session.execute(delete(OneTimeLinkRow).where(OneTimeLinkRow.id == link_id, OneTimeLinkRow.purpose == "invitation"))


def purge(session: Session, now: datetime) -> int:
    """Delete what was used or is too old; gives how many."""
    over = or_(OneTimeLinkRow.used_at.is_not(None), OneTimeLinkRow.expires_at <= now)
    done = session.execute(delete(OneTimeLinkRow).where(over))
    return done.rowcount if isinstance(done, CursorResult) else 0
