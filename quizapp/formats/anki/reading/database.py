"""The tables of a stranger's collection, read so that nothing in the file runs: no view, no trigger, no function."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from quizapp.core.sentences import Refusal, Sentence, say
from quizapp.formats.anki.reading import wire
from quizapp.formats.anki.reading.limits import (
    LARGEST_UNPACKED,
    LONGEST_VALUE,
    MOST_CARDS,
    MOST_DECKS,
    MOST_NOTE_TYPES,
    MOST_NOTES,
    MOST_REVIEWS,
)

Row = Sequence[Any]
Block = tuple[str, list[Row]]
#: Rows that are handed on together.
_BLOCK = 1_000
_TABLES = {"col", "notes", "cards", "revlog", "notetypes", "fields", "templates", "decks", "config"}
#: From this schema on note types, decks and settings have tables of their own.
_TABLED = 15
_HARMLESS = {"cast", "substr"}

_NOTES = """SELECT CAST(id AS INTEGER), CAST(guid AS TEXT), CAST(mid AS INTEGER), CAST(mod AS INTEGER),
    CAST(tags AS TEXT), CAST(flds AS TEXT) FROM notes ORDER BY id"""
#: A card that waits in a filtered deck has its own deck and day beside it.
_CARDS = """SELECT CAST(id AS INTEGER), CAST(nid AS INTEGER), CAST(ord AS INTEGER),
    CAST(CASE WHEN odid THEN odid ELSE did END AS INTEGER), CAST(type AS INTEGER), CAST(queue AS INTEGER),
    CAST(CASE WHEN odid AND odue THEN odue ELSE due END AS INTEGER), CAST(ivl AS INTEGER), CAST(factor AS INTEGER),
    CAST(reps AS INTEGER), CAST(lapses AS INTEGER), CAST(left AS INTEGER), CAST(data AS TEXT) FROM cards ORDER BY id"""
_REVIEWS = """SELECT CAST(id AS INTEGER), CAST(cid AS INTEGER), CAST(ease AS INTEGER), CAST(ivl AS INTEGER),
    CAST(lastIvl AS INTEGER), CAST(factor AS INTEGER), CAST(time AS INTEGER), CAST(type AS INTEGER) FROM revlog
    ORDER BY id"""


def blocks(path: Path) -> Iterator[Block]:
    """All of a collection, a block at a time: `collection`, `types`, `decks`, `notes`, `cards` and `reviews`.

    Raises `Refusal`, also after some blocks. Numbers are numbers and texts are texts, whatever stood there.
    """
    with _opened(path) as database:
        version, created, settings = _settings(database)
        yield "collection", [(created, *settings)]
        tabled = version >= _TABLED
        yield "types", _types(_tabled_types(database) if tabled else _types_in_json(database))
        yield "decks", _tabled_decks(database) if tabled else _decks_in_json(database)
        yield from _Counted(database).blocks()


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        database.text_factory = lambda data: data.decode(errors="replace")
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", "temp_store = MEMORY"):
            database.execute(f"PRAGMA {pragma}")
        _refuse_what_is_no_table(database)
        database.set_authorizer(_allowed)
        yield database


def _refuse_what_is_no_table(database: sqlite3.Connection) -> None:
    """Views and virtual tables run what their maker wrote, and so do columns that are computed."""
    listed = database.execute("SELECT CAST(name AS TEXT), CAST(type AS TEXT), CAST(sql AS TEXT) FROM sqlite_master")
    for name, kind, sql in listed:
        if str(name).lower() in _TABLES and (kind != "table" or "virtual" in str(sql).lower().split("(")[0]):
            raise _no_collection()
    for table in sorted(_TABLES):
        if any(hidden for *_, hidden in database.execute(f"PRAGMA table_xinfo({table})")):
            raise _no_collection()


def _allowed(action: int, name: str | None, _column: str | None, _schema: str | None, within: str | None) -> int:
    """Reading the tables that are known, and nothing on behalf of a view or a trigger."""
    reads = action == sqlite3.SQLITE_READ and (name or "").lower() in _TABLES
    harmless = action == sqlite3.SQLITE_FUNCTION and (_column or "").lower() in _HARMLESS
    fine = within is None and (action == sqlite3.SQLITE_SELECT or reads or harmless)
    return sqlite3.SQLITE_OK if fine else sqlite3.SQLITE_DENY


def _no_collection() -> Refusal:
    return Refusal(say("This file's collection is not as Anki writes it. Export it from Anki again."))


def _damaged() -> Refusal:
    return Refusal(say("This collection is damaged. Choose Tools, Check Database in Anki, then export it again."))


def _settings(database: sqlite3.Connection) -> tuple[int, int, tuple[int | None, int | None]]:
    row = database.execute("SELECT CAST(ver AS INTEGER), CAST(crt AS INTEGER), CAST(conf AS TEXT) FROM col").fetchone()
    if row is None:
        raise _no_collection()
    version, created, conf = row
    if not 11 <= version <= 18:
        raise Refusal(say("This collection is from an Anki that is not known here. Export the deck as .apkg again."))
    found = _tabled_settings(database) if version >= _TABLED else _loaded(conf)
    west, hour = found.get("creationOffset"), found.get("rollover")
    return version, created, (_within(west, -1_440, 1_440), _within(hour, 0, 23))


def _tabled_settings(database: sqlite3.Connection) -> dict[str, Any]:
    query = "SELECT KEY, CAST(val AS TEXT) FROM config WHERE KEY IN ('creationOffset', 'rollover')"
    return {name: _json(value) for name, value in database.execute(query)}


def _within(value: Any, least: int, most: int) -> int | None:
    return value if isinstance(value, int) and least <= value <= most else None


def _loaded(text: str) -> dict[str, Any]:
    found = _json(text)
    if not isinstance(found, dict):
        raise _damaged()
    return found


def _json(text: str) -> Any:
    try:
        return json.loads(text or "{}")
    except (ValueError, RecursionError) as error:
        raise _damaged() from error


def _types(found: Iterable[Row]) -> list[Row]:
    """Rows of id, name, whether it is a cloze, the fields' names, and each template's name, front and back."""
    types = list(found)
    if len(types) > MOST_NOTE_TYPES:
        raise Refusal(say("There are too many note types in this package. Export fewer decks at a time."))
    return types


def _types_in_json(database: sqlite3.Connection) -> Iterator[Row]:
    (models,) = database.execute("SELECT CAST(models AS TEXT) FROM col").fetchone()
    try:
        for number, model in _loaded(models).items():
            fields = [str(field["name"]) for field in sorted(model["flds"], key=_place)]
            templates = [
                (str(each["name"]), str(each["qfmt"]), str(each["afmt"])) for each in sorted(model["tmpls"], key=_place)
            ]
            yield int(number), str(model["name"]), model.get("type") == 1, fields, templates
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged() from error


def _place(part: dict[str, Any]) -> int:
    return int(part["ord"])


def _tabled_types(database: sqlite3.Connection) -> Iterator[Row]:
    fields: dict[int, list[str]] = {}
    for number, name in database.execute("SELECT ntid, CAST(name AS TEXT) FROM fields ORDER BY ntid, ord"):
        fields.setdefault(number, []).append(name)
    templates: dict[int, list[Row]] = {}
    listed = database.execute("SELECT ntid, CAST(name AS TEXT), CAST(config AS BLOB) FROM templates ORDER BY ntid, ord")
    for number, name, config in listed:
        templates.setdefault(number, []).append((name, wire.text(config, 1), wire.text(config, 2)))
    types = database.execute("SELECT CAST(id AS INTEGER), CAST(name AS TEXT), CAST(config AS BLOB) FROM notetypes")
    for number, name, config in types:
        yield number, name, wire.number(config, 1) == 1, fields.get(number, []), templates.get(number, [])


def _decks_in_json(database: sqlite3.Connection) -> list[Row]:
    (decks,) = database.execute("SELECT CAST(decks AS TEXT) FROM col").fetchone()
    try:
        return _few_decks([(int(number), str(deck["name"])) for number, deck in _loaded(decks).items()])
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged() from error


def _tabled_decks(database: sqlite3.Connection) -> list[Row]:
    listed = database.execute("SELECT CAST(id AS INTEGER), CAST(name AS TEXT) FROM decks")
    return _few_decks([(number, name.replace("\x1f", "::")) for number, name in listed])


def _few_decks(decks: list[Row]) -> list[Row]:
    if len(decks) > MOST_DECKS:
        raise Refusal(say("There are too many decks in this package. Export fewer decks at a time."))
    return decks


class _Counted:
    """The large tables, counted as they are read: how long a table is can't be known before."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._left = LARGEST_UNPACKED

    def blocks(self) -> Iterator[Block]:
        for name, query, most in (
            ("notes", _NOTES, MOST_NOTES),
            ("cards", _CARDS, MOST_CARDS),
            ("reviews", _REVIEWS, MOST_REVIEWS),
        ):
            for block in self._read(query, most, _too_many(name, most)):
                yield name, block

    def _read(self, query: str, most: int, too_many: Sentence) -> Iterator[list[Row]]:
        cursor, read = self._database.execute(f"{query} LIMIT {most + 1}"), 0
        while block := cursor.fetchmany(_BLOCK):
            read += len(block)
            self._left -= sum(len(value) for row in block for value in row if isinstance(value, str))
            if read > most:
                raise Refusal(too_many)
            if self._left < 0:
                raise Refusal(say("There is more than 200 MB of text in this package. Export fewer decks at a time."))
            yield block


def _too_many(name: str, most: int) -> Sentence:
    if name == "notes":
        return say("There are more than %(most)s notes in this package. Export fewer decks at a time.", most=most)
    if name == "cards":
        return say("There are more than %(most)s cards in this package. Export fewer decks at a time.", most=most)
    return say("There are more than %(most)s reviews in this package. Export fewer decks at a time.", most=most)
