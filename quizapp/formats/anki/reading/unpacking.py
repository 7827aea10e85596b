"""The files in a package, unpacked under names of our own: nothing that a package says of itself is believed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISLNK
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from zstandard import ZstdDecompressor

from quizapp.core.sentences import Refusal, say
from quizapp.formats.anki.reading import wire
from quizapp.formats.anki.reading.limits import LARGEST_UNPACKED, MOST_MEDIA

#: The newest first: beside it lies an old one in which a single note asks for a newer Anki.
_COLLECTIONS = {"collection.anki21b": 3, "collection.anki21": 2, "collection.anki2": 1}
_CHUNK = 1 << 18
#: More than Anki's own compression ever asks for, and far less than the memory that there is.
_WINDOW = 1 << 25
_LARGEST_LIST = 5_000_000
_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8")


@dataclass(frozen=True)
class Unpacked:
    """The collection's database, and the pictures' files by the names that notes call them by."""

    database: Path
    pictures: dict[str, str]
    others: list[str]


def unpack(package: Path, folder: Path) -> Unpacked:
    """Lays what is needed of the package into `folder`. Raises `Refusal` for one that is unsafe or too large."""
    with ZipFile(package) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
        if len(archive.infolist()) > MOST_MEDIA + 10:
            raise Refusal(
                say(
                    "There are more than %(most)s files in this package. Export fewer decks at a time.", most=MOST_MEDIA
                )
            )
        for entry in entries.values():
            _refuse_unsafe(entry)
        return _Unpacking(archive, entries, folder).all()


def _refuse_unsafe(entry: ZipInfo) -> None:
    if S_ISLNK(entry.external_attr >> 16):
        raise Refusal(say("There is a link in this package. Export it from Anki again."))
    if entry.flag_bits & 1:
        raise Refusal(say("This package is locked with a password. Export it from Anki without one."))
    if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise Refusal(say("This package is packed in an unusual way. Export it from Anki again."))


class _Unpacking:
    """Counts what comes out of the package as it comes."""

    def __init__(self, archive: ZipFile, entries: dict[str, ZipInfo], folder: Path) -> None:
        self._archive, self._entries, self._folder = archive, entries, folder
        self._left = LARGEST_UNPACKED
        found = next((name for name in _COLLECTIONS if name in entries), None)
        if found is None:
            raise Refusal(say("There is no collection in this file. Export a deck from Anki as .apkg and upload that."))
        self._collection = found
        self._is_new = self._version() >= 3

    def _version(self) -> int:
        version = _COLLECTIONS[self._collection]
        if "meta" in self._entries:
            with self._opened("meta") as file:
                version = max(version, wire.number(file.read(1000), 1))
        if version > 3:
            raise Refusal(
                say("This package is from a newer Anki. Export it once more and tick “Support older Anki versions”.")
            )
        return version

    def all(self) -> Unpacked:
        database = self._folder / "collection"
        with self._plain(self._collection) as file, database.open("wb") as copy:
            for chunk in self._chunks(file):
                copy.write(chunk)
        pictures, others = {}, []
        for entry, name in self._media().items():
            if entry in self._entries and self._picture(entry):
                pictures[name] = f"media-{entry}"
            elif entry in self._entries:
                others.append(name)
        return Unpacked(database, pictures, others)

    def _opened(self, name: str) -> IO[bytes]:
        return self._archive.open(self._entries[name])

    def _plain(self, name: str) -> Any:
        """The file without the compression that newer Ankis give to each."""
        file = self._opened(name)
        if not self._is_new:
            return file
        reader = ZstdDecompressor(max_window_size=_WINDOW)
        return reader.stream_reader(file, read_across_frames=True, closefd=True)

    def _chunks(self, file: Any) -> Iterator[bytes]:
        # What a package says of sizes may be a lie.
        while chunk := file.read(_CHUNK):
            self._left -= len(chunk)
            if self._left < 0:
                raise Refusal(
                    say("Unpacked, this package holds more than 200 MB. Export fewer decks at a time, or no media.")
                )
            yield chunk

    def _picture(self, entry: str) -> bool:
        """Lays a picture down; of sounds and films no more is read than their beginning."""
        with self._plain(entry) as file:
            head = file.read(12)
            is_picture: bool = head.startswith(_BEGINNINGS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
            if is_picture:
                with (self._folder / f"media-{entry}").open("wb") as copy:
                    copy.write(head)
                    for chunk in self._chunks(file):
                        copy.write(chunk)
        return is_picture

    def _media(self) -> dict[str, str]:
        """The names of the media by those of their files."""
        if "media" not in self._entries:
            return {}
        with self._plain("media") as file:
            written = file.read(_LARGEST_LIST + 1)
        if len(written) > _LARGEST_LIST:
            raise _odd_media()
        named = dict(_listed(written)) if self._is_new else _mapped(written)
        if len(named) > MOST_MEDIA:
            raise Refusal(
                say(
                    "There are more than %(most)s media in this package. Export fewer decks at a time.", most=MOST_MEDIA
                )
            )
        if not all(entry.isdecimal() and entry.isascii() and _is_plain(name) for entry, name in named.items()):
            raise Refusal(say("A file in this package has a name that leads out of it. Export it from Anki again."))
        return named


def _is_plain(name: str) -> bool:
    return 0 < len(name) <= 255 and name not in {".", ".."} and not set(name) & set("/\\\0\n\r")


def _mapped(written: bytes) -> dict[str, str]:
    try:
        named = json.loads(written or b"{}")
    except (ValueError, RecursionError) as error:
        raise _odd_media() from error
    if not isinstance(named, dict) or not all(isinstance(name, str) for name in named.values()):
        raise _odd_media()
    return named


def _listed(written: bytes) -> Iterator[tuple[str, str]]:
    entries = (value for field, value in wire.fields(written) if field == 1)
    for place, entry in enumerate(entries):
        if not isinstance(entry, bytes):
            raise _odd_media()
        yield str(wire.number(entry, 255) or place), wire.text(entry, 1)


def _odd_media() -> Refusal:
    return Refusal(say("The list of media in this package can't be read. Export it from Anki again."))
