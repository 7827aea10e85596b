"""Sets by the short address under which their teachers share them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.store.tables import ArticleRow, SetRow


def slug_of(session: Session, code: str) -> str | None:
    """The set that this code leads to; None for a code that leads nowhere, or to one that only its authors see."""
    return session.scalar(
        select(SetRow.slug)
        .join(ArticleRow, ArticleRow.id == SetRow.article_id)
        .where(
            SetRow.share_code == code,
            SetRow.visibility != "draft",
            SetRow.withdrawn_at.is_(None),
            ArticleRow.withdrawn_at.is_(None),
        )
    )
