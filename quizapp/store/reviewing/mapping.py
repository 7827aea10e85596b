"""A person's cards on one article, with what proves the answers."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.deck import Note
from quizapp.core.kinds import from_dict
from quizapp.core.memory.memory import Memory
from quizapp.core.question import Quote
from quizapp.store.reviewing.memories import memory_of
from quizapp.store.tables import (
    ArticleRow,
    AttemptRow,
    CardRow,
    MemoryRow,
    NoteRow,
    QuestionRow,
    SetRow,
    VersionRow,
)


@dataclass(frozen=True)
class MappedCard:
    """A card with its question as it stands today; `front` and `stem` are Markdown."""

    question_id: int
    stem: str
    front: str
    language: str
    evidence: tuple[Quote, ...]
    memory: Memory
    suspended: bool


def cards(session: Session, person_id: int, article_slug: str) -> list[MappedCard]:
    """In the order of the questions; those of sets that nobody may take now are left out."""
    rows = session.execute(
        select(MemoryRow, QuestionRow.id, NoteRow.document, VersionRow.document)
        .join(CardRow, CardRow.id == MemoryRow.card_id)
        .join(NoteRow, NoteRow.id == CardRow.note_id)
        .join(QuestionRow, QuestionRow.id == NoteRow.question_id)
        .join(VersionRow, (VersionRow.question_id == QuestionRow.id) & (VersionRow.number == QuestionRow.version))
        .join(SetRow, SetRow.id == CardRow.set_id)
        .join(ArticleRow, ArticleRow.id == QuestionRow.article_id)
        .where(
            MemoryRow.person_id == person_id,
            ArticleRow.slug == article_slug,
            CardRow.live,
            SetRow.withdrawn_at.is_(None),
            SetRow.visibility != "draft",
        )
        .order_by(SetRow.position, SetRow.id, QuestionRow.position, QuestionRow.id, CardRow.id)
    )
    return [_mapped(row, question_id, Note.model_validate(note), version) for row, question_id, note, version in rows]


def _mapped(row: MemoryRow, question_id: int, note: Note, version: dict[str, object]) -> MappedCard:
    question = from_dict(version)
    return MappedCard(
        question_id, question.stem, note.card.front, note.language, question.evidence, memory_of(row), row.suspended
    )


def running_test(session: Session, person_id: int, article_slug: str) -> int | None:
    """An unfinished test of a set on the article: while there is one, nobody is shown where the answers stand."""
    return session.scalar(
        select(AttemptRow.id)
        .join(SetRow, SetRow.id == AttemptRow.set_id)
        .join(ArticleRow, ArticleRow.id == SetRow.article_id)
        .where(
            AttemptRow.person_id == person_id,
            ArticleRow.slug == article_slug,
            AttemptRow.mode == "test",
            AttemptRow.finished_at.is_(None),
        )
        .order_by(AttemptRow.id.desc())
        .limit(1)
    )
