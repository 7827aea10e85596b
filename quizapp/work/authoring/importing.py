"""Cards from Anki as drafts of questions: a file is kept, looked through, and brought in portions, each whole."""

from __future__ import annotations

from collections.abc import Collection as Members
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import PurePath

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingSet
from quizapp.core.sentences import Busy, NotFound, Refusal, Sentence, Unreadable, say
from quizapp.formats.anki.questions.contents import Contents, contents, identified
from quizapp.formats.anki.questions.entries import Entry, token_in
from quizapp.formats.anki.questions.texts import Draw
from quizapp.formats.anki.reading import read_package
from quizapp.formats.anki.reading.collection import Collection
from quizapp.formats.anki.text.reading import read_notes
from quizapp.formats.pictures import Prepared, prepared
from quizapp.store import uploads
from quizapp.store.authoring import brought
from quizapp.store.authoring.brought import Held
from quizapp.store.tables import UploadRow
from quizapp.work.authoring import differing, making, sets
from quizapp.work.authoring.access import opened
from quizapp.work.authoring.articles import opened_article, owned_article
from quizapp.work.authoring.differing import Returned, returned
from quizapp.work.authoring.portions import Choice, LeftOut, Portion, chosen, portion
from quizapp.work.transactions import writing

#: In bytes; the form around it must go through as well.
LARGEST = 11_000_000
#: A text may begin with "PK" as well.
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_FILE, _REPORT = "import", "report"


@dataclass(frozen=True)
class Look:
    """A file that was brought: what is in it, and what bringing it now makes; `stamp` tells it from the next."""

    name: str
    stamp: str
    contents: Contents
    twice: int
    portion: Portion
    returned: Returned


@dataclass(frozen=True)
class Made:
    """A question that was made: how it begins in Anki, of what kind, of how many cards, and what to look at in it."""

    question_id: int
    title: str
    kind: str
    cards: int
    told: tuple[Sentence, ...]


@dataclass(frozen=True)
class Report:
    """What was done with a portion; `choice` brings the next one to the same set."""

    name: str
    stamp: str
    set_id: int
    choice: Choice
    made: tuple[Made, ...]
    left_out: tuple[LeftOut, ...]
    here: int
    later: int

    def is_of(self, stamp: str, choice: Choice) -> bool:
        """Whether this is what came of the same choice from the same file."""
        same = (self.choice.decks, self.choice.tag, self.choice.plain) == (choice.decks, choice.tag, choice.plain)
        return same and self.stamp == stamp


_REPORTS = TypeAdapter(Report)


class Nothing(Refusal):
    """There was nothing left to make."""

    def __init__(self) -> None:
        super().__init__(say("There is nothing left to bring: what can be asked of these notes is here already."))


def keep(session: Session, author: Author, name: str, data: bytes, now: datetime) -> None:
    """Hold a file that can be read until it is decided about. Raises `Unreadable` with what to do about it."""
    if not data:
        raise Unreadable(say("Choose a file that has something in it."))
    if len(data) > LARGEST:
        raise Unreadable(
            say("This file is larger than 11 MB. In Anki, export fewer decks at a time, or without media.")
        )
    if not _read(name, data).notes:
        raise Unreadable(say("There is no note in this file. In Anki, export a deck that has cards."))
    fit = name.replace("\x00", "").encode(errors="replace").decode()[:200]
    with writing(session):
        uploads.keep(session, author.person_id, _FILE, fit, data, now)


def _read(name: str, data: bytes) -> Collection:
    try:
        if data.startswith(_ZIP) or PurePath(name).suffix.lower() in {".apkg", ".colpkg"}:
            return read_package(data)
        return read_notes(data)
    except Busy:
        raise
    except Refusal as refused:
        raise Unreadable(refused.sentence) from refused


def held(session: Session, author: Author) -> str | None:
    """The name of the file that waits; None where none does."""
    upload = uploads.held(session, author.person_id, _FILE)
    return upload.name if upload else None


def look(session: Session, author: Author, choice: Choice) -> Look | None:
    """What is in the file that waits, and what would be made of it; None where there is none. Never writes."""
    upload = uploads.held(session, author.person_id, _FILE)
    if upload is None:
        return None
    return _look(session, author, upload.name, upload.data, choice, _undrawn)


