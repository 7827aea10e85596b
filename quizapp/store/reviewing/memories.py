"""Memories of cards, with what the cards show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from quizapp.core.deck import Note
from quizapp.core.memory.memory import Memory
from quizapp.store.tables import ArticleRow, CardRow, MemoryRow, NoteRow, SetRow, SlotRow, VersionRow

#: When a new card is due: at any time.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class HeldCard:
    """A card with a person's memory of it. `id` is the memory's; `place` counts the note's cards from 0."""

    id: int
    place: int
    guid: str
    note: Note
    memory: Memory
    flagged: bool
    suspended: bool
    live: bool
    set_slug: str
    set_title: str
    article_slug: str


def held_cards(session: Session, person_id: int, ids: Sequence[int]) -> list[HeldCard]:
    """These cards in this order; those of other people are not among them."""
    rows = session.execute(
        select(MemoryRow, CardRow, NoteRow.guid, NoteRow.document, SetRow.slug, SetRow.title, ArticleRow.slug)
        .join(CardRow, CardRow.id == MemoryRow.card_id)
        .join(NoteRow, NoteRow.id == CardRow.note_id)
        .join(SetRow, SetRow.id == CardRow.set_id)
        .join(ArticleRow, ArticleRow.id == SetRow.article_id)
        .where(MemoryRow.person_id == person_id, MemoryRow.id.in_(ids))
    )
    found = {row[0].id: _held(*row) for row in rows}
    return [found[number] for number in ids if number in found]


def set_aside(session: Session, person_id: int, most: int) -> list[HeldCard]:
    """The cards that the person has suspended or flagged, the latest first, of sets whether reviewed or not."""
    marked = (MemoryRow.suspended.is_(True), MemoryRow.flagged.is_(True))
    found = select(MemoryRow.id).where(MemoryRow.person_id == person_id, or_(*marked))
    return held_cards(session, person_id, session.scalars(found.order_by(MemoryRow.id.desc()).limit(most)).all())


def owned(session: Session, person_id: int, memory_id: int) -> MemoryRow | None:
    """The person's own memory, for a change."""
    own = select(MemoryRow).where(MemoryRow.person_id == person_id, MemoryRow.id == memory_id)
    return session.scalar(own.with_for_update())


def in_review(session: Session, person_id: int, slot_ids: Sequence[int]) -> dict[tuple[int, str, int], MemoryRow]:
    """The person's memories of the cards of the questions in these slots: by slot, note's part and card's place.

    Only those in review, that is: learnt before.
    """
    rows = session.execute(_IN_REVIEW, {"person_id": person_id, "slot_ids": slot_ids})
    return {(slot_id, part, place): memory for slot_id, part, place, memory in rows}


#: Asked at each answer in a quiz, so put together once.
_IN_REVIEW = (
    select(SlotRow.id, NoteRow.part, CardRow.ord, MemoryRow)
    .join(VersionRow, VersionRow.id == SlotRow.version_id)
    .join(NoteRow, NoteRow.question_id == VersionRow.question_id)
    .join(CardRow, CardRow.note_id == NoteRow.id)
    .join(MemoryRow, MemoryRow.card_id == CardRow.id)
    .where(
        SlotRow.id.in_(bindparam("slot_ids", expanding=True)),
        MemoryRow.person_id == bindparam("person_id"),
        MemoryRow.state == "review",
        CardRow.live,
    )
)


def memory_of(row: MemoryRow) -> Memory:
    return Memory(
        row.state,  # type: ignore[arg-type]  # one of the four
        row.step,
        row.stability,
        row.difficulty,
        row.due or NEVER,
        row.last_review,
        row.lapses,
        row.reps,
    )


def remember(row: MemoryRow, memory: Memory) -> None:
    """Write a memory into its row."""
    row.state, row.step = memory.state, memory.step
    row.stability, row.difficulty = memory.stability, memory.difficulty
    # New cards have no day: the queue looks for them by that.
    row.due = None if memory.state == "new" else memory.due
    row.last_review, row.lapses, row.reps = memory.last_review, memory.lapses, memory.reps


def to_document(memory: Memory) -> dict[str, Any] | None:
    """A memory as the log keeps it; None for that of a new card."""
    if memory == Memory():
        return None
    last = memory.last_review
    return {
        "state": memory.state,
        "step": memory.step,
        "stability": memory.stability,
        "difficulty": memory.difficulty,
        "due": memory.due.isoformat(),
        "last_review": last.isoformat() if last else None,
        "lapses": memory.lapses,
        "reps": memory.reps,
    }


def from_document(document: Mapping[str, Any] | None) -> Memory:
    if document is None:
        return Memory()
    last = document["last_review"]
    moments = {
        "due": datetime.fromisoformat(document["due"]),
        "last_review": datetime.fromisoformat(last) if last else None,
    }
    return Memory(**{**document, **moments})


def _held(
    row: MemoryRow, card: CardRow, guid: str, document: Mapping[str, Any], slug: str, title: str, article: str
) -> HeldCard:
    return HeldCard(
        row.id,
        card.ord,
        guid,
        Note.model_validate(document),
        memory_of(row),
        row.flagged,
        row.suspended,
        card.live,
        slug,
        title,
        article,
    )
