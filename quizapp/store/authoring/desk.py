"""A teacher's desk: the articles and sets that they work on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, DeskArticle, DeskSet
from quizapp.core.library import Article
from quizapp.store.authoring.working import owns, right_of
from quizapp.store.tables import AccountRow, ArticleRow, AttemptRow, DraftRow, QuestionRow, SetRightRow, SetRow

#: Articles on one page of the desk.
PAGE_SIZE = 30


@dataclass(frozen=True)
class Desk:
    """One page of a desk; `total` counts the articles on all of its pages."""

    articles: tuple[DeskArticle, ...]
    total: int


def desk(session: Session, author: Author, words: str = "", page: int = 1) -> Desk:
    """Articles that this person owns or works on a set of, the newest first, in five queries.

    With `words` those alone that have all of them in their titles or in a set's.
    """
    owned, chosen = owns(author), _chosen(author, words)
    other = and_(AccountRow.person_id == ArticleRow.owner_id, ArticleRow.owner_id != author.person_id)
    total = session.scalar(select(func.count()).select_from(ArticleRow).where(chosen)) or 0
    rows = session.execute(
        select(ArticleRow, owned, AccountRow.name)
        .outerjoin(AccountRow, other)
        .where(chosen)
        .order_by(ArticleRow.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    sets = _sets(session, author, [row.id for row, _, _ in rows])
    articles = tuple(
        DeskArticle(row.id, Article.model_validate(row.document), bool(mine), tuple(sets[row.id]), name)
        for row, mine, name in rows
    )
    return Desk(articles, total)


def _chosen(author: Author, words: str) -> Any:
    mine = or_(owns(author), _has_set(right_of(author).is_not(None)))
    found = [
        or_(ArticleRow.title.icontains(word, autoescape=True), _has_set(SetRow.title.icontains(word, autoescape=True)))
        for word in words.split()
    ]
    return and_(ArticleRow.withdrawn_at.is_(None), ArticleRow.owner_id.is_not(None), mine, *found)


def _has_set(which: Any) -> Any:
    live = and_(SetRow.article_id == ArticleRow.id, SetRow.withdrawn_at.is_(None))
    return select(SetRow.id).where(live, which).exists()


def _sets(session: Session, author: Author, article_ids: Sequence[int]) -> dict[int, list[DeskSet]]:
    right = right_of(author)
    rows = session.execute(
        select(SetRow, right.label("right"))
        .where(right.is_not(None), SetRow.withdrawn_at.is_(None), SetRow.article_id.in_(article_ids))
        .order_by(SetRow.position, SetRow.id)
    ).all()
    counts, taken = _counts(session, [row.id for row, _ in rows]), _attempts(session, [row.id for row, _ in rows])
    sets: dict[int, list[DeskSet]] = defaultdict(list)
    for row, held in rows:
        header = row.draft if row.draft is not None else row.document
        questions, changes = counts.get(row.id, (0, 0))
        sets[row.article_id].append(
            DeskSet(
                row.id, row.slug, header["title"], header.get("language", "en"), held, row.visibility, questions,
                changes + (row.draft is not None), taken.get(row.id, 0), row.changed_at, bool(row.deck_name),
            )
        )  # fmt: skip
    return sets


@dataclass(frozen=True)
class Target:
    """An article of this person's, or one with a set that they may change: where a file can be loaded to."""

    article_id: int
    title: str
    owned: bool
    #: Ids and titles.
    sets: tuple[tuple[int, str], ...]


def targets(session: Session, author: Author) -> list[Target]:
    """Where this person may load questions to, in two queries."""
    live = and_(ArticleRow.withdrawn_at.is_(None), ArticleRow.owner_id.is_not(None))
    rows = session.execute(
        select(SetRow.article_id, SetRow.id, SetRow.title)
        .where(right_of(author).in_(["edit", "own"]), SetRow.withdrawn_at.is_(None))
        .order_by(SetRow.position, SetRow.id)
    )
    sets: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for article_id, set_id, title in rows:
        sets[article_id].append((set_id, title))
    owned = owns(author)
    articles = session.execute(
        select(ArticleRow.id, ArticleRow.title, owned.label("owned"))
        .where(live, or_(owned, ArticleRow.id.in_(sets)))
        .order_by(ArticleRow.id.desc())
    )
    return [Target(row.id, row.title, bool(row.owned), tuple(sets.get(row.id, ()))) for row in articles]


def deleted_sets(session: Session, author: Author) -> list[tuple[int, str]]:
    """Sets that this person may bring back: ids and titles, the last deleted first."""
    owned = (
        select(SetRightRow.set_id)
        .where(SetRightRow.set_id == SetRow.id, SetRightRow.person_id == author.person_id, SetRightRow.right == "own")
        .exists()
    )
    rows = session.execute(
        select(SetRow.id, SetRow.title)
        .where(SetRow.withdrawn_at.is_not(None), owned)
        .order_by(SetRow.withdrawn_at.desc())
        .limit(20)
    )
    return [(row.id, row.title) for row in rows]


def _counts(session: Session, set_ids: list[int]) -> dict[int, tuple[int, int]]:
    """For each set how many questions it has while it is worked on, and how many changes wait to be published."""
    place = func.coalesce(DraftRow.set_id, QuestionRow.set_id)
    removed = DraftRow.removed.is_(True)
    rows = session.execute(
        select(
            place,
            func.count(),
            func.count(DraftRow.question_id),
            func.sum(case((removed, 1), else_=0)),
            func.sum(case((and_(removed, QuestionRow.version == 0), 1), else_=0)),
        )
        .select_from(QuestionRow)
        .outerjoin(DraftRow, DraftRow.question_id == QuestionRow.id)
        .where(place.in_(set_ids), or_(QuestionRow.withdrawn_at.is_(None), DraftRow.question_id.is_not(None)))
        .group_by(place)
    )
    # A question that was deleted before anyone saw it is no change.
    return {
        set_id: (count - (gone or 0), drafts - (unseen or 0))
        for set_id, count, drafts, gone, unseen in rows
    }  # fmt: skip


def _attempts(session: Session, set_ids: list[int]) -> dict[int, int]:
    rows = session.execute(
        select(AttemptRow.set_id, func.count()).where(AttemptRow.set_id.in_(set_ids)).group_by(AttemptRow.set_id)
    )
    return {set_id: count for set_id, count in rows}  # noqa: C416 - rows are not pairs
