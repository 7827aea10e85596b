"""apkg: decks for Anki, that update what a learner has in place and cost no review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from quizapp.core.deck import DatedNote, Deck, DeckExport, SetExport
from quizapp.core.schedule_export import CardName, CardSchedule, LoggedReview
from quizapp.core.sentences import Refusal, Sentence, say
from quizapp.formats import Dumped
from quizapp.formats.anki.description import description
from quizapp.formats.anki.fields import fields
from quizapp.formats.anki.ids import Ids
from quizapp.formats.anki.media import Media
from quizapp.formats.anki.note_types import note_types
from quizapp.formats.anki.notes import AnkiNote, fault
from quizapp.formats.anki.package import Addition, AnkiDeck, package
from quizapp.formats.anki.schedule.writing import Schedule


class _Apkg:
    """Writes a set's deck; `write_deck` takes an article's as well."""

    name = "apkg"
    suffix = ".apkg"
    media_type = "application/vnd.anki"

    def write(self, export: SetExport) -> Dumped:
        return write_deck(export)


def write_deck(export: DeckExport) -> Dumped:
    """The deck with its subdecks. Raises `Refusal` when there is nothing to take home."""
    return _written(export)


def write_scheduled_deck(
    export: DeckExport,
    schedule: Mapping[CardName, CardSchedule],
    log: Sequence[LoggedReview],
    day_begins_at: int = 4,
) -> Dumped:
    """The deck with one learner's memory of it; Anki takes it over when the deck is imported for the first time.

    `day_begins_at` is the hour by which `due_day` was counted. Raises `Refusal` as `write_deck`.
    """
    dumped = _written(export, Schedule(schedule, log, day_begins_at).write)
    guids = {dated.guid for dated in export.deck.all_notes()}
    lost = sum(1 for guid, _ in schedule if guid not in guids)
    told = (say("Cards with a schedule that are not in this deck were left out: %(count)s.", count=lost),)
    return Dumped(dumped.data, dumped.left_out + (told if lost else ()))


def _written(export: DeckExport, more: Addition | None = None) -> Dumped:
    writer = _Writer(export)
    decks = [writer.deck(deck) for deck in export.deck.decks()]
    if not any(deck.notes for deck in decks):
        raise Refusal(say("There is no card to take home. %(why)s", why=" ".join(map(str, writer.left_out[:3]))))
    return Dumped(package(decks, writer.media.files, more), tuple(writer.left_out + writer.missing()))


class _Writer:
    """Turns decks into Anki's, and remembers what they share: the media, the numbers, what was left out."""

    def __init__(self, export: DeckExport) -> None:
        self.export = export
        self.media = Media(export.pictures)
        self.left_out: list[Sentence] = []
        self._models = note_types()
        self._ids = Ids()
        self._guids: set[str] = set()

    def deck(self, deck: Deck) -> AnkiDeck:
        made = AnkiDeck(deck.name, description(deck, self.export))
        for note in self._notes(sorted(deck.notes, key=lambda dated: dated.retired)):
            made.add_note(note)
        return made

    def _notes(self, notes: Iterable[DatedNote]) -> Iterable[AnkiNote]:
        for due, dated in enumerate(notes, start=1):
            filled = fields(dated, self.export, self.media)
            reason = self._twice(dated) or fault(dated, filled)
            if reason:
                self.left_out.append(reason)
            else:
                yield AnkiNote(dated, self._models[dated.note.card.style], filled, due, self._ids)

    def _twice(self, dated: DatedNote) -> Sentence | None:
        if dated.guid in self._guids:
            return say("%(question)s: two cards have the same identity.", question=dated.note.question)
        self._guids.add(dated.guid)
        return None

    def missing(self) -> list[Sentence]:
        return [
            say("The picture %(name)s is missing; its words stand in its place.", name=name)
            for name in sorted(self.media.missing)
        ]


FORMAT = _Apkg()
