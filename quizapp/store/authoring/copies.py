"""What a copy of a set is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, undefer

from quizapp.core.authoring import Author
from quizapp.store.authoring.working import right_of
from quizapp.store.tables import ArticleRow, PictureRow, SetRow


@dataclass(frozen=True)
class Standing:
    """What a teacher can do with a set that learners see: change it, copy it, or take its article over."""

    works_on_it: bool
    copyable: bool
    from_files: bool


def standing(session: Session, author: Author, set_id: int) -> Standing:
    """How this person stands to the set, in one query."""
    row = session.execute(
        select(right_of(author).label("right"), SetRow.visibility, ArticleRow.owner_id)
        .join(ArticleRow, ArticleRow.id == SetRow.article_id)
        .where(SetRow.id == set_id)
    ).one()
    from_files = row.owner_id is None
    return Standing(
        row.right in {"edit", "own"} and not from_files,
        row.visibility == "public" or row.right is not None,
        from_files and author.administrator,
    )


def from_files(session: Session, article_slug: str) -> tuple[ArticleRow, list[str]] | None:
    """An article that nobody edits here, and the titles of its sets; None for any other."""
    row = session.scalar(
        select(ArticleRow).where(
            ArticleRow.slug == article_slug, ArticleRow.owner_id.is_(None), ArticleRow.withdrawn_at.is_(None)
        )
    )
    if row is None:
        return None
    titles = select(SetRow.title).where(SetRow.article_id == row.id, SetRow.withdrawn_at.is_(None))
    return row, list(session.scalars(titles.order_by(SetRow.position, SetRow.id)))


def may_be_copied(session: Session, author: Author, set_id: int) -> bool:
    """A public set, or one that this person works on."""
    allowed = or_(SetRow.visibility == "public", right_of(author).is_not(None))
    return session.scalar(select(SetRow.id).where(SetRow.id == set_id, allowed)) is not None


def pictures(session: Session, article_slug: str) -> Sequence[PictureRow]:
    """The pictures beside an article, with their bytes."""
    return session.scalars(
        select(PictureRow)
        .options(undefer(PictureRow.data))
        .join(ArticleRow, ArticleRow.id == PictureRow.article_id)
        .where(ArticleRow.slug == article_slug)
        .order_by(PictureRow.id)
    ).all()
