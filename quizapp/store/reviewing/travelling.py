"""What somebody takes to Anki and brings back: memories, and the log."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import Session

from quizapp.core.memory.memory import Memory
from quizapp.core.schedule_export import CardName, LoggedReview
from quizapp.store.reviewing.memories import memory_of
from quizapp.store.tables import ArticleRow, CardRow, MemoryRow, NoteRow, ReviewRow, SetRow

#: So many ids fit into one statement on every database.
_AT_ONCE = 500


@dataclass(frozen=True)
class Place:
    """A card by its name, with the set that its question is in now; `is_there`: whether that set can be reviewed."""

    name: CardName
    card_id: int
    set_id: int
    slug: str
    title: str
    language: str
    is_there: bool


def memories(session: Session, person_id: int, set_ids: Sequence[int]) -> list[tuple[CardName, Memory, bool]]:
    """What the person remembers of the cards of these sets, and whether each is suspended; always in one order."""
    rows = session.execute(
        select(NoteRow.guid, CardRow.ord, MemoryRow)
        .join(CardRow, CardRow.id == MemoryRow.card_id)
        .join(NoteRow, NoteRow.id == MemoryRow.note_id)
        .where(MemoryRow.person_id == person_id, CardRow.set_id.in_(set_ids))
        .order_by(MemoryRow.id)
    )
    return [((guid, place), memory_of(row), row.suspended) for guid, place, row in rows]


def standing_log(session: Session, person_id: int, set_ids: Sequence[int]) -> list[LoggedReview]:
    """All answers on the cards of these sets that were not taken back."""
    which = (ReviewRow.person_id == person_id, CardRow.set_id.in_(set_ids), ReviewRow.undone_at.is_(None))
    return [review for review, _ in _log(session, *which)]


def known_guids(session: Session, guids: Iterable[str]) -> frozenset[str]:
    """Those that are of notes of this site."""
    found: set[str] = set()
    for some in _portions(sorted(set(guids))):
        found.update(session.scalars(select(NoteRow.guid).where(NoteRow.guid.in_(some))))
    return frozenset(found)


def places(session: Session, guids: Iterable[str]) -> dict[CardName, Place]:
    """The cards of these notes."""
    found: dict[CardName, Place] = {}
    for some in _portions(sorted(set(guids))):
        rows = session.execute(
            select(NoteRow.guid, CardRow.ord, CardRow.id, CardRow.live, SetRow, ArticleRow.withdrawn_at)
            .join(CardRow, CardRow.note_id == NoteRow.id)
            .join(SetRow, SetRow.id == CardRow.set_id)
            .join(ArticleRow, ArticleRow.id == SetRow.article_id)
            .where(NoteRow.guid.in_(some))
        )
        for guid, place, card_id, live, row, withdrawn_at in rows:
            is_there = live and row.visibility != "draft" and row.withdrawn_at is None and withdrawn_at is None
            language = row.document.get("language", "en")
            found[guid, place] = Place((guid, place), card_id, row.id, row.slug, row.title, language, is_there)
    return found


def memory_rows(
    session: Session, person_id: int, card_ids: Collection[int], *, to_change: bool = False
) -> dict[int, MemoryRow]:
    """The person's memories of these cards, by card."""
    found: dict[int, MemoryRow] = {}
    for some in _portions(sorted(card_ids)):
        # In one order for all, so that no two wait for each other.
        own = select(MemoryRow).where(MemoryRow.person_id == person_id, MemoryRow.card_id.in_(some))
        rows = session.scalars((own.with_for_update() if to_change else own).order_by(MemoryRow.id))
        found |= {row.card_id: row for row in rows}
    return found


def log_of(session: Session, memory_ids: Collection[int]) -> Iterator[tuple[LoggedReview, bool]]:
    """The log of these memories in order of time; with each answer whether it was taken back."""
    for some in _portions(sorted(memory_ids)):
        yield from _log(session, ReviewRow.memory_id.in_(some))


def add_to_log(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _AT_ONCE):
        session.execute(insert(ReviewRow), rows[start : start + _AT_ONCE])


def _log(session: Session, *which: ColumnElement[bool]) -> Iterator[tuple[LoggedReview, bool]]:
    rows = session.execute(
        select(
            NoteRow.guid,
            CardRow.ord,
            ReviewRow.rating,
            ReviewRow.at,
            ReviewRow.state,
            ReviewRow.interval,
            ReviewRow.last_interval,
            ReviewRow.took,
            ReviewRow.difficulty,
            ReviewRow.undone_at,
        )
        .join(MemoryRow, MemoryRow.id == ReviewRow.memory_id)
        .join(CardRow, CardRow.id == MemoryRow.card_id)
        .join(NoteRow, NoteRow.id == MemoryRow.note_id)
        .where(*which)
        .order_by(ReviewRow.at, ReviewRow.id)
    )
    for guid, place, rating, at, state, interval, last, took, difficulty, undone_at in rows:
        spans = timedelta(seconds=interval), timedelta(seconds=last)
        review = LoggedReview(guid, place, rating, at, state, *spans, took, difficulty)  # type: ignore[arg-type]
        yield review, undone_at is not None


def _portions(ids: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
