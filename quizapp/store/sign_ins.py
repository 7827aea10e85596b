"""The browsers in which people are signed in."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from quizapp.store.people import digest
from quizapp.store.tables import SignInRow


def end(session: Session, token: str) -> None:
    session.execute(delete(SignInRow).where(SignInRow.digest == digest(token)))
