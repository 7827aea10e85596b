"""Questions made of what was brought from elsewhere, with their pictures: as drafts at the end of a set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingSet
from quizapp.core.evidence import reading
from quizapp.core.picture import Picture
from quizapp.core.sentences import Refusal, Sentence, say
from quizapp.formats.anki.questions.entries import Entry, token_in
from quizapp.formats.pictures import picture_name
from quizapp.store.authoring import articles, working
from quizapp.store.authoring.brought import Held
from quizapp.store.tables import DraftRow, PictureRow, QuestionRow
from quizapp.work.authoring import drafting, finding, pictures

_SHOWN = re.compile(r"\]\(([^()\s]+)\)")


def make(
    session: Session,
    found: WorkingSet,
    author: Author,
    brought: Sequence[Entry],
    held: Mapping[str, Held],
    now: datetime,
) -> list[int]:
    """The entries as drafts of a set that was opened for editing; gives the ids of their questions.

    What was deleted for learners as well comes back as what it was. Raises `Refusal` where the set would hold too much.
    """
    if len(found.questions) + len(found.removed) + len(brought) > drafting.MOST_QUESTIONS:
        most = drafting.MOST_QUESTIONS
        raise Refusal(
            say(
                "A set holds %(most)s questions at most. Choose fewer decks, or another set. Nothing was made.",
                most=most,
            )
        )
    names = _put(session, found.article_id, (picture for entry in brought for picture in entry.pictures))
    read, first = reading(found.article.body), working.last_place(session, found.article_id, found.id)
    rows = _rows(session, found, brought, held, first)
    for place, (row, entry) in enumerate(zip(rows, brought, strict=True), start=first):
        document = _renamed(dict(entry.document), names)
        session.add(DraftRow(row.id, found.id, place, row.version, now, author.person_id, document))
        finding.note(row, document, found.language, read)
    session.flush()
    return [row.id for row in rows]


def _rows(
    session: Session, found: WorkingSet, brought: Sequence[Entry], held: Mapping[str, Held], first: int
) -> list[QuestionRow]:
    """A new row for each, or the one that it had before."""
    before = [held.get(token_in(entry.name) or "") for entry in brought]
    known = working.question_rows(session, [each.question_id for each in before if each])
    rows = [
        known[each.question_id] if each else _row(found, entry.name, place)
        for place, (entry, each) in enumerate(zip(brought, before, strict=True), start=first)
    ]
    session.add_all(rows)
    session.flush()
    return rows


def _row(found: WorkingSet, name: str, place: int) -> QuestionRow:
    return QuestionRow(found.article_id, found.id, name or drafting.provisional_name(), place, 0)


def _put(session: Session, article_id: int, shown: Iterable[Picture]) -> dict[str, str]:
    """Put the pictures beside the article; gives how each is called there. One that is there already is not doubled."""
    held, names = articles.picture_names(session, article_id), dict[str, str]()
    for picture in shown:
        digest = sha256(picture.data).hexdigest()
        if digest not in held:
            if len(held) >= pictures.MOST:
                raise Refusal(_too_many())
            held[digest] = picture_name(picture.name, list(held.values()), picture.media_type)
            session.add(PictureRow(article_id, held[digest], picture.media_type, digest, picture.data))
        names[picture.name] = held[digest]
    return names


def _too_many() -> Sentence:
    return say(
        "An article holds %(most)s pictures at most, and these cards bring more. Choose fewer decks, or delete "
        "pictures that are not used. Nothing was made.",
        most=pictures.MOST,
    )


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """The document with each picture called as it is called beside the article."""
    if isinstance(value, str):
        return _SHOWN.sub(lambda found: f"]({names.get(found[1], found[1])})", value) if "](" in value else value
    if isinstance(value, Mapping):
        return {name: _renamed(each, names) for name, each in value.items()}
    return [_renamed(each, names) for each in value] if isinstance(value, list | tuple) else value
