"""The process that looks into a stranger's package: `python -m quizapp.formats.anki.reading.child PACKAGE FOLDER`.

It writes what it finds into the folder, as lines of JSON, or one sentence why it does not.
"""

from __future__ import annotations

import json
import sqlite3
import struct
import sys
import zipfile
import zlib
from itertools import chain
from pathlib import Path

from zstandard import ZstdError

from quizapp.core.sentences import Refusal, Sentence, say
from quizapp.formats.anki.reading import limits
from quizapp.formats.anki.reading.database import blocks
from quizapp.formats.anki.reading.limits import FOUND, REFUSED
from quizapp.formats.anki.reading.unpacking import unpack

#: What is raised for files that are broken, in a way that is not known here, or not what they say of themselves.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ZstdError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    OverflowError,
    struct.error,
    sqlite3.Error,
)


def main(package: Path, folder: Path) -> None:
    limits.hold()
    try:
        _write(package, folder)
    except Refusal as refusal:
        _tell(folder, refusal.sentence)
    except MemoryError:
        _tell(folder, say("This package is too large to be read. Export fewer decks at a time."))
    except zipfile.BadZipFile:
        _tell(folder, say("This is no package from Anki, or it is not complete. Export the deck as .apkg again."))
    except _BROKEN:
        _tell(folder, say("This package can't be read. Export it from Anki again."))


def _write(package: Path, folder: Path) -> None:
    unpacked = unpack(package, folder)
    with (folder / FOUND).open("w", encoding="utf-8") as file:
        media = ("pictures", list(unpacked.pictures.items())), ("others", [(name,) for name in unpacked.others])
        for name, rows in chain(blocks(unpacked.database), media):
            file.write(json.dumps([name, rows], ensure_ascii=False) + "\n")


def _tell(folder: Path, sentence: Sentence) -> None:
    (folder / REFUSED).write_text(json.dumps([sentence.text, dict(sentence.values)]), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
