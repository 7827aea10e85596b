"""What learners take home: the ledger of notes, read as decks and as exports."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.deck import DatedNote, Deck, Note, SetExport
from quizapp.core.library import Article
from quizapp.store.library import question_set
from quizapp.store.tables import ArticleRow, NoteRow, QuestionRow, SetRow


def set_export(session: Session, slug: str) -> SetExport | None:
    """A set for any format to write; None for one that is not there."""
    held = question_set(session, slug)
    if held is None:
        return None
    notes = _notes(session, SetRow.id == held.id)[held.id]
    deck = Deck(held.deck_name, held.content.description or "", tuple(notes))
    return SetExport(held.article, held.content, held.source, deck)


def article_deck(session: Session, slug: str) -> tuple[Article, Deck] | None:
    """An article's deck, its sets as subdecks in order; None for an article that is not there."""
    row = session.scalar(select(ArticleRow).where(ArticleRow.slug == slug, ArticleRow.withdrawn_at.is_(None)))
    if row is None:
        return None
    notes = _notes(session, SetRow.article_id == row.id)
    sets = session.scalars(select(SetRow).where(SetRow.article_id == row.id).order_by(SetRow.position, SetRow.id))
    subdecks = tuple(
        Deck(part.deck_name, part.document.get("description") or "", tuple(notes[part.id]))
        for part in sets
        if part.id in notes
    )
    return Article.model_validate(row.document), Deck(row.deck_name, "", (), subdecks)


def _notes(session: Session, which: Any) -> dict[int, list[DatedNote]]:
    """The notes by set: questions in order, a question's notes in the order in which they were first made."""
    rows = session.execute(
        select(NoteRow, QuestionRow.set_id)
        .join(QuestionRow, QuestionRow.id == NoteRow.question_id)
        .join(SetRow, SetRow.id == QuestionRow.set_id)
        .where(which)
        .order_by(QuestionRow.position, QuestionRow.id, NoteRow.id)
    )
    notes: dict[int, list[DatedNote]] = defaultdict(list)
    for row, set_id in rows:
        notes[set_id].append(DatedNote(row.guid, row.changed, row.retired, Note.model_validate(row.document)))
    return notes
