"""What can be read and taken: articles, their sets, the questions as they stand today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from quizapp.core.kinds import from_dict
from quizapp.core.library import Article, QuestionSet
from quizapp.core.question import Question
from quizapp.store.tables import ArticleRow, PictureRow, QuestionRow, SetRow, VersionRow

#: A question takes about this many seconds; what is written takes longer than what is chosen, which evens out.
SECONDS_A_QUESTION = 45


@dataclass(frozen=True)
class ShelfSet:
    """A set as a list shows it; `minutes` is an estimate, `time_limit` (minutes) counts in tests alone."""

    slug: str
    title: str
    description: str | None
    language: str
    question_count: int
    points: Fraction
    time_limit: int | None

    @property
    def minutes(self) -> int:
        return estimated_minutes(self.question_count)


@dataclass(frozen=True)
class ShelfArticle:
    """An article with its sets, as the library shows them."""

    slug: str
    title: str
    publisher: str
    published: date
    language: str
    sets: tuple[ShelfSet, ...]


@dataclass(frozen=True)
class HeldSet:
    """A set with its article and today's questions, withdrawn ones left out."""

    id: int
    article: Article
    content: QuestionSet
    deck_name: str
    source: str


def estimated_minutes(question_count: int) -> int:
    return max(1, ceil(question_count * SECONDS_A_QUESTION / 60))


def shelf(session: Session) -> tuple[ShelfArticle, ...]:
    """Every article that is not withdrawn, the newest first, with its sets in order."""
    articles = session.scalars(
        select(ArticleRow)
        .where(ArticleRow.withdrawn_at.is_(None))
        .order_by(ArticleRow.published.desc(), ArticleRow.title, ArticleRow.id)
    ).all()
    sets = _shelf_sets(session)
    return tuple(_shelf_article(row, sets[row.id]) for row in articles)


def sets_of(session: Session, article_slug: str) -> tuple[ShelfSet, ...]:
    article_id = session.scalar(select(ArticleRow.id).where(ArticleRow.slug == article_slug))
    return tuple(_shelf_sets(session, article_id)[article_id]) if article_id else ()


def article(session: Session, slug: str) -> Article | None:
    row = session.scalar(select(ArticleRow).where(ArticleRow.slug == slug, ArticleRow.withdrawn_at.is_(None)))
    return Article.model_validate(row.document) if row else None


def question_set(session: Session, slug: str) -> HeldSet | None:
    """The set with its questions, in two queries; None for one that is not there or has no question left."""
    found = session.execute(
        select(SetRow, ArticleRow)
        .join(ArticleRow, ArticleRow.id == SetRow.article_id)
        .where(SetRow.slug == slug, SetRow.withdrawn_at.is_(None), ArticleRow.withdrawn_at.is_(None))
    ).first()
    if found is None:
        return None
    row, article_row = found
    questions = tuple(question for _, question in live_questions(session, row.id))
    if not questions:
        return None
    content = QuestionSet.model_validate({**row.document, "questions": questions})
    return HeldSet(row.id, Article.model_validate(article_row.document), content, row.deck_name, row.source)


def live_questions(session: Session, set_id: int) -> list[tuple[int, Question]]:
    """Today's questions of a set, in order: the id of the version, and what it says."""
    return [(found.id, from_dict(found.document)) for found in _live(session, SetRow.id == set_id)]


def picture(session: Session, article_slug: str, name: str) -> PictureRow | None:
    return session.scalar(
        select(PictureRow)
        .join(ArticleRow, ArticleRow.id == PictureRow.article_id)
        .where(ArticleRow.slug == article_slug, PictureRow.name == name)
    )


def _live(session: Session, which: Any) -> Sequence[Row[tuple[int, int, dict[str, Any]]]]:
    """(version id, set id, document) of each live question, in the order of the set."""
    return session.execute(
        select(VersionRow.id, QuestionRow.set_id, VersionRow.document)
        .join(QuestionRow, (VersionRow.question_id == QuestionRow.id) & (VersionRow.number == QuestionRow.version))
        .join(SetRow, SetRow.id == QuestionRow.set_id)
        .where(which, QuestionRow.withdrawn_at.is_(None), SetRow.withdrawn_at.is_(None))
        .order_by(QuestionRow.position, QuestionRow.id)
    ).all()


def _shelf_sets(session: Session, article_id: int | None = None) -> dict[int, list[ShelfSet]]:
    """The sets of one article or of all, by the article's id; sets without a question are left out."""
    chosen = SetRow.withdrawn_at.is_(None) if article_id is None else SetRow.article_id == article_id
    points: dict[int, list[Fraction]] = defaultdict(list)
    for found in _live(session, chosen):
        points[found.set_id].append(Fraction(found.document.get("points", 1)))
    rows = session.scalars(
        select(SetRow).where(chosen, SetRow.withdrawn_at.is_(None)).order_by(SetRow.position, SetRow.id)
    )
    shelves: dict[int, list[ShelfSet]] = defaultdict(list)
    for row in rows:
        if row.id in points:
            shelves[row.article_id].append(_shelf_set(row, points[row.id]))
    return shelves


def _shelf_set(row: SetRow, points: list[Fraction]) -> ShelfSet:
    return ShelfSet(
        row.slug,
        row.title,
        row.document.get("description"),
        row.document.get("language", "en"),
        len(points),
        sum(points, Fraction(0)),
        row.document.get("time_limit"),
    )


def _shelf_article(row: ArticleRow, sets: list[ShelfSet]) -> ShelfArticle:
    document = Article.model_validate(row.document)
    return ShelfArticle(row.slug, row.title, document.publisher, document.published, document.language, tuple(sets))
