"""Passkeys: keys in people's devices by which they sign in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quizapp.store.tables import PasskeyRow


def of(session: Session, person_id: int) -> Sequence[PasskeyRow]:
    return session.scalars(select(PasskeyRow).where(PasskeyRow.person_id == person_id).order_by(PasskeyRow.id)).all()


def by_credential(session: Session, credential_id: str, *, lock: bool = False) -> PasskeyRow | None:
    asked = select(PasskeyRow).where(PasskeyRow.credential_id == credential_id)
    return session.scalars(asked.with_for_update() if lock else asked).first()


def remove(session: Session, person_id: int, passkey_id: int) -> None:
    """One of this person's own."""
    session.execute(delete(PasskeyRow).where(PasskeyRow.person_id == person_id, PasskeyRow.id == passkey_id))
