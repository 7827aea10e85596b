"""Packages that the real Anki wrote, old format and new, decks and whole collections, read with all that is in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from anki.collection import Collection, ExportAnkiPackageOptions

from quizapp.formats.anki.reading import read_package
from quizapp.formats.anki.reading.collection import Collection as Read

PNG = b"\x89PNG\r\n\x1a\n of a map"


def deck(legacy: bool) -> Callable[[Collection, Path], Path]:
    def write(collection: Collection, folder: Path) -> Path:
        options = ExportAnkiPackageOptions(with_scheduling=True, with_media=True, legacy=legacy)
        collection.export_anki_package(out_path=str(folder / "out.apkg"), limit=None, options=options)
        return folder / "out.apkg"

    return write


def whole(legacy: bool) -> Callable[[Collection, Path], Path]:
    def write(collection: Collection, folder: Path) -> Path:
        collection.export_collection_package(str(folder / "out.colpkg"), include_media=True, legacy=legacy)
        collection.reopen()
        return folder / "out.colpkg"

    return write


WRITERS = {
    "old deck": deck(True),
    "new deck": deck(False),
    "old collection": whole(True),
    "new collection": whole(False),
}


@pytest.fixture
def filled(learner: Any) -> Any:
    collection = learner.collection
    add(collection, "Basic", {"Front": 'A <b>map</b> <img src="a map.png">', "Back": "[sound:a b.mp3]"}, "Maps::Old")
    add(collection, "Cloze", {"Text": "{{c1::Oslo}} is {{c3::a city::what}}.", "Back Extra": "Ω"}, "Maps")
    collection.media.write_data("a map.png", PNG)
    collection.media.write_data("a b.mp3", b"ID3 sound")
    learner.studies(learner.cards("map")[0])
    return learner


def add(collection: Collection, kind: str, fields: dict[str, str], deck_name: str) -> None:
    note = collection.new_note(collection.models.by_name(kind))
    for name, value in fields.items():
        note[name] = value
    note.tags = ["geo::north"]
    collection.add_note(note, collection.decks.id(deck_name))


def read(learner: Any, name: str) -> Read:
    return read_package(WRITERS[name](learner.collection, learner.folder))


@pytest.mark.parametrize("name", WRITERS)
def test_notes_and_note_types_are_those_in_anki(filled: Any, name: str) -> None:
    basic, cloze = read(filled, name).notes
    for note in (basic, cloze):
        there = filled.collection.get_note(note.id)
        assert note.fields == dict(there.items())
        assert (note.guid, note.modified, list(note.tags)) == (there.guid, there.mod, there.tags)
    assert (basic.type.name, basic.type.is_cloze) == ("Basic", False)
    assert (cloze.type.name, cloze.type.is_cloze) == ("Cloze", True)
    assert basic.type.templates[0].front == "{{Front}}"
    assert "{{FrontSide}}" in basic.type.templates[0].back


@pytest.mark.parametrize("name", WRITERS)
def test_cards_and_reviews_are_those_in_anki(filled: Any, name: str) -> None:
    found = read(filled, name)
    assert {(card.deck, card.ord) for card in found.cards} == {("Maps::Old", 0), ("Maps", 0), ("Maps", 2)}
    assert len(found.cards) == 3
    for card in found.cards:
        there = filled.collection.get_card(card.id)
        assert (card.type, card.queue, card.due, card.interval) == (there.type, there.queue, there.due, there.ivl)
        assert (card.factor, card.reps, card.lapses) == (there.factor, there.reps, there.lapses)
    log = filled.collection.db.all("select id, cid, ease, ivl, lastIvl, factor, time, type from revlog order by id")
    assert [list(review) for review in found.reviews] == log
    assert len(log) == 2
    assert found.created == filled.collection.crt
    assert found.minutes_west == filled.collection.get_config("creationOffset")


@pytest.mark.parametrize("name", WRITERS)
def test_pictures_are_read_and_of_sounds_the_names(filled: Any, name: str) -> None:
    found = read(filled, name)
    assert found.media == {"a map.png": PNG}
    assert found.other_media == ("a b.mp3",)


def test_only_a_whole_collection_tells_when_a_day_begins(filled: Any) -> None:
    filled.collection.set_config("rollover", 2)
    assert read(filled, "new deck").day_begins_at is None
    assert read(filled, "new collection").day_begins_at == 2


def test_a_card_in_a_filtered_deck_has_its_own_deck_and_day(filled: Any) -> None:
    collection = filled.collection
    before = {card.id: (card.deck, card.due) for card in read(filled, "new collection").cards}
    collection.decks.new_filtered("Cram")
    filtered = collection.decks.by_name("Cram")
    collection.sched.rebuild_filtered_deck(filtered["id"])
    assert collection.db.scalar("select count(*) from cards where odid != 0") == 3
    after = {card.id: (card.deck, card.due) for card in read(filled, "new collection").cards}
    assert after == before


def test_a_deck_of_ours_is_read_as_it_was_written(newsroom: Any, ask: Any) -> None:
    newsroom.load({"trees": [ask("who", tags=["people"])]})
    (note,) = read_package(newsroom.set_deck()).notes
    assert note.fields["Id"] == "limes/who"
    assert note.fields["Answer"] == "lime trees"
    assert note.tags == ("quiz::limes", "quiz::limes::people")
