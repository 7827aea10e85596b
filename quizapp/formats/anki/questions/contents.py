"""What is in a package before anything is made of it: decks, note types and tags, with counts of notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from quizapp.formats.anki.reading.collection import Collection, Note

#: A question takes no longer one.
_LONGEST_TAG = 100
Counted = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Contents:
    """Names with how many notes each has, in alphabetical order. A note is in the deck of its first card."""

    notes: int
    decks: Counted
    note_types: Counted
    tags: Counted


def contents(collection: Collection) -> Contents:
    return Contents(
        len(collection.notes),
        _counted(deck_of(collection, note) for note in collection.notes),
        _counted(note.type.name for note in collection.notes),
        _counted(tag for note in collection.notes for tag in set(note.tags) if len(tag) <= _LONGEST_TAG),
    )


def _counted(names: Iterable[str]) -> Counted:
    return tuple(sorted(Counter(names).items()))


def deck_of(collection: Collection, note: Note) -> str:
    cards = collection.cards_by_note.get(note.id, ())
    return min(cards, key=lambda card: card.ord).deck if cards else ""


def deck_key(name: str) -> str:
    """A short stand-in for a deck's name, which may be long."""
    return sha256(name.encode(errors="replace")).hexdigest()[:10]


def identified(collection: Collection) -> Collection:
    """The collection with each note once, by its guid; one that has none is known by all that it says."""
    known: dict[str, Note] = {}
    for note in collection.notes:
        guid = note.guid or sha256("\x1f".join((note.type.name, *note.values)).encode(errors="replace")).hexdigest()
        known.setdefault(guid, note if note.guid else replace(note, guid=guid))
    return replace(collection, notes=tuple(known.values()))
