"""A collection of the real Anki that decks are exported from."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from anki.collection import Collection, ExportAnkiPackageOptions
from PIL import Image


class Shelf:
    """A collection of the real Anki; `add` puts a note into it, `file` exports all of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.anki = folder, Collection(str(folder / "collection.anki2"))

    def add(self, kind: str, *values: str, deck: str = "Trees", tags: tuple[str, ...] = ()) -> str:
        note = self.anki.new_note(self.anki.models.by_name(kind))
        note.fields = [*values, *note.fields[len(values) :]]
        note.tags = list(tags)
        self.anki.add_note(note, self.anki.decks.id(deck))
        return str(note.guid)

    def picture(self, name: str, colour: str = "red", size: int = 30) -> None:
        file = BytesIO()
        Image.new("RGB", (size, size), colour).save(file, "PNG")
        self.anki.media.write_data(name, file.getvalue())

    def file(self, *, legacy: bool = False, whole: bool = False) -> bytes:
        path = str(self.folder / ("out.colpkg" if whole else "out.apkg"))
        if whole:
            self.anki.export_collection_package(path, include_media=True, legacy=legacy)
            self.anki.reopen()
        else:
            options = ExportAnkiPackageOptions(with_media=True, legacy=legacy)
            self.anki.export_anki_package(out_path=path, limit=None, options=options)
        return Path(path).read_bytes()
