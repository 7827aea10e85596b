"""Everything that is held of one article, for the load that compares it with the files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from quizapp.core.library import Article
from quizapp.store.tables import ArticleRow, NoteRow, PictureRow, QuestionRow, SetRow, VersionRow


@dataclass(frozen=True)
class HeldArticle:
    """An article's row with its sets by slug, questions by name, newest versions by question, pictures by name."""

    row: ArticleRow
    sets: dict[str, SetRow]
    questions: dict[str, QuestionRow]
    versions: dict[int, VersionRow]
    pictures: dict[str, PictureRow]


#: Any number, as long as it is always the same: PostgreSQL's advisory lock for a load.
_LOCK = 5_318_008_112_020


def claim(session: Session) -> None:
    """Wait until nobody else is loading; on SQLite whoever writes is alone already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def held(session: Session, slug: str) -> HeldArticle | None:
    """What is held of the article, withdrawn or not, in five queries."""
    row = session.scalar(select(ArticleRow).where(ArticleRow.slug == slug))
    if row is None:
        return None
    sets = session.scalars(select(SetRow).where(SetRow.article_id == row.id))
    questions = session.scalars(select(QuestionRow).where(QuestionRow.article_id == row.id).order_by(QuestionRow.id))
    pictures = session.scalars(select(PictureRow).where(PictureRow.article_id == row.id))
    return HeldArticle(
        row,
        {found.slug: found for found in sets},
        {found.name: found for found in questions},
        {version.question_id: version for version in _newest(session, row.id)},
        {found.name: found for found in pictures},
    )


def document(row: ArticleRow) -> Article:
    return Article.model_validate(row.document)


def notes(session: Session, article_id: int) -> dict[tuple[int, str], NoteRow]:
    """The ledger of an article, by question and part."""
    rows = session.scalars(
        select(NoteRow)
        .join(QuestionRow, QuestionRow.id == NoteRow.question_id)
        .where(QuestionRow.article_id == article_id)
        .order_by(NoteRow.id)
    )
    return {(row.question_id, row.part): row for row in rows}


def deck_names(session: Session) -> list[str]:
    """The names of all articles' decks."""
    return list(session.scalars(select(ArticleRow.deck_name)))


def foreign_sets(session: Session, slugs: Sequence[str], article_id: int) -> list[str]:
    """Those of the slugs that belong to another article."""
    chosen = select(SetRow.slug).where(SetRow.slug.in_(slugs), SetRow.article_id != article_id)
    return list(session.scalars(chosen.order_by(SetRow.slug)))


def _newest(session: Session, article_id: int) -> Sequence[VersionRow]:
    return session.scalars(
        select(VersionRow)
        .join(QuestionRow, (VersionRow.question_id == QuestionRow.id) & (VersionRow.number == QuestionRow.version))
        .where(QuestionRow.article_id == article_id)
    ).all()
