"""Which notes of a package are brought next: of the decks that were chosen, those that are not here yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from quizapp.core.sentences import Sentence, say
from quizapp.formats.anki.questions import TOO_MUCH, Draft, drafts
from quizapp.formats.anki.questions.contents import deck_key, deck_of
from quizapp.formats.anki.questions.entries import Entry, entries, token
from quizapp.formats.anki.reading.collection import Collection, Note
from quizapp.formats.pictures import Prepared
from quizapp.store.authoring.brought import Held

#: So many are brought at once.
MOST_NOTES = 500
#: A set holds no more.
_MOST_CARDS = 1_000
#: Notes that give nothing don't count, but to look at them takes its time.
_MOST_LOOKED_AT = 5_000
#: Each is drawn anew.
_MOST_PICTURES = 40
_NO_CARD = say("It has no card.")


@dataclass(frozen=True)
class Choice:
    """What a teacher chose: `decks` by their keys, None for all; `tag` "" for all; a set, or an article for a new set.

    `plain` makes pairs of what is only turned over.
    """

    decks: frozenset[str] | None = None
    tag: str = ""
    article_id: int | None = None
    set_id: int | None = None
    title: str = ""
    plain: bool = False


@dataclass(frozen=True)
class LeftOut:
    """A card that gives no question: how its note begins, and why."""

    name: str
    why: tuple[Sentence, ...]


@dataclass(frozen=True)
class Portion:
    """What is brought next. `notes` give `entries`; `here` and `removed` were brought before; `later` wait."""

    chosen: int
    notes: int
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]
    here: int
    removed: int
    later: int

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """How many questions of which kind."""
        return Counter(str(entry.document["kind"]) for entry in self.entries).most_common()

    @property
    def cards(self) -> int:
        """How many cards become a part of a question with others."""
        return sum(entry.cards for entry in self.entries if entry.document["kind"] == "matching")


def chosen(collection: Collection, choice: Choice) -> list[Note]:
    return [
        note
        for note in collection.notes
        if (not choice.tag or choice.tag in note.tags)
        and (choice.decks is None or deck_key(deck_of(collection, note)) in choice.decks)
    ]


def portion(
    collection: Collection, choice: Choice, held: Mapping[str, Held], draw: Callable[[bytes], Prepared]
) -> Portion:
    notes = chosen(collection, choice)
    states = {note.guid: _state(collection, note, held) for note in notes}
    fresh = [note for note in notes if states[note.guid] is None]
    taken, looked = _drafted(collection, fresh, draw)
    whole = [draft for group in taken for draft in group]
    decks = {note.guid: deck_of(collection, note) for note in fresh} if choice.plain else None
    with_cards = {draft.guid for draft in whole}
    nothing = [LeftOut(_beginning(note), (_NO_CARD,)) for note in fresh[:looked] if note.guid not in with_cards]
    return Portion(
        len(notes),
        sum(any(draft.document is not None for draft in group) for group in taken),
        tuple(entries(whole, decks)),
        (*(LeftOut(draft.name, draft.left_out) for draft in whole if draft.document is None), *nothing),
        sum(state == "here" for state in states.values()),
        sum(state == "removed" for state in states.values()),
        len(fresh) - looked,
    )


def _beginning(note: Note) -> str:
    return note.type.name


def _state(collection: Collection, note: Note, held: Mapping[str, Held]) -> str | None:
    """Whether it was brought before; None where nothing of it is seen any more."""
    places = {0, *(card.ord for card in collection.cards_by_note.get(note.id, ()))}
    known = {held[each].state for each in (token(note.guid, place) for place in places) if each in held}
    return next((state for state in ("here", "removed") if state in known), None)


def _drafted(
    collection: Collection, fresh: Sequence[Note], draw: Callable[[bytes], Prepared]
) -> tuple[list[list[Draft]], int]:
    """The drafts of the first notes, note by note, and how many notes were looked at."""
    order = {note.guid: place for place, note in enumerate(fresh)}
    taken: list[list[Draft]] = []
    pictures: set[str] = set()
    notes = cards = 0
    for guid, group in _groups(replace(collection, notes=tuple(fresh)), draw):
        made = sum(draft.document is not None for draft in group)
        shown = pictures | {picture.name for draft in group for picture in draft.pictures}
        full = notes + bool(made) > MOST_NOTES or (
            notes > 0 and (cards + made > _MOST_CARDS or len(shown) > _MOST_PICTURES)
        )
        if full or order[guid] >= _MOST_LOOKED_AT or group[0].left_out == (TOO_MUCH,):
            return taken, order[guid]
        taken.append(group)
        notes, cards, pictures = notes + bool(made), cards + made, shown
    return taken, len(fresh)


def _groups(collection: Collection, draw: Callable[[bytes], Prepared]) -> Iterator[tuple[str, list[Draft]]]:
    most = len(collection.notes) + len(collection.cards) + 1
    for guid, group in groupby(drafts(collection, most, draw), key=lambda draft: draft.guid):
        yield guid, list(group)
