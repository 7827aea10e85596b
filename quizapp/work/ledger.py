"""The ledger of notes: who keeps which identity for good, and when a learner would see a change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from hashlib import sha256

from sqlalchemy.orm import Session

from quizapp.core.deck import Note, notes
from quizapp.core.kinds import from_dict
from quizapp.core.library import Article
from quizapp.core.question import Question
from quizapp.store import bank
from quizapp.store.bank import HeldArticle
from quizapp.store.tables import NoteRow, QuestionRow

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def enter(session: Session, held: HeldArticle, article: Article, now: datetime) -> None:
    """Bring the ledger up to date with the article's questions as they now stand."""
    rows = bank.notes(session, held.row.id)
    live: set[tuple[int, str]] = set()
    for question_row, question in _questions(held):
        for note in notes(question, article):
            place = (question_row.id, note.card.part)
            _enter_note(session, rows.get(place), _Entry(article, question_row, question, note), now)
            if question_row.withdrawn_at is None:
                live.add(place)
    for place, row in rows.items():
        _retire(row, retired=place not in live, now=now)
    session.flush()


class _Entry:
    """A note about to be entered, with what gives it its identity and its first date."""

    def __init__(self, article: Article, row: QuestionRow, question: Question, note: Note) -> None:
        self.question_id = row.id
        self.note = note
        self.guid = guid(article.slug, row.name, note.card.part)
        self.first_changed = _seconds(question.revised or article.published)


def _questions(held: HeldArticle) -> Iterator[tuple[QuestionRow, Question]]:
    for row in held.questions.values():
        yield row, from_dict(held.versions[row.id].document)


def guid(article_slug: str, question: str, part: str) -> str:
    """The identity of a note for good: from the permanent ids, never from the text."""
    number = int.from_bytes(sha256("\x1f".join(["quizapp", article_slug, question, part]).encode()).digest()[:16])
    letters = []
    while number:
        number, place = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    return "".join(letters)


def _enter_note(session: Session, row: NoteRow | None, entry: _Entry, now: datetime) -> None:
    note = _with_retired_gaps(entry.note, Note.model_validate(row.document) if row else None)
    document = note.model_dump(mode="json", exclude_defaults=True)
    if row is None:
        session.add(NoteRow(entry.question_id, note.card.part, entry.guid, note.digest, document, entry.first_changed))
    elif row.digest != note.digest:
        row.digest, row.document = note.digest, document
        row.changed = _later(row.changed, now)


def _with_retired_gaps(note: Note, before: Note | None) -> Note:
    """A gap's number that was ever exported stays: a dropped one would leave an empty card in every collection."""
    if before is None:
        return note
    used = {gap.number for gap in before.card.gaps} | set(before.retired_gaps)
    gone = tuple(sorted(used - {gap.number for gap in note.card.gaps}))
    return note.model_copy(update={"retired_gaps": gone}) if gone else note


def _retire(row: NoteRow, *, retired: bool, now: datetime) -> None:
    if row.retired != retired:
        row.retired = retired
        row.changed = _later(row.changed, now)


def _later(before: int, now: datetime) -> int:
    return max(int(now.timestamp()), before + 1)


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
