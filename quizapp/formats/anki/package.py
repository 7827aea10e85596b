"""The file that Anki opens: a collection and its media in a zip, the same bytes for the same content."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from functools import cache
from hashlib import sha256
from io import BytesIO
from operator import itemgetter
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import genanki
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

from quizapp.formats.anki.notes import Rows

Addition = Callable[[sqlite3.Connection], None]
#: The first moment that a zip can hold.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
#: Notes: a small deck is made as small as can be, any other quickly. On larger pages SQLite has less to keep in order.
_FEW = 250
_LARGE_PAGE = 8192
#: Notes. Their collection has some twenty megabytes.
_MOST_IN_MEMORY = 20_000
# The field to sort by is left to Anki, which finds it anew, as it does the checksum, for every note that it takes in.
_COLLECTION = "INSERT INTO col VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
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
        _write_collection(archive, lambda database: _fill(database, decks, rows, more), len(rows.notes))
        names = {str(number): name for number, (name, _) in enumerate(media)}
        archive.writestr(_entry("media", ZIP_DEFLATED), json.dumps(names))
        for number, (_, data) in enumerate(media):
            archive.writestr(_entry(str(number), ZIP_STORED), data)  # a picture is compressed already
    return out.getvalue()


def level(notes: int) -> int:
    """How hard a collection is pressed: a small one for its size, any other for the time that it takes."""
    return 9 if notes <= _FEW else 4


def _entry(name: str, compression: int, pressed: int | None = None) -> ZipInfo:
    entry = ZipInfo(name, _LONG_AGO)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    entry.compress_type = compression
    entry._compresslevel = pressed  # type: ignore[attr-defined]  # it has no other name before Python 3.13
    return entry


def _write_collection(archive: ZipFile, fill: Addition, notes: int) -> None:
    """A large one is made in a file: in memory there would be two of it at the end."""
    entry = _entry("collection.anki2", ZIP_DEFLATED, level(notes))
    if notes <= _MOST_IN_MEMORY:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
            fill(database)
            archive.writestr(entry, database.serialize())
        return
    with TemporaryDirectory(prefix="quizapp-") as folder:
        path = Path(folder, entry.filename)
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            fill(database)
        with path.open("rb") as made, archive.open(entry, "w") as packed:
            copyfileobj(made, packed, 2**20)


def _fill(database: sqlite3.Connection, decks: Sequence[AnkiDeck], rows: Rows, more: Addition | None) -> None:
    if len(rows.notes) > _FEW:
        database.execute(f"PRAGMA page_size = {_LARGE_PAGE}")
    # What was overwritten would stand in the file as well, where not all builds of SQLite leave zeros.
    for saving in ("secure_delete = ON", "journal_mode = OFF", "synchronous = OFF"):
        database.execute(f"PRAGMA {saving}")
    database.execute("BEGIN")
    for statement, *values in _empty():
        database.execute(statement, *values)
    _describe(database, decks)
    for statement, each in ((_NOTE, rows.notes), (_CARD, rows.cards)):
        # In the order of their ids, as tables hold them, pages are filled one after the other.
        each.sort(key=itemgetter(0))
        database.executemany(statement, each)
        each.clear()
    if more:
        more(database)
    database.execute("COMMIT")


def _describe(database: sqlite3.Connection, decks: Sequence[AnkiDeck]) -> None:
    (known,) = database.execute("SELECT decks FROM col").fetchone()
    named = json.loads(known) | {str(deck.deck_id): deck.to_json() for deck in decks}
    models = {number: model for deck in decks for number, model in deck.models.items()}
    typed = {str(number): model.to_json(0, None) for number, model in models.items()}
    database.execute("UPDATE col SET decks = ?, models = ?", (_compact(named), _compact(typed)))


@cache
def _empty() -> Sequence[tuple[str, *tuple[Sequence[Any], ...]]]:
    """What makes a collection in Anki's tables, without decks: read from end to end once, it needs no index."""
    statements = (" ".join(statement.split()) for statement in re.sub(r"/\*.*?\*/", "", APKG_SCHEMA).split(";"))
    tables = [statement for statement in statements if statement.startswith("CREATE TABLE")]
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(";".join([*tables, APKG_COL]))
        row = database.execute("SELECT * FROM col").fetchone()
    # Its settings are laid out for people.
    values = [_compact(json.loads(each)) if str(each).startswith("{") else each for each in row]
    return [*((table,) for table in tables), (_COLLECTION, values)]


def _compact(said: Mapping[str, Any]) -> str:
    return json.dumps(said, separators=(",", ":"))
