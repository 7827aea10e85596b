"""What a copy of a set is made from."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, undefer

from quizapp.core.authoring import Author
from quizapp.store.authoring.working import right_of
from quizapp.store.tables import ArticleRow, PictureRow, SetRow


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
