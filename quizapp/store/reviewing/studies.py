"""Which sets somebody reviews."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quizapp.store.tables import ArticleRow, SetRow, StudyRow


@dataclass(frozen=True)
class Studied:
    """A set that somebody reviews. One that was taken away is not among them, and comes back when it does."""

    id: int
    slug: str
    title: str
    language: str
    article_title: str
    article_slug: str


def studied(session: Session, person_id: int) -> list[Studied]:
    """The sets that the person reviews and that are there, in the order in which they were added."""
    rows = session.execute(
        select(SetRow.id, SetRow.slug, SetRow.title, SetRow.document, ArticleRow.title, ArticleRow.slug)
        .join(StudyRow, StudyRow.set_id == SetRow.id)
        .join(ArticleRow, ArticleRow.id == SetRow.article_id)
        .where(
            StudyRow.person_id == person_id,
            SetRow.withdrawn_at.is_(None),
            SetRow.visibility != "draft",
            ArticleRow.withdrawn_at.is_(None),
        )
        .order_by(StudyRow.added_at, SetRow.position, SetRow.id)
    )
    return [
        Studied(number, slug, title, document.get("language", "en"), *article)
        for number, slug, title, document, *article in rows
    ]


def is_studied(session: Session, person_id: int, set_id: int) -> bool:
    return session.get(StudyRow, (person_id, set_id)) is not None


def stop(session: Session, person_id: int, set_id: int) -> None:
    session.execute(delete(StudyRow).where(StudyRow.person_id == person_id, StudyRow.set_id == set_id))
