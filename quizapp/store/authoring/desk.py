"""A teacher's desk: the articles and sets that they work on."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, DeskArticle, DeskSet
from quizapp.core.library import Article
from quizapp.store.authoring.working import owns, right_of
from quizapp.store.tables import ArticleRow, AttemptRow, DraftRow, QuestionRow, SetRightRow, SetRow


def desk(session: Session, author: Author) -> tuple[DeskArticle, ...]:
    """Articles that this person owns or works on a set of, the newest first, in four queries."""
    right = right_of(author)
    rows = session.execute(
        select(SetRow, right.label("right"))
        .join(ArticleRow, ArticleRow.id == SetRow.article_id)
        .where(right.is_not(None), SetRow.withdrawn_at.is_(None), ArticleRow.owner_id.is_not(None))
        .order_by(SetRow.position, SetRow.id)
    ).all()
    counts, taken = _counts(session, [row.id for row, _ in rows]), _attempts(session, [row.id for row, _ in rows])
    sets: dict[int, list[DeskSet]] = defaultdict(list)
    for row, held in rows:
        header = row.draft if row.draft is not None else row.document
        questions, changes = counts.get(row.id, (0, 0))
        sets[row.article_id].append(
            DeskSet(
                row.id, row.slug, header["title"], header.get("language", "en"), held,
                row.visibility, questions, changes + (row.draft is not None), taken.get(row.id, 0), row.changed_at,
            )
        )  # fmt: skip
    owned = owns(author)
    articles = session.execute(
        select(ArticleRow, owned)
        .where(ArticleRow.withdrawn_at.is_(None), ArticleRow.owner_id.is_not(None), or_(owned, ArticleRow.id.in_(sets)))
        .order_by(ArticleRow.id.desc())
    )
    return tuple(
        DeskArticle(row.id, Article.model_validate(row.document), bool(mine), tuple(sets[row.id]))
        for row, mine in articles
    )


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
    """For each set how many questions it has while it is worked on, and how many drafts."""
    place = func.coalesce(DraftRow.set_id, QuestionRow.set_id)
    rows = session.execute(
        select(
            place,
            func.count(),
            func.count(DraftRow.question_id),
            func.sum(case((DraftRow.removed.is_(True), 1), else_=0)),
        )
        .select_from(QuestionRow)
        .outerjoin(DraftRow, DraftRow.question_id == QuestionRow.id)
        .where(place.in_(set_ids), or_(QuestionRow.withdrawn_at.is_(None), DraftRow.question_id.is_not(None)))
        .group_by(place)
    )
    return {set_id: (count - (gone or 0), drafts) for set_id, count, drafts, gone in rows}


def _attempts(session: Session, set_ids: list[int]) -> dict[int, int]:
    rows = session.execute(
        select(AttemptRow.set_id, func.count()).where(AttemptRow.set_id.in_(set_ids)).group_by(AttemptRow.set_id)
    )
    return {set_id: count for set_id, count in rows}  # noqa: C416 - rows are not pairs
