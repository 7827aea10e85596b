"""A picture as it was uploaded, made fit to be shown: small, and without what the camera noted."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from quizapp.core.sentences import Refusal, Sentence, say

LARGEST_FILE = 10_000_000
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
LARGEST_RESULT = 400_000

_ENDINGS = {"image/webp": ".webp", "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif"}
#: A page or a program written into a picture's file.
_PROGRAM = re.compile(rb"<script|<html|<!doctype|<iframe|<\?php|<svg[\s>]", re.IGNORECASE)


@dataclass(frozen=True)
class Prepared:
    """A picture's file, and its size in pixels."""

    media_type: str
    data: bytes
    width: int
    height: int


def prepared(data: bytes) -> Prepared:
    """The picture, drawn anew: equal bytes give equal bytes. Raises `Refusal` for what is no picture of the web's."""
    objection = _objection(data)
    if objection:
        raise Refusal(objection)
    # Imported here: few processes ever draw a picture.
    from quizapp.formats import drawing

    return drawing.drawn(data)


def picture_name(file_name: str | None, taken: Collection[str], media_type: str = "image/webp") -> str:
    """A name for a picture that no other has, such as `map-2.webp`."""
    words = unicodedata.normalize("NFKD", PurePath((file_name or "").replace("\\", "/")).stem).encode("ascii", "ignore")
    stem = re.sub(r"[^a-z0-9]+", "-", words.decode().lower()).strip("-")[:60].strip("-") or "picture"
    used = {name.lower() for name in taken}
    ending = _ENDINGS[media_type]
    return next(name for name in _numbered(stem, ending) if name not in used)


def _numbered(stem: str, ending: str) -> Iterator[str]:
    yield stem + ending
    number = 2
    while True:
        yield f"{stem}-{number}{ending}"
        number += 1


def too_many_pixels() -> Sentence:
    return say("This picture has more than 40 million pixels. Make it smaller and upload it again.")


def _objection(data: bytes) -> Sentence | None:
    """What speaks against a file before it is opened."""
    if len(data) > LARGEST_FILE:
        return say("This picture is larger than 10 MB. Make it smaller and upload it again.")
    if data[4:8] == b"ftyp":
        return say("Browsers can't show this kind of picture (HEIC, AVIF). Save it as JPEG or PNG and upload that.")
    known = data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")) or data[8:12] == b"WEBP"
    if not known:
        is_drawing = b"<svg" in data[:2000].lower()
        drawing = say("An SVG can hold programs, so it is not taken. Save it as PNG and upload that.")
        return drawing if is_drawing else say("This is no picture that can be shown. Upload a PNG, JPEG, WebP or GIF.")
    if _PROGRAM.search(data) or b"%PDF-" in data[:1024] or zipfile.is_zipfile(BytesIO(data)):
        return say("There is more in this file than a picture. Open it in an image program, save it anew, upload that.")
    return None


def broken() -> Refusal:
    return Refusal(say("This picture's file is broken or not complete. Save it anew and upload it again."))
