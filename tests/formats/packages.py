"""Packages as Anki would write them, and as somebody might who means harm."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any

import genanki

PNG = b"\x89PNG\r\n\x1a\n of a map"

Change = Callable[[sqlite3.Connection], Any]


def collection(change: Change | None = None, fields: Iterable[tuple[str, str]] = (("Which tree?", "lime"),)) -> bytes:
    """The database of a deck with basic notes, after a `change`."""
    deck = genanki.Deck(1_600_000_000_000, "Trees::Limes")
    for front, back in fields:
        deck.add_note(genanki.Note(genanki.BASIC_MODEL, [front, back], tags=["wood"]))
    with closing(sqlite3.connect(":memory:")) as database:
        genanki.Package(deck).write_to_db(database.cursor(), 1_600_000_000, iter(range(1, 1_000_000)))
        if change:
            change(database)
        database.commit()
        return bytes(database.serialize())


def package(files: dict[str, bytes] | None = None, media: Any = None) -> bytes:
    """A package with these files; by default the collection above, and `media` as its list."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in (files if files is not None else {"collection.anki2": collection()}).items():
            archive.writestr(name, data)
        archive.writestr("media", json.dumps(media or {}))
    return out.getvalue()


def changed(change: Change) -> bytes:
    return package({"collection.anki2": collection(change)})


def script(statements: str) -> bytes:
    return changed(lambda database: database.executescript(statements))
