"""The file that Anki opens: a collection and its media in a zip, the same bytes for the same content."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Any, TypeVar
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import genanki
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

from quizapp.formats.anki.notes import CardRow, NoteRow, Rows

_Row = TypeVar("_Row", NoteRow, CardRow)
Addition = Callable[[sqlite3.Connection], None]
#: The first moment that a zip can hold.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
# The field to sort by is left to Anki, which finds it anew, as it does the checksum, for every note that it takes in.
_NOTE = "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, '', 0, 0, '')"
_CARD = "INSERT INTO cards VALUES (?, ?, ?, ?, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')"


class AnkiDeck(genanki.Deck):  # type: ignore[misc]  # genanki has no types
    """genanki's deck with an id that follows from its name, and a description in Markdown."""

    def __init__(self, name: str) -> None:
        number = int.from_bytes(sha256(name.encode()).digest()[:5])
        super().__init__(1_300_000_000_000 + number % 2**38, name)

    def to_json(self) -> dict[str, Any]:
        never = {key: [0, 0] for key in ("lrnToday", "newToday", "revToday", "timeToday")}
        return {**super().to_json(), **never, "md": True, "browserCollapsed": False}


def package(
    decks: Sequence[AnkiDeck], rows: Rows, media: Sequence[tuple[str, bytes]], more: Addition | None = None
) -> bytes:
    """The oldest of Anki's formats, which every version on every system reads; ours needs nothing that came later.

    The rows are used up. `more` writes into the collection what a deck alone does not have.
    """
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr(*_entry("collection.anki2", _collection(decks, rows, more)), ZIP_DEFLATED)
        names = {str(number): name for number, (name, _) in enumerate(media)}
        archive.writestr(*_entry("media", json.dumps(names).encode()), ZIP_DEFLATED)
        for number, (_, data) in enumerate(media):
            archive.writestr(*_entry(str(number), data), ZIP_STORED)  # a picture is compressed already
    return out.getvalue()


def _entry(name: str, data: bytes) -> tuple[ZipInfo, bytes]:
    entry = ZipInfo(name, _LONG_AGO)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry, data


def _collection(decks: Sequence[AnkiDeck], rows: Rows, more: Addition | None) -> bytes:
    with closing(_opened(_empty())) as database:
        database.execute("BEGIN")
        _describe(database, decks)
        database.executemany(_NOTE, _in_order(rows.notes))
        database.executemany(_CARD, _in_order(rows.cards))
        if more:
            more(database)
        database.execute("COMMIT")
        return bytes(database.serialize())


def _opened(data: bytes) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.deserialize(data)
    for saving in ("journal_mode = OFF", "secure_delete = OFF"):
        database.execute(f"PRAGMA {saving}")
    return database


def _describe(database: sqlite3.Connection, decks: Sequence[AnkiDeck]) -> None:
    (known,) = database.execute("SELECT decks FROM col").fetchone()
    named = json.loads(known) | {str(deck.deck_id): deck.to_json() for deck in decks}
    models = {number: model for deck in decks for number, model in deck.models.items()}
    typed = {str(number): model.to_json(0, None) for number, model in models.items()}
    database.execute("UPDATE col SET decks = ?, models = ?", (_compact(named), _compact(typed)))


def _in_order(rows: list[_Row]) -> Iterator[_Row]:
    """By their ids, as a table holds them: pages are filled one after the other. What was taken is let go."""
    rows.sort(reverse=True)
    while rows:
        yield rows.pop()


@cache
def _empty() -> bytes:
    """A collection in Anki's tables, without decks: read from end to end once, it needs no index."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        for statement in re.sub(r"/\*.*?\*/", "", APKG_SCHEMA).split(";"):
            if "CREATE TABLE" in statement:
                database.execute(" ".join(statement.split()))
        database.executescript(APKG_COL)
        said = database.execute("SELECT conf, decks, dconf FROM col").fetchone()
        database.execute("UPDATE col SET conf = ?, decks = ?, dconf = ?", [_compact(json.loads(each)) for each in said])
        database.execute("VACUUM")
        return bytes(database.serialize())


def _compact(said: Mapping[str, Any]) -> str:
    return json.dumps(said, separators=(",", ":"))
