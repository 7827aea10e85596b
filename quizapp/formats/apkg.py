"""apkg: decks for Anki, that update what a learner has in place and cost no review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from quizapp.core.deck import DatedNote, Deck, DeckExport, SetExport
from quizapp.core.schedule_export import CardName, CardSchedule, LoggedReview
from quizapp.core.sentences import Refusal, Sentence, say
from quizapp.formats import Dumped
from quizapp.formats.anki.description import Version, description
from quizapp.formats.anki.fields import Filling
from quizapp.formats.anki.media import Media
from quizapp.formats.anki.note_types import note_types
from quizapp.formats.anki.notes import Rows, fault
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
    return _written([export])


def write_scheduled_deck(
    export: DeckExport,
    schedule: Mapping[CardName, CardSchedule],
    log: Sequence[LoggedReview],
    day_begins_at: int = 4,
) -> Dumped:
    """The deck with one learner's memory of it; Anki takes it over when the deck is imported for the first time.

    `day_begins_at` is the hour by which `due_day` was counted. Raises `Refusal` as `write_deck`.
    """
    return write_scheduled_decks([export], schedule, log, day_begins_at)


def write_scheduled_decks(
    exports: Sequence[DeckExport],
    schedule: Mapping[CardName, CardSchedule],
    log: Sequence[LoggedReview],
    day_begins_at: int = 4,
) -> Dumped:
    """The same with the decks of several sets in one file, which is imported once."""
    dumped = _written(exports, Schedule(schedule, log, day_begins_at).write)
    guids = {dated.guid for export in exports for dated in export.deck.all_notes()}
    lost = sum(1 for guid, _ in schedule if guid not in guids)
    told = (say("Cards with a schedule that are not in this deck were left out: %(count)s.", count=lost),)
    return Dumped(dumped.data, dumped.left_out + (told if lost else ()))


def _written(exports: Sequence[DeckExport], more: Addition | None = None) -> Dumped:
    writer = _Writer()
    for export in exports:
        writer.write(export)
    if not writer.rows.notes:
        raise Refusal(say("There is no card to take home. %(why)s", why=" ".join(map(str, writer.left_out[:3]))))
    data = package(writer.decks, writer.rows, sorted(writer.files.items()), more)
    return Dumped(data, tuple(writer.left_out + writer.missing()))


class _Writer:
    """Turns decks into Anki's, and remembers what they share: rows, media, what was left out."""

    def __init__(self) -> None:
        self.decks: list[AnkiDeck] = []
        self.rows = Rows()
        self.files: dict[str, bytes] = {}
        self.left_out: list[Sentence] = []
        self._missing: set[str] = set()
        self._models = note_types()
        self._guids: set[str] = set()

    def write(self, export: DeckExport) -> None:
        """Takes in the deck and all below it; each note is looked at once."""
        media = Media(export.pictures)
        self._deck(export.deck, export, Filling(export, media))
        self.files.update(media.files)
        self._missing |= media.missing

    def _deck(self, deck: Deck, export: DeckExport, filling: Filling) -> Version:
        made, version = AnkiDeck(deck.name), Version()
        self.decks.append(made)
        for due, dated in enumerate(_retired_last(deck.notes), start=1):
            own, row = filling.row(dated)
            reason = self._twice(dated) or fault(dated, own)
            if reason:
                self.left_out.append(reason)
            else:
                model = self._models[dated.note.card.style]
                made.models[model.model_id] = model
                version.add(self.rows.add(dated, row, model.model_id, made.deck_id, due), dated.changed)
        for subdeck in deck.subdecks:
            version.include(self._deck(subdeck, export, filling))
        made.description = description(deck, export, version)
        return version

    def _twice(self, dated: DatedNote) -> Sentence | None:
        if dated.guid in self._guids:
            return say("%(question)s: two cards have the same identity.", question=dated.note.question)
        self._guids.add(dated.guid)
        return None

    def missing(self) -> list[Sentence]:
        return [
            say("The picture %(name)s is missing; its words stand in its place.", name=name)
            for name in sorted(self._missing)
        ]


def _retired_last(notes: Iterable[DatedNote]) -> Iterator[DatedNote]:
    retired = []
    for dated in notes:
        if dated.retired:
            retired.append(dated)
        else:
            yield dated
    yield from retired


FORMAT = _Apkg()