def _look(session: Session, author: Author, name: str, data: bytes, choice: Choice, draw: Draw) -> Look:
    found = _read(name, data)
    each_once = identified(found)
    own = returned(session, author, chosen(each_once, choice))
    others = replace(each_once, notes=tuple(note for note in each_once.notes if note.guid not in own.guids))
    return Look(
        name,
        _stamp(data),
        contents(each_once),
        len(found.notes) - len(each_once.notes),
        portion(others, choice, _known(session, author, choice), draw),
        own,
    )


def _stamp(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]


def _undrawn(_: bytes) -> Prepared:
    """Stands for a picture while nothing is made yet: to draw two hundred anew takes a while."""
    return Prepared("image/png", b"", 0, 0)


def _known(session: Session, author: Author, choice: Choice) -> dict[str, Held]:
    """What was brought before to the article that was chosen. Raises as `opened` and `owned_article`."""
    if choice.set_id is not None:
        article_id: int | None = opened(session, author, choice.set_id, "edit").article_id
    elif choice.article_id is not None:
        article_id = owned_article(session, author, choice.article_id).id
    else:
        return {}
    return brought.held(session, article_id, token_in) if article_id is not None else {}


def take(session: Session, author: Author, stamp: str, choice: Choice, now: datetime) -> None:
    """Make the next portion of the file with this stamp, all of it or nothing, and report it.

    Raises `Nothing` where nothing is left, `Refusal` where another file was brought meanwhile.
    """
    upload = _waiting(session, author, stamp)
    name, data = upload.name, upload.data
    # Before the lock is taken: to read a package and draw its pictures takes a while.
    seen = _look(session, author, name, data, choice, prepared).portion
    with writing(session):
        found, known = _target(session, author, choice, now)
        entries = [entry for entry in seen.entries if not _is_here(entry, known)]
        if not entries:
            raise Nothing
        ids = making.make(session, found, author, entries, known, now)
        onward = replace(choice, set_id=found.id, article_id=None, title="")
        report = Report(name, stamp, found.id, onward, _made(ids, entries), seen.left_out, seen.here, seen.later)
        uploads.keep(session, author.person_id, _REPORT, name, _REPORTS.dump_json(report), now)


def take_over(session: Session, author: Author, stamp: str, notes: Members[int], now: datetime) -> int:
    """Take what was changed in Anki in these notes of ours into the drafts of their questions; gives how many."""
    upload = _waiting(session, author, stamp)
    found = identified(_read(upload.name, upload.data)).notes
    with writing(session):
        return len(differing.take_over(session, author, found, notes, now))


def _waiting(session: Session, author: Author, stamp: str) -> UploadRow:
    upload = uploads.held(session, author.person_id, _FILE)
    if upload is None:
        raise NotFound(say("This file is no longer here. Choose it again; nothing was made."))
    if _stamp(upload.data) != stamp:
        raise Refusal(say("You have chosen another file since. Look what is in it first; nothing was made."))
    return upload


def _target(session: Session, author: Author, choice: Choice, now: datetime) -> tuple[WorkingSet, dict[str, Held]]:
    """The set that was chosen, or a new one, with the article locked: nobody else brings cards to it meanwhile."""
    if choice.set_id is not None:
        article_id = opened(session, author, choice.set_id, "edit").article_id
        opened_article(session, author, article_id, lock=True)
        set_id = choice.set_id
    elif choice.article_id is not None:
        article = owned_article(session, author, choice.article_id, lock=True)
        article_id, set_id = article.id, sets.begin_set(session, author, article, {"title": choice.title}, now)
    else:
        raise Unreadable(say("Choose where the questions are to go: a set, or an article for a new one."))
    return opened(session, author, set_id, "edit", lock=True), brought.held(session, article_id, token_in)


def _is_here(entry: Entry, known: Mapping[str, Held]) -> bool:
    names = [entry.name, *(str(pair["id"]) for pair in entry.document.get("pairs", ()))]
    found = (known.get(token_in(name) or "") for name in names)
    return any(each is not None and each.state != "gone" for each in found)


def _made(ids: list[int], entries: list[Entry]) -> tuple[Made, ...]:
    return tuple(
        Made(question_id, entry.title, str(entry.document["kind"]), entry.cards, entry.told)
        for question_id, entry in zip(ids, entries, strict=True)
    )


def report(session: Session, author: Author) -> Report | None:
    """What was made last; None where that is long ago."""
    upload = uploads.held(session, author.person_id, _REPORT)
    return _REPORTS.validate_json(upload.data) if upload else None
