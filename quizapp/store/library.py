"""What can be read and taken: articles, their sets, the questions as they stand today."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import chain
from math import ceil
from typing import Any

from sqlalchemy import Select, and_, bindparam, false, func, or_, select, true
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author
from quizapp.core.library import Article, QuestionSet
from quizapp.core.question import Question
from quizapp.store import documents
from quizapp.store.tables import ArticleRow, PictureRow, QuestionRow, SetRightRow, SetRow, VersionRow

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
    """Every article that everyone may read, the newest first, with its public sets in order."""
    articles = session.scalars(
        select(ArticleRow)
        .where(ArticleRow.withdrawn_at.is_(None))
        .order_by(ArticleRow.published.desc(), ArticleRow.title, ArticleRow.id)
    ).all()
    sets = _shelf_sets(session)
    # What a teacher has entered is theirs until they make a set of it public.
    return tuple(_shelf_article(row, sets[row.id]) for row in articles if row.id in sets or row.owner_id is None)


def sets_of(session: Session, article_slug: str) -> tuple[ShelfSet, ...]:
    shelves = _shelf_sets(session, article_slug)
    return tuple(chain.from_iterable(shelves.values()))


def article(session: Session, slug: str) -> Article | None:
    """The article, for those who know its address; None for one of which there is no set to take."""
    document = session.connection().scalar(_READABLE, {"slug": slug})
    return documents.article(document) if document else None


def question_set(session: Session, slug: str) -> HeldSet | None:
    """The set with its questions, in two queries; None for one that is not there or has no question left."""
    found = session.connection().execute(_TAKABLE, {"slug": slug}).first()
    if found is None:
        return None
    number, deck_name, source, head, article_document = found
    questions = tuple(question for _, question in live_questions(session, number))
    if not questions:
        return None
    content = QuestionSet.model_validate({**head, "questions": questions})
    return HeldSet(number, documents.article(article_document), content, deck_name, source)


def set_id(session: Session, slug: str) -> int | None:
    """The id of a set that learners may take; None for one that is not there or has no question left."""
    return session.connection().scalar(_OFFERED, {"slug": slug})


def live_questions(session: Session, set_id: int) -> list[tuple[int, Question]]:
    """Today's questions of a set, in order: the id of the version, and what it says."""
    found = session.connection().execute(_ASKED, {"set_id": set_id})
    return [(version_id, documents.question(document)) for version_id, document in found]


def picture(session: Session, article_slug: str, name: str, author: Author | None = None) -> PictureRow | None:
    """A picture of an article that may be read, or that this author works on."""
    return session.scalar(
        select(PictureRow)
        .join(ArticleRow, ArticleRow.id == PictureRow.article_id)
        .where(ArticleRow.slug == article_slug, PictureRow.name == name, or_(_readable(), _worked_on_by(author)))
    )


def _takable() -> Any:
    """A set that learners may take, who know its address."""
    return and_(SetRow.withdrawn_at.is_(None), SetRow.visibility != "draft")


def _readable() -> Any:
    """An article that learners may read: from files, or with a set that they may take."""
    taken = select(SetRow.id).where(SetRow.article_id == ArticleRow.id, _takable()).exists()
    return and_(ArticleRow.withdrawn_at.is_(None), or_(ArticleRow.owner_id.is_(None), taken))


def _worked_on_by(author: Author | None) -> Any:
    if author is None:
        return false()
    shared = (
        select(SetRow.id)
        .join(SetRightRow, SetRightRow.set_id == SetRow.id)
        .where(SetRow.article_id == ArticleRow.id, SetRightRow.person_id == author.person_id)
        .exists()
    )
    return true() if author.administrator else or_(ArticleRow.owner_id == author.person_id, shared)


def _live(which: Any, *columns: Any) -> Select[Any]:
    """These columns of each live question and of what it says today."""
    return (
        select(*columns)
        .select_from(VersionRow)
        .join(QuestionRow, (VersionRow.question_id == QuestionRow.id) & (VersionRow.number == QuestionRow.version))
        .join(SetRow, SetRow.id == QuestionRow.set_id)
        .where(which, QuestionRow.withdrawn_at.is_(None), SetRow.withdrawn_at.is_(None))
    )


#: What is asked at every request is put together once.
_READABLE = select(documents.text(ArticleRow.document)).where(ArticleRow.slug == bindparam("slug"), _readable())
_TAKABLE = (
    select(SetRow.id, SetRow.deck_name, SetRow.source, SetRow.document, documents.text(ArticleRow.document))
    .join(ArticleRow, ArticleRow.id == SetRow.article_id)
    .where(SetRow.slug == bindparam("slug"), _takable(), ArticleRow.withdrawn_at.is_(None))
)
_OFFERED = (
    select(SetRow.id)
    .join(ArticleRow, ArticleRow.id == SetRow.article_id)
    .where(SetRow.slug == bindparam("slug"), _takable(), ArticleRow.withdrawn_at.is_(None))
    .where(select(QuestionRow.id).where(QuestionRow.set_id == SetRow.id, QuestionRow.withdrawn_at.is_(None)).exists())
)
_ASKED = _live(SetRow.id == bindparam("set_id"), VersionRow.id, documents.text(VersionRow.document)).order_by(
    QuestionRow.position, QuestionRow.id
)


def _shelf_sets(session: Session, article_slug: str | None = None) -> dict[int, list[ShelfSet]]:
    """The public sets of one article or of all, by the article's id; sets without a question are left out."""
    public = and_(SetRow.withdrawn_at.is_(None), SetRow.visibility == "public")
    named = select(ArticleRow.id).where(ArticleRow.slug == article_slug).scalar_subquery()
    chosen = public if article_slug is None else and_(public, SetRow.article_id == named)
    worth = _worth(session, chosen)
    rows = session.scalars(select(SetRow).where(chosen).order_by(SetRow.position, SetRow.id))
    shelves: dict[int, list[ShelfSet]] = defaultdict(list)
    for row in rows:
        if row.id in worth:
            shelves[row.article_id].append(_shelf_set(row, *worth[row.id]))
    return shelves


def _worth(session: Session, which: Any) -> dict[int, tuple[int, Fraction]]:
    """How many live questions each set has, and their points together.

    The database counts: a library has many questions, and their documents are long.
    """
    asked = _live(which, QuestionRow.set_id, VersionRow.document["points"].as_string().label("points")).subquery()
    counted = select(asked.c.set_id, asked.c.points, func.count()).group_by(asked.c.set_id, asked.c.points)
    worth: dict[int, tuple[int, Fraction]] = {}
    for set_id, points, count in session.execute(counted):
        questions, together = worth.get(set_id, (0, Fraction(0)))
        worth[set_id] = questions + count, together + count * Fraction(1 if points is None else points)
    return worth


def _shelf_set(row: SetRow, question_count: int, points: Fraction) -> ShelfSet:
    return ShelfSet(
        row.slug,
        row.title,
        row.document.get("description"),
        row.document.get("language", "en"),
        question_count,
        points,
        row.document.get("time_limit"),
    )


def _shelf_article(row: ArticleRow, sets: list[ShelfSet]) -> ShelfArticle:
    document = Article.model_validate(row.document)
    return ShelfArticle(row.slug, row.title, document.publisher, document.published, document.language, tuple(sets))
