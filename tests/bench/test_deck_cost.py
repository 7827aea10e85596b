"""What decks must not cost, without a clock: bytes, memory, and what is in them."""

from __future__ import annotations

import io
import json
import sqlite3
import tracemalloc
import zipfile
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from quizapp.core.deck import Deck, DeckExport
from quizapp.core.picture import Picture
from quizapp.formats.apkg import write_deck

from .notes import ARTICLE, SITE, export, notes

#: What `everything` comes to. Where this differs, all decks differ from those that learners have.
KNOWN = "c13c08ddca76ad05629825f9798e42a5f42086b851fb7eec29a164d8e33b408b"


def tables(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    """All that is in a deck's collection, by its tables."""
    with closing(sqlite3.connect(":memory:")) as database, zipfile.ZipFile(io.BytesIO(data)) as archive:
        database.deserialize(archive.read("collection.anki2"))
        names = database.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        rows = {name: database.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name, _ in names}
    return {"schema": names, **rows}


def everything() -> DeckExport:
    """Notes of all styles in two decks, some withdrawn, one with a picture."""
    first, *others = notes(94)
    shown = replace(first, note=first.note.model_copy(update={"explanation": "![A map](map.png) and `{{c1::code}}`"}))
    withdrawn = [replace(each, retired=place % 10 == 0) for place, each in enumerate(others)]
    below = Deck("Bridges::More", "", tuple(withdrawn[40:]), path="/decks/sets/more.apkg")
    deck = Deck("Bridges", "About *bridges*.", (shown, *withdrawn[:40]), (below,), "/decks/articles/bridges.apkg")
    return DeckExport(ARTICLE, deck, (Picture("map.png", "image/png", b"\x89PNG of a map"),), SITE)


def test_the_content_of_a_deck_is_known() -> None:
    """When this fails without a wish, mend the code. The zip is not looked at: it differs between machines."""
    written = tables(write_deck(everything()).data)
    assert {len(written["notes"]), len(written["cards"]) > 94} == {94, True}
    assert sha256(json.dumps(written).encode()).hexdigest() == KNOWN


def test_a_hundred_notes_take_twenty_kilobytes() -> None:
    assert len(write_deck(export(notes(100))).data) <= 20_000


def test_a_writer_holds_no_notes_but_their_rows() -> None:
    """A note of the ledger takes some four kilobytes, its row less than two."""
    write_deck(export(notes(10)))
    tracemalloc.start()
    try:
        write_deck(export(notes(2_000)))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most / 2_000 < 2_600


def test_a_large_deck_is_the_same_by_way_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In memory up to 20,000 notes, in a file above; nothing of it is left."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (note,) = notes(1)
    held, filed = (
        tables(write_deck(export(replace(note, guid=f"guid{number}") for number in range(count))).data)
        for count in (50, 20_001)
    )
    assert (len(held["notes"]), len(filed["notes"])) == (50, 20_001)
    assert set(held["cards"]) < set(filed["cards"])
    assert set(held["notes"]) < set(filed["notes"])
    assert held["schema"] == filed["schema"]
    assert list(tmp_path.iterdir()) == []
