"""What one person has written: articles, questions and sets, as they stand, as they stood, and in the making."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.store.tables import (
    ArticleRow,
    ArticleVersionRow,
    DraftRow,
    EditionRow,
    PictureRow,
    QuestionRow,
    SetRightRow,
    SetRow,
    VersionRow,
)

Rows = Sequence[Any]


def articles(session: Session, person_id: int) -> Rows:
    """The articles that are theirs: name and document."""
    own = select(ArticleRow.slug, ArticleRow.document).where(ArticleRow.owner_id == person_id)
    return session.execute(own.order_by(ArticleRow.id)).all()


def pictures(session: Session, person_id: int) -> Rows:
    """Beside their articles: the article's name, the picture's, its media type and its bytes."""
    return session.execute(
        select(ArticleRow.slug, PictureRow.name, PictureRow.media_type, PictureRow.data)
        .join(ArticleRow, ArticleRow.id == PictureRow.article_id)
        .where(ArticleRow.owner_id == person_id)
        .order_by(PictureRow.id)
    ).all()


def article_versions(session: Session, person_id: int) -> Rows:
    """What they made of articles: the article's name, the number, the document and when."""
    version = ArticleVersionRow
    return session.execute(
        select(ArticleRow.slug, version.number, version.document, version.made_at)
        .join(ArticleRow, ArticleRow.id == version.article_id)
        .where(version.made_by == person_id)
        .order_by(version.id)
    ).all()


def sets(session: Session, person_id: int) -> Rows:
    """Of the sets that are theirs: name, document, and the document in the making, where that differs."""
    return session.execute(
        select(SetRow.slug, SetRow.document, SetRow.draft)
        .join(SetRightRow, SetRightRow.set_id == SetRow.id)
        .where(SetRightRow.person_id == person_id, SetRightRow.right == "own")
        .order_by(SetRow.id)
    ).all()


def editions(session: Session, person_id: int) -> Rows:
    """What they published: the set's name, the number, the document and when."""
    return session.execute(
        select(SetRow.slug, EditionRow.number, EditionRow.document, EditionRow.made_at)
        .join(SetRow, SetRow.id == EditionRow.set_id)
        .where(EditionRow.made_by == person_id)
        .order_by(EditionRow.id)
    ).all()


def versions(session: Session, person_id: int) -> Rows:
    """Their questions as they were published: the question's name, the number, the document and when."""
    return session.execute(
        select(QuestionRow.name, VersionRow.number, VersionRow.document, VersionRow.made_at)
        .join(QuestionRow, QuestionRow.id == VersionRow.question_id)
        .where(VersionRow.made_by == person_id)
        .order_by(VersionRow.id)
    ).all()


def drafts(session: Session, person_id: int) -> Rows:
    """Questions in the making that they edited last: the set's name, the question's, the document and when."""
    return session.execute(
        select(SetRow.slug, QuestionRow.name, DraftRow.document, DraftRow.edited_at)
        .join(QuestionRow, QuestionRow.id == DraftRow.question_id)
        .join(SetRow, SetRow.id == DraftRow.set_id)
        .where(DraftRow.edited_by == person_id)
        .order_by(DraftRow.question_id)
    ).all()
