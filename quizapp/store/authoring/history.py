"""The history of sets: editions, and the versions of questions that they hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.store.tables import AccountRow, DraftRow, EditionRow, QuestionRow, SetRow, VersionRow


@dataclass(frozen=True)
class HeldVersion:
    """What a question said at one time."""

    id: int
    question_id: int
    name: str
    document: dict[str, Any]


@dataclass(frozen=True)
class HeldEdition:
    """A set as it was published at one time; `made_by` is a name, None for a file or someone who has left."""

    number: int
    document: dict[str, Any]
    versions: tuple[HeldVersion, ...]
    made_at: datetime
    made_by: str | None


@dataclass(frozen=True)
class LiveQuestion:
    """A question as learners see it; `stays` is false for one that waits to move to another set."""

    question_id: int
    document: dict[str, Any]
    stays: bool


def editions(session: Session, set_id: int, newest: int, most: int) -> tuple[HeldEdition, ...]:
    """So many editions of a set from this number down, in two queries."""
    rows = session.execute(
        select(EditionRow, AccountRow.name)
        .outerjoin(AccountRow, AccountRow.person_id == EditionRow.made_by)
        .where(EditionRow.set_id == set_id, EditionRow.number <= newest)
        .order_by(EditionRow.number.desc())
        .limit(most)
    ).all()
    versions = _versions(session, {each for row, _ in rows for each in row.contents})
    return tuple(_edition(row, name, versions) for row, name in rows)


def edition(session: Session, set_id: int, number: int) -> HeldEdition | None:
    found = session.execute(
        select(EditionRow, AccountRow.name)
        .outerjoin(AccountRow, AccountRow.person_id == EditionRow.made_by)
        .where(EditionRow.set_id == set_id, EditionRow.number == number)
    ).first()
    return _edition(*found, _versions(session, found[0].contents)) if found else None


def _edition(row: EditionRow, name: str | None, versions: dict[int, HeldVersion]) -> HeldEdition:
    held = tuple(versions[each] for each in row.contents if each in versions)
    return HeldEdition(row.number, row.document, held, row.made_at, name)


def _versions(session: Session, ids: Iterable[int]) -> dict[int, HeldVersion]:
    rows = session.execute(
        select(VersionRow.id, VersionRow.question_id, QuestionRow.name, VersionRow.document)
        .join(QuestionRow, QuestionRow.id == VersionRow.question_id)
        .where(VersionRow.id.in_(list(ids)))
    )
    return {row.id: HeldVersion(row.id, row.question_id, row.name, row.document) for row in rows}


def newest(session: Session, set_ids: Sequence[int]) -> dict[int, EditionRow]:
    """The newest edition of each of the sets."""
    rows = session.scalars(select(EditionRow).where(EditionRow.set_id.in_(set_ids)).order_by(EditionRow.number))
    return {row.set_id: row for row in rows}


def set_rows(session: Session, set_ids: Sequence[int]) -> dict[int, SetRow]:
    return {row.id: row for row in session.scalars(select(SetRow).where(SetRow.id.in_(set_ids)))}


def live_versions(session: Session, set_ids: Sequence[int]) -> dict[int, list[int]]:
    """The ids of today's versions of each set's questions, in order."""
    found: dict[int, list[int]] = {set_id: [] for set_id in set_ids}
    rows = session.execute(
        select(QuestionRow.set_id, VersionRow.id)
        .join(VersionRow, (VersionRow.question_id == QuestionRow.id) & (VersionRow.number == QuestionRow.version))
        .where(QuestionRow.set_id.in_(set_ids), QuestionRow.withdrawn_at.is_(None))
        .order_by(QuestionRow.position, QuestionRow.id)
    )
    for set_id, version_id in rows:
        found[set_id].append(version_id)
    return found


def live(session: Session, set_id: int) -> list[LiveQuestion]:
    """What learners see of a set today, in order."""
    rows = session.execute(
        select(QuestionRow.id, VersionRow.document, DraftRow.set_id)
        .join(VersionRow, (VersionRow.question_id == QuestionRow.id) & (VersionRow.number == QuestionRow.version))
        .outerjoin(DraftRow, DraftRow.question_id == QuestionRow.id)
        .where(QuestionRow.set_id == set_id, QuestionRow.withdrawn_at.is_(None))
        .order_by(QuestionRow.position, QuestionRow.id)
    )
    return [
        LiveQuestion(question_id, document, drafted_in in {None, set_id}) for question_id, document, drafted_in in rows
    ]


def still_live(session: Session, question_ids: Sequence[int]) -> set[int]:
    """Those of the questions that learners see, in whichever set."""
    chosen = select(QuestionRow.id).where(
        QuestionRow.id.in_(question_ids), QuestionRow.version > 0, QuestionRow.withdrawn_at.is_(None)
    )
    return set(session.scalars(chosen))
