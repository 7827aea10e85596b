"""The cards of the ledger's notes, and a memory of each for everyone who reviews their set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, insert, literal, select
from sqlalchemy.orm import Session

from quizapp.core.deck import Note
from quizapp.store.tables import CardRow, MemoryRow, NoteRow, QuestionRow, SetRow, StudyRow

#: So many ids fit into one statement on every database.
_AT_ONCE = 500
#: A memory as it begins: the table's defaults are Python's, and no statement within the database asks them.
_BEGINNING: Mapping[str, Any] = {"state": "new", "reps": 0, "lapses": 0, "suspended": False, "flagged": False}


def update(session: Session, article_id: int, notes: Iterable[NoteRow], sets: Mapping[int, int]) -> None:
    """Bring the cards up to date with all of an article's notes; `sets` gives the set of each question.

    What is new in a set comes to everyone who reviews it.
    """
    held = _held(session, article_id)
    changed: list[int] = []
    fresh: list[dict[str, Any]] = []
    for note, place, live in _places(notes):
        card, set_id = held.get((note.id, place)), sets[note.question_id]
        if card is None:
            fresh.append({"note_id": note.id, "ord": place, "set_id": set_id, "live": live})
        elif (card.set_id, card.live) != (set_id, live):
            card.set_id, card.live = set_id, live
            changed.append(card.id)
    session.flush()
    if fresh:
        changed += session.scalars(insert(CardRow).returning(CardRow.id), fresh)
    for start in range(0, len(changed), _AT_ONCE):
        hand_out(session, CardRow.id.in_(changed[start : start + _AT_ONCE]))


def hand_out(session: Session, *which: ColumnElement[bool]) -> None:
    """A new memory of each live card in `which` for everyone who reviews its set and has none, in the sets' order."""
    known = select(MemoryRow.id).where(MemoryRow.person_id == StudyRow.person_id, MemoryRow.card_id == CardRow.id)
    owed = (
        select(StudyRow.person_id, CardRow.id, CardRow.note_id, *map(literal, _BEGINNING.values()))
        .select_from(CardRow)
        .join(StudyRow, StudyRow.set_id == CardRow.set_id)
        .join(NoteRow, NoteRow.id == CardRow.note_id)
        .join(QuestionRow, QuestionRow.id == NoteRow.question_id)
        .join(SetRow, SetRow.id == CardRow.set_id)
        .where(CardRow.live, ~known.exists(), *which)
        .order_by(SetRow.position, SetRow.id, QuestionRow.position, QuestionRow.id, NoteRow.id, CardRow.ord)
    )
    columns = ["person_id", "card_id", "note_id", *_BEGINNING]
    session.execute(insert(MemoryRow).from_select(columns, owed, include_defaults=False))


def _held(session: Session, article_id: int) -> dict[tuple[int, int], CardRow]:
    cards = session.scalars(
        select(CardRow)
        .join(NoteRow, NoteRow.id == CardRow.note_id)
        .join(QuestionRow, QuestionRow.id == NoteRow.question_id)
        .where(QuestionRow.article_id == article_id)
    )
    return {(card.note_id, card.ord): card for card in cards}


def _places(notes: Iterable[NoteRow]) -> Iterator[tuple[NoteRow, int, bool]]:
    """Each card that notes make, and whether it is still asked."""
    for note in notes:
        for place, asked in Note.model_validate(note.document).places.items():
            yield note, place, asked and not note.retired
