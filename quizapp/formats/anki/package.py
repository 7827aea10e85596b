"""The file that Anki opens: a collection and its media in a zip, the same bytes for the same content."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import genanki

Addition = Callable[[sqlite3.Connection], None]
#: The first moment that a zip can hold.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


class AnkiDeck(genanki.Deck):  # type: ignore[misc]  # genanki has no types
    """genanki's deck with an id that follows from its name, and a description in Markdown."""

    def __init__(self, name: str, description: str) -> None:
        number = int.from_bytes(sha256(name.encode()).digest()[:5])
        super().__init__(1_300_000_000_000 + number % 2**38, name, description)

    def to_json(self) -> dict[str, Any]:
        never = {key: [0, 0] for key in ("lrnToday", "newToday", "revToday", "timeToday")}
        return {**super().to_json(), **never, "md": True, "browserCollapsed": False}


def package(decks: Sequence[AnkiDeck], media: Sequence[tuple[str, bytes]], more: Addition | None = None) -> bytes:
    """The oldest of Anki's formats, which every version on every system reads; ours needs nothing that came later.

    `more` writes into the collection what a deck alone does not have.
    """
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr(*_entry("collection.anki2", _collection(decks, more)), ZIP_DEFLATED)
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


def _collection(decks: Sequence[AnkiDeck], more: Addition | None) -> bytes:
    with closing(sqlite3.connect(":memory:")) as database:
        genanki.Package(decks).write_to_db(database.cursor(), 0, iter(()))
        if more:
            more(database)
        database.commit()
        return bytes(database.serialize())
