"""Who has which right to a set."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.core.account import compared
from quizapp.core.authoring import Author, Right
from quizapp.store.authoring.working import right_of
from quizapp.store.tables import AccountRow, SetRightRow, SetRow


@dataclass(frozen=True)
class Holder:
    """A person with a right to a set."""

    person_id: int
    name: str
    email: str
    right: Right


def holders(session: Session, set_id: int) -> list[Holder]:
    """Everyone with a right to the set, owners first."""
    rows = session.execute(
        select(AccountRow, SetRightRow.right)
        .join(SetRightRow, SetRightRow.person_id == AccountRow.person_id)
        .where(SetRightRow.set_id == set_id)
        .order_by(SetRightRow.right != "own", AccountRow.name, AccountRow.person_id)
    )
    return [Holder(row.person_id, row.name, row.email, right) for row, right in rows]  # type: ignore[arg-type]


def row(session: Session, set_id: int, person_id: int) -> SetRightRow | None:
    return session.get(SetRightRow, (set_id, person_id))


def owner_count(session: Session, set_id: int) -> int:
    chosen = select(func.count()).where(SetRightRow.set_id == set_id, SetRightRow.right == "own")
    return session.scalar(chosen) or 0


def teacher_with(session: Session, email: str) -> int | None:
    """The person with this address who may teach here."""
    return session.scalar(
        select(AccountRow.person_id).where(AccountRow.email == compared(email), AccountRow.role != "learner")
    )


def deleted_set(session: Session, author: Author, set_id: int) -> SetRow | None:
    """A deleted set of which this person is an owner."""
    return session.scalar(
        select(SetRow).where(SetRow.id == set_id, SetRow.withdrawn_at.is_not(None), right_of(author) == "own")
    )


def may_edit_one(session: Session, author: Author, article_id: int) -> bool:
    """Whether this person may change a set on the article."""
    chosen = select(SetRow.id).where(
        SetRow.article_id == article_id, SetRow.withdrawn_at.is_(None), right_of(author).in_(["edit", "own"])
    )
    return session.scalar(chosen.limit(1)) is not None
