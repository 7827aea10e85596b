"""Rows of a teacher who leaves."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select, update
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
    WavedAwayRow,
)


def delete_rights(session: Session, person_id: int) -> None:
    session.execute(delete(SetRightRow).where(SetRightRow.person_id == person_id))


def theirs_alone(session: Session, person_id: int) -> Sequence[int]:
    """The sets that this person has a right to and nobody else."""
    theirs = select(SetRightRow.set_id).where(SetRightRow.person_id == person_id)
    others = select(SetRightRow.set_id).where(SetRightRow.person_id != person_id)
    return session.scalars(theirs.where(SetRightRow.set_id.not_in(others))).all()


def never_published(session: Session, set_ids: Sequence[int]) -> Sequence[int]:
    published = select(EditionRow.set_id).where(EditionRow.set_id.in_(set_ids))
    return session.scalars(select(SetRow.id).where(SetRow.id.in_(set_ids), SetRow.id.not_in(published))).all()


def drafted(session: Session, set_ids: Sequence[int]) -> Sequence[tuple[QuestionRow, SetRow, ArticleRow]]:
    """The published questions of these sets that somebody works on."""
    rows = session.execute(
        select(QuestionRow, SetRow, ArticleRow)
        .join(DraftRow, DraftRow.question_id == QuestionRow.id)
        .join(SetRow, SetRow.id == DraftRow.set_id)
        .join(ArticleRow, ArticleRow.id == SetRow.article_id)
        .where(DraftRow.set_id.in_(set_ids), QuestionRow.version > 0)
    )
    return [(question, of, article) for question, of, article in rows]


def discard_work(session: Session, set_ids: Sequence[int]) -> None:
    """What learners never saw of these sets; questions of theirs that were published elsewhere stay there."""
    session.execute(delete(DraftRow).where(DraftRow.set_id.in_(set_ids)))
    session.execute(delete(QuestionRow).where(QuestionRow.set_id.in_(set_ids), QuestionRow.version == 0))
    session.execute(update(SetRow).where(SetRow.id.in_(set_ids)).values(draft=None))


def delete_sets(session: Session, set_ids: Sequence[int]) -> None:
    session.execute(delete(SetRow).where(SetRow.id.in_(set_ids)))


def delete_bare_articles(session: Session, person_id: int) -> None:
    """Articles of this person without a set."""
    bare = session.scalars(
        select(ArticleRow.id).where(
            ArticleRow.owner_id == person_id, ~select(SetRow.id).where(SetRow.article_id == ArticleRow.id).exists()
        )
    ).all()
    for table in (PictureRow, ArticleVersionRow, WavedAwayRow):
        session.execute(delete(table).where(table.article_id.in_(bare)))
    session.execute(delete(ArticleRow).where(ArticleRow.id.in_(bare)))


def hand_on(session: Session, person_id: int) -> None:
    """Articles go to another owner of one of their sets; where there is none, to nobody."""
    heir = (
        select(func.min(SetRightRow.person_id))
        .join(SetRow, SetRow.id == SetRightRow.set_id)
        .where(SetRow.article_id == ArticleRow.id, SetRightRow.right == "own")
        .scalar_subquery()
    )
    session.execute(update(ArticleRow).where(ArticleRow.owner_id == person_id).values(owner_id=heir))


def forget_name(session: Session, person_id: int) -> None:
    """What stays no longer says who made it."""
    session.execute(update(DraftRow).where(DraftRow.edited_by == person_id).values(edited_by=None))
    for table in (VersionRow, EditionRow, ArticleVersionRow):
        session.execute(update(table).where(table.made_by == person_id).values(made_by=None))
