"""Suggestions that were waved away."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quizapp.store.tables import WavedAwayRow


def waved_away(session: Session, article_id: int) -> set[str]:
    """The keys of the suggestions that nobody wants to see again."""
    return set(session.scalars(select(WavedAwayRow.key).where(WavedAwayRow.article_id == article_id)))


def call_back(session: Session, article_id: int) -> None:
    session.execute(delete(WavedAwayRow).where(WavedAwayRow.article_id == article_id))
