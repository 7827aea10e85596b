"""The ledger of notes and their cards: who keeps which identity for good, and when a learner would see a change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256

from sqlalchemy.orm import Session

from quizapp.core.card import Card
from quizapp.core.deck import Note, Surroundings, notes
from quizapp.core.kinds import from_dict
from quizapp.core.library import Article
from quizapp.store import bank, decks
from quizapp.store.bank import HeldArticle
from quizapp.store.reviewing import cards
from quizapp.store.tables import NoteRow, QuestionRow

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_LONGEST_NAME = 80


@dataclass(frozen=True)
class _Entry:
    """A note as it stands today, with what gives it its identity and its first date."""

    row: QuestionRow
    note: Note
    name: str
    first_changed: int

    @property
    def place(self) -> tuple[int, str]:
        return self.row.id, self.name

    @property
    def live(self) -> bool:
        return self.row.withdrawn_at is None


def enter(session: Session, held: HeldArticle, article: Article, now: datetime) -> None:
    """Bring the ledger up to date with the article's questions as they now stand."""
    rows = bank.notes(session, held.row.id)
    entries = {entry.place: entry for entry in _entries(session, held, article, now)}
    fresh = [_first(article, entry) for place, entry in entries.items() if place not in rows and entry.live]
    for place, row in rows.items():
        if place in entries:
            _update(row, entries[place], now)
        else:
            _retire(row, retired=True, changed=_later(row.changed, now))
    session.add_all(fresh)
    session.flush()
    sets = {question.id: question.set_id for question in held.questions.values()}
    cards.update(session, held.row.id, [*rows.values(), *fresh], sets)


def _entries(session: Session, held: HeldArticle, article: Article, now: datetime) -> list[_Entry]:
    languages, pictures = decks.languages(session, held.row.id), decks.picture_digests(session, held.row.id)
    entries = []
    for row in held.questions.values():
        if row.id not in held.versions:
            # Still being written: it was never published.
            continue
        question = from_dict(held.versions[row.id].document)
        first_changed = _seconds(question.revised or article.published, now)
        around = Surroundings(article, languages[row.set_id], pictures)
        entries += [_Entry(row, note, name_of(note.card), first_changed) for note in notes(question, around)]
    return entries


def name_of(card: Card) -> str:
    """What names a note within its question: Anki never updates a note to another note type, so the style counts."""
    name = f"{card.style}:{card.part}"
    return name if len(name) <= _LONGEST_NAME else sha256(name.encode()).hexdigest()


def guid(article_slug: str, question: str, name: str) -> str:
    """The identity of a note for good: from the permanent ids, never from the text."""
    number = int.from_bytes(sha256("\x1f".join(["quizapp", article_slug, question, name]).encode()).digest()[:16])
    letters = []
    while number:
        number, place = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    return "".join(letters)


def _first(article: Article, entry: _Entry) -> NoteRow:
    identity = guid(article.slug, entry.row.name, entry.name)
    document = entry.note.model_dump(mode="json", exclude_defaults=True)
    return NoteRow(entry.row.id, entry.name, identity, entry.note.digest, document, entry.first_changed)


def _update(row: NoteRow, entry: _Entry, now: datetime) -> None:
    """One change, one later date: what reads as before keeps its date, or it would overwrite learners' own edits."""
    before, changed = Note.model_validate(row.document), _later(row.changed, now)
    note = _with_retired_gaps(entry.note, before)
    if note != before:
        row.document, row.digest = note.model_dump(mode="json", exclude_defaults=True), note.digest
        row.changed = changed
    _retire(row, retired=not entry.live, changed=changed)


def _with_retired_gaps(note: Note, before: Note) -> Note:
    """A gap's number that was ever exported stays: a dropped one would leave an empty card in every collection."""
    used = {gap.number for gap in before.card.gaps} | set(before.retired_gaps)
    gone = tuple(sorted(used - {gap.number for gap in note.card.gaps}))
    return note.model_copy(update={"retired_gaps": gone}) if gone else note


def _retire(row: NoteRow, *, retired: bool, changed: int) -> None:
    if row.retired != retired:
        row.retired, row.changed = retired, changed


def _later(before: int, now: datetime) -> int:
    return max(int(now.timestamp()), before + 1)


def _seconds(day: date, now: datetime) -> int:
    """A time that Anki knows: after 1970, and not still to come."""
    return max(1, int(min(datetime.combine(day, time(), UTC), now).timestamp()))
