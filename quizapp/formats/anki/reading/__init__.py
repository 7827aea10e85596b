"""Packages from anyone's Anki (.apkg and .colpkg), read in a process that can do no harm."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from quizapp.core.sentences import Busy, Refusal, Sentence, say
from quizapp.formats.anki.reading.collection import Card, Collection, Note, NoteType, Reviewed, Template
from quizapp.formats.anki.reading.limits import (
    AT_ONCE,
    FOUND,
    LARGEST_UNPACKED,
    LONGEST_WAIT,
    REFUSED,
    SECONDS,
)
from quizapp.paths import PACKAGE

_ROOT = PACKAGE.parent
#: A package takes memory and time; whoever sends many at once must not take all that there is.
_turns = BoundedSemaphore(AT_ONCE)


def read_package(package: bytes | Path) -> Collection:
    """Everything in a package, or a `Refusal` with a sentence. Nothing of it is believed, run or left on the disk."""
    with _turn(), tempfile.TemporaryDirectory(prefix="quizapp-anki-") as made:
        folder = Path(made).resolve()
        if isinstance(package, bytes):
            (folder / "package").write_bytes(package)
        path = folder / "package" if isinstance(package, bytes) else package.resolve()
        if path.stat().st_size > LARGEST_UNPACKED:
            raise Refusal(say("This package is larger than 200 MB. Export fewer decks at a time, or no media."))
        _look_into(path, folder)
        return _Found(folder).collection()


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=LONGEST_WAIT):
        raise Busy(say("Other files are being read right now. Wait a moment and send yours again."))
    try:
        yield
    finally:
        _turns.release()


def _look_into(path: Path, folder: Path) -> None:
    """Lets the child fill the folder; it inherits no setting and no secret, and sees no folder's modules."""
    words = [sys.executable, "-P", "-B", "-m", "quizapp.formats.anki.reading.child", str(path), str(folder)]
    try:
        done = subprocess.run(  # noqa: S603 - nothing of it is a stranger's but the content of the file
            words,
            env={"PYTHONPATH": str(_ROOT), "TMPDIR": str(folder)},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_long() from error
    refused = folder / REFUSED
    if refused.exists():
        text, values = json.loads(refused.read_text(encoding="utf-8"))
        raise Refusal(Sentence(text, tuple(sorted(values.items()))))
    if done.returncode:
        raise _too_long()


def _too_long() -> Refusal:
    return Refusal(say("This package takes too long to read. Export fewer decks at a time."))


class _Found:
    """What the child wrote down, put together."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._types: dict[int, NoteType] = {}
        self._decks: dict[int, str] = {}
        self._head: tuple[int, int | None, int | None] = (0, None, None)
        self._notes: list[Note] = []
        self._cards: list[Card] = []
        self._reviews: list[Reviewed] = []
        self._pictures: dict[str, bytes] = {}
        self._others: list[str] = []

    def collection(self) -> Collection:
        for name, rows in self._lines():
            getattr(self, f"_take_{name}")(rows)
        notes, cards = {note.id for note in self._notes}, {card.id for card in self._cards}
        created, west, hour = self._head
        return Collection(
            created,
            west,
            hour,
            tuple(self._types.values()),
            tuple(self._notes),
            tuple(card for card in self._cards if card.note in notes),
            tuple(review for review in self._reviews if review.card in cards),
            self._pictures,
            tuple(self._others),
        )

    def _lines(self) -> Iterator[Any]:
        with (self._folder / FOUND).open(encoding="utf-8") as file:
            yield from map(json.loads, file)

    def _take_collection(self, rows: list[Any]) -> None:
        created, west, hour = rows[0]
        self._head = created, west, hour

    def _take_types(self, rows: list[Any]) -> None:
        for number, name, is_cloze, fields, templates in rows:
            sides = tuple(Template(*template) for template in templates)
            self._types[number] = NoteType(number, name, is_cloze, tuple(fields), sides)

    def _take_decks(self, rows: list[Any]) -> None:
        self._decks.update(dict(rows))

    def _take_notes(self, rows: list[Any]) -> None:
        for number, guid, type_id, modified, tags, fields in rows:
            if type_id not in self._types:
                raise Refusal(
                    say("A note's type is missing. Choose Tools, Check Database in Anki, then export it again.")
                )
            values = tuple(fields.split("\x1f"))
            self._notes.append(Note(number, guid, self._types[type_id], modified, tuple(tags.split()), values))

    def _take_cards(self, rows: list[Any]) -> None:
        self._cards += [Card._make((*row[:3], self._decks.get(row[3], ""), *row[4:])) for row in rows]

    def _take_reviews(self, rows: list[Any]) -> None:
        self._reviews += map(Reviewed._make, rows)

    def _take_pictures(self, rows: list[Any]) -> None:
        self._pictures.update({name: (self._folder / file).read_bytes() for name, file in rows})

    def _take_others(self, rows: list[Any]) -> None:
        self._others += [name for (name,) in rows]
