"""Our own deck brought back: its questions are here, and what was changed in Anki is offered, never taken by itself."""

from __future__ import annotations

from collections.abc import Collection as Members
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingSet
from quizapp.core.evidence import reading
from quizapp.formats.anki.questions.differences import Change, changes
from quizapp.formats.anki.reading.collection import Note
from quizapp.store.authoring import brought, working
from quizapp.store.authoring.brought import Own
from quizapp.work.authoring import drafting, finding
from quizapp.work.authoring.access import opened, own_question

#: Of notes that differ so many are offered at once.
MOST_OFFERED = 100


@dataclass(frozen=True)
class Part:
    """A part of a question that says something else in the file; `name` "" where only its author can mend it."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """A note of ours that was changed in Anki; `note_id` names it in the form."""

    note_id: int
    question_id: int
    set_id: int
    title: str
    parts: tuple[Part, ...]

    @property
    def can_be_taken(self) -> bool:
        return any(part.name for part in self.parts)


@dataclass(frozen=True)
class Returned:
    """Notes of ours in a file: `guids` of all; `same` say nothing new; of the others some are offered."""

    guids: frozenset[str] = frozenset()
    same: int = 0
    offered: tuple[Difference, ...] = ()
    more: int = 0


def returned(session: Session, author: Author, notes: Sequence[Note]) -> Returned:
    """Those of the notes that are of questions which this person may change, compared with how these stand."""
    known = brought.own(session, author, [note.guid for note in notes])
    differing = [found for note in notes if note.guid in known and (found := _difference(note, known[note.guid]))]
    return Returned(
        frozenset(known),
        len(known) - len(differing),
        tuple(differing[:MOST_OFFERED]),
        len(differing[MOST_OFFERED:]),
    )


def _difference(note: Note, own: Own) -> Difference | None:
    """None where the file says the same, or what our deck said before."""
    if own.dated.retired or note.modified <= own.dated.changed:
        return None
    parts = tuple(part for change in changes(note, own.article, own.dated) if (part := _part(change, own)))
    stem = str(own.document.get("stem", ""))
    return Difference(own.note_id, own.question_id, own.set_id, stem, parts) if parts else None


def _part(change: Change, own: Own) -> Part | None:
    # An answer in other words than a typed text is marked by more than what the card says.
    is_text = change.part != "answer" or own.document.get("kind") == "short_text"
    name = change.part if is_text else ""
    before = str(own.document.get(name, "")) if name else ""
    return None if name and before == change.after else Part(name, before, change.after)


def take_over(
    session: Session, author: Author, notes: Sequence[Note], chosen: Members[int], now: datetime
) -> list[Difference]:
    """What was changed in the chosen notes, into the drafts of their questions; within a transaction."""
    offered = returned(session, author, notes).offered
    taken = [each for each in offered if each.note_id in chosen and each.can_be_taken]
    sets = {set_id: opened(session, author, set_id, "edit", lock=True) for set_id in sorted({t.set_id for t in taken})}
    for each in taken:
        _redraft(session, author, sets[each.set_id], each, now)
    return taken


def _redraft(session: Session, author: Author, found: WorkingSet, changed: Difference, now: datetime) -> None:
    question = own_question(found, changed.question_id)
    row = working.question_rows(session, [question.id])[question.id]
    held = working.drafts_of(session, [question.id]).get(question.id)
    # Of several notes of one question an earlier one may have written into the draft already.
    document = dict(held.document if held is not None and held.document is not None else question.document)
    document |= {part.name: part.after for part in changed.parts if part.name}
    draft = drafting.touched(session, found, row, held, author, now)
    draft.document = document
    finding.note(row, document, found.language, reading(found.article.body))
    session.flush()
