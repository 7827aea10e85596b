"""All that the database holds of one person: to hand it out, and to let go of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from quizapp.store.tables import (
    AccountRow,
    AnswerRow,
    ArticleRow,
    AttemptRow,
    CardRow,
    DrillRow,
    MemoryRow,
    NoteRow,
    OneTimeLinkRow,
    PasskeyRow,
    PersonRow,
    PlanRow,
    QuestionRow,
    ReviewRow,
    SetRightRow,
    SetRow,
    SignInRow,
    SlotRow,
    StudyRow,
    UploadRow,
    VersionRow,
)


def delete_person(session: Session, person_id: int) -> None:
    """The person with attempts, memories, sign-ins, keys and links; what they wrote was let go before."""
    attempts = select(AttemptRow.id).where(AttemptRow.person_id == person_id)
    slots = select(SlotRow.id).where(SlotRow.attempt_id.in_(attempts))
    session.execute(delete(AnswerRow).where(AnswerRow.slot_id.in_(slots)))
    session.execute(delete(SlotRow).where(SlotRow.attempt_id.in_(attempts)))
    session.execute(delete(AttemptRow).where(AttemptRow.person_id == person_id))
    session.execute(update(OneTimeLinkRow).where(OneTimeLinkRow.made_by == person_id).values(made_by=None))
    session.execute(delete(OneTimeLinkRow).where(OneTimeLinkRow.person_id == person_id))
    for table in (ReviewRow, MemoryRow, StudyRow, PlanRow, DrillRow, UploadRow, SignInRow, PasskeyRow, AccountRow):
        session.execute(delete(table).where(table.person_id == person_id))
    session.execute(delete(PersonRow).where(PersonRow.id == person_id))


def attempts_of(session: Session, person_id: int) -> Sequence[tuple[AttemptRow, str]]:
    """The person's attempts, each with the name of its set."""
    rows = session.execute(
        select(AttemptRow, SetRow.slug)
        .join(SetRow, SetRow.id == AttemptRow.set_id)
        .where(AttemptRow.person_id == person_id)
        .order_by(AttemptRow.id)
    )
    return [(attempt, slug) for attempt, slug in rows]


def slots_of(session: Session, person_id: int) -> Sequence[tuple[SlotRow, str, dict[str, Any]]]:
    """The questions that the person was asked: each with its name and the document as it was then."""
    rows = session.execute(
        select(SlotRow, QuestionRow.name, VersionRow.document)
        .join(VersionRow, VersionRow.id == SlotRow.version_id)
        .join(QuestionRow, QuestionRow.id == VersionRow.question_id)
        .join(AttemptRow, AttemptRow.id == SlotRow.attempt_id)
        .where(AttemptRow.person_id == person_id)
        .order_by(SlotRow.attempt_id, SlotRow.position)
    )
    return [(slot, name, document) for slot, name, document in rows]


def answers_of(session: Session, person_id: int) -> Sequence[AnswerRow]:
    return session.scalars(
        select(AnswerRow)
        .join(SlotRow, SlotRow.id == AnswerRow.slot_id)
        .join(AttemptRow, AttemptRow.id == SlotRow.attempt_id)
        .where(AttemptRow.person_id == person_id)
        .order_by(AnswerRow.slot_id, AnswerRow.try_number)
    ).all()


def sets_of(session: Session, person_id: int) -> Sequence[tuple[str, str]]:
    """The sets that the person may do something with, by name, each with the right."""
    rows = session.execute(
        select(SetRow.slug, SetRightRow.right)
        .join(SetRightRow, SetRightRow.set_id == SetRow.id)
        .where(SetRightRow.person_id == person_id)
        .order_by(SetRow.slug)
    )
    return [(slug, right) for slug, right in rows]


def articles_of(session: Session, person_id: int) -> Sequence[str]:
    return session.scalars(
        select(ArticleRow.slug).where(ArticleRow.owner_id == person_id).order_by(ArticleRow.slug)
    ).all()


def memories_of(session: Session, person_id: int) -> Sequence[tuple[MemoryRow, str, str, int]]:
    """The person's memories, each with the note's guid, the name of its question and the card's place."""
    rows = session.execute(
        select(MemoryRow, NoteRow.guid, QuestionRow.name, CardRow.ord)
        .join(CardRow, CardRow.id == MemoryRow.card_id)
        .join(NoteRow, NoteRow.id == CardRow.note_id)
        .join(QuestionRow, QuestionRow.id == NoteRow.question_id)
        .where(MemoryRow.person_id == person_id)
        .order_by(MemoryRow.id)
    )
    return [(memory, guid, name, place) for memory, guid, name, place in rows]


def reviews_of(session: Session, person_id: int) -> Sequence[ReviewRow]:
    own = select(ReviewRow).where(ReviewRow.person_id == person_id)
    return session.scalars(own.order_by(ReviewRow.memory_id, ReviewRow.id)).all()


def studied_by(session: Session, person_id: int) -> Sequence[str]:
    """The names of the sets that the person reviews."""
    found = select(SetRow.slug).join(StudyRow, StudyRow.set_id == SetRow.id)
    return session.scalars(found.where(StudyRow.person_id == person_id).order_by(SetRow.slug)).all()


def drills_of(session: Session, person_id: int) -> Sequence[tuple[DrillRow, str | None]]:
    """The person's drills, each with the name of its set, if it was over one."""
    rows = session.execute(
        select(DrillRow, SetRow.slug)
        .outerjoin(SetRow, SetRow.id == DrillRow.set_id)
        .where(DrillRow.person_id == person_id)
        .order_by(DrillRow.id)
    )
    return [(drill, slug) for drill, slug in rows]
