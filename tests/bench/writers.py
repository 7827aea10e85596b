"""Those who write the same deck: ours, genanki, Anki's own export, and nothing but SQLite and a zip.

Each is told what to start from and where to write, and gives back the deed that is measured.
"""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import genanki
from notes import SITE, export, notes

from quizapp.core.deck import DatedNote
from quizapp.formats.anki.fields import SEPARATOR, Filling
from quizapp.formats.anki.media import Media
from quizapp.formats.anki.note_types import note_types
from quizapp.formats.anki.notes import Rows
from quizapp.formats.anki.package import AnkiDeck, level, package
from quizapp.formats.apkg import write_deck

#: From the notes of the ledger with their Markdown, which may come one by one.
FromNotes = Callable[[Iterable[DatedNote], Path], object]
Deed = Callable[[], object]


def ours(made: Iterable[DatedNote], target: Path) -> None:
    target.write_bytes(write_deck(export(made, SITE)).data)


def by_genanki(made: Iterable[DatedNote], target: Path) -> None:
    """The fields are made by our own code, as genanki has none for that."""
    write_by_genanki((dated, fields) for dated, fields in filled(made))(target)


def filled(made: Iterable[DatedNote]) -> Iterable[tuple[DatedNote, list[str]]]:
    filling = Filling(export((), SITE), Media(()))
    return ((dated, filling.row(dated)[1].split(SEPARATOR)) for dated in made)


def write_by_genanki(taken: Iterable[tuple[DatedNote, list[str]]]) -> Callable[[Path], None]:
    """genanki's own notes and note types with our fields; which are needed is told, for it finds that out slowly."""
    models = {}
    for style, kept in note_types().items():
        model = genanki.Model(kept.model_id, kept.name, kept.fields, kept.templates, kept.css, kept.model_type)
        model._req = kept._req
        models[style] = model
    deck = genanki.Deck(1, "Bridges")
    for dated, fields in taken:
        deck.add_note(genanki.Note(models[dated.note.card.style], fields, guid=dated.guid, tags=dated.note.tags))
    return genanki.Package(deck).write_to_file


def our_writing(count: int, target: Path) -> Deed:
    """Ours where the fields are finished."""
    filling, models = Filling(export((), SITE), Media(())), note_types()
    held = [(dated, filling.row(dated)[1]) for dated in notes(count)]

    def write() -> None:
        deck, rows = AnkiDeck("Bridges"), Rows()
        for due, (dated, row) in enumerate(held, start=1):
            model = models[dated.note.card.style]
            deck.add_model(model)
            rows.add(dated, row, model.model_id, deck.deck_id, due)
        target.write_bytes(package([deck], rows, []))

    return write


def genankis_writing(count: int, target: Path) -> Deed:
    """genanki's where its notes are made."""
    write = write_by_genanki(filled(notes(count)))
    return lambda: write(target)


def bare_writing(count: int, target: Path) -> Deed:
    """The finished rows of ours in its tables: nothing but SQLite and the zip."""
    ours(notes(count), target)
    with closing(sqlite3.connect(":memory:")) as database:
        with zipfile.ZipFile(target) as archive:
            database.deserialize(archive.read("collection.anki2"))
        tables = [table for (table,) in database.execute("SELECT sql FROM sqlite_master WHERE type = 'table'")]
        rows = {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in ("col", "notes", "cards")}
    return lambda: write_bare(tables, rows, target)


def write_bare(tables: list[str], rows: dict[str, list[Any]], target: Path) -> None:
    packed = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=level(len(rows["notes"])))
    with closing(sqlite3.connect(":memory:")) as database, packed as archive:
        for table in tables:
            database.execute(table)
        for name, each in rows.items():
            database.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(each[0]))})", each)
        database.commit()
        archive.writestr("collection.anki2", database.serialize())
        archive.writestr("media", "{}")


def ankis_writing(count: int, target: Path) -> Deed:
    """Anki's where a learner has the deck."""
    from anki.collection import Collection, ExportAnkiPackageOptions, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    ours(notes(count), target)
    held = Collection(str(target.with_suffix(".anki2")))
    held.import_anki_package(ImportAnkiPackageRequest(package_path=str(target), options=ImportAnkiPackageOptions()))
    assert held.note_count() == count
    chosen = ExportAnkiPackageOptions(with_scheduling=False, with_media=False, legacy=True)
    return lambda: held.export_anki_package(out_path=str(target), options=chosen, limit=None)


FROM_NOTES: dict[str, FromNotes] = {"ours": ours, "genanki": by_genanki}
FROM_FIELDS = {"ours": our_writing, "genanki": genankis_writing, "bare": bare_writing, "Anki": ankis_writing}
