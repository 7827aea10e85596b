"""A picture as it was uploaded, made fit to be shown: small, and without what the camera noted."""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from PIL import Image, ImageCms, ImageOps

from quizapp.core.sentences import Refusal, Sentence, say

LARGEST_FILE = 10_000_000
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
LARGEST_RESULT = 400_000

_READ = ("PNG", "JPEG", "WEBP", "GIF")
_ENDINGS = {"image/webp": ".webp", "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif"}
#: Tried in turn until the picture is small enough.
_QUALITIES = ((LONGEST_SIDE, 82), (LONGEST_SIDE, 68), (1200, 68), (1000, 55), (800, 45), (600, 40))
#: A page or a program written into a picture's file.
_PROGRAM = re.compile(rb"<script|<html|<!doctype|<iframe|<\?php|<svg[\s>]", re.IGNORECASE)
#: What Pillow raises for files that are broken in one way or another; it warns of what it could mend.
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, EOFError, OverflowError, struct.error,
           zlib.error, AttributeError, AssertionError, UserWarning)  # fmt: skip


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
    with _opened(data) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise Refusal(_too_many_pixels())
        return _smallest(_plain(picture))


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


def _too_many_pixels() -> Sentence:
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


def _opened(data: bytes) -> Image.Image:
    try:
        return Image.open(BytesIO(data), formats=_READ)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refusal(_too_many_pixels()) from error
    except _BROKEN as error:
        raise _broken() from error


def _broken() -> Refusal:
    return Refusal(say("This picture's file is broken or not complete. Save it anew and upload it again."))


def _plain(picture: Image.Image) -> Image.Image:
    """The first frame upright, in the web's colours, at most as large as a page shows it, with no notes."""
    try:
        # A JPEG is decoded at a half or a quarter where that is enough.
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        picture.load()
        drawn = _coloured(ImageOps.exif_transpose(picture))
    except _BROKEN as error:
        raise _broken() from error
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    drawn.info = {}
    return drawn


def _coloured(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):
        picture = picture.point(lambda level: level / 256).convert("L")
    transparent = picture.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in picture.info
    profile = picture.info.get("icc_profile")
    mode = "RGBA" if transparent else "RGB"
    if profile and picture.mode in {"RGB", "RGBA", "CMYK"}:
        picture = _in_srgb(picture, profile, mode)
    return picture.convert(mode)


def _in_srgb(picture: Image.Image, profile: bytes, mode: str) -> Image.Image:
    """Colours as they were meant; a profile that can't be read changes none."""
    try:
        meant = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, meant, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return converted or picture


def _smallest(picture: Image.Image) -> Prepared:
    """WebP, in less and less detail until it is small enough; PNG for a drawing that is smaller in it."""
    drawing = _as_png(picture)
    for side, quality in _QUALITIES:
        picture.thumbnail((side, side), Image.Resampling.LANCZOS)
        data = _written(picture, "WEBP", quality=quality, method=4)
        if len(data) <= LARGEST_RESULT:
            break
    if drawing and len(drawing.data) <= min(len(data), LARGEST_RESULT):
        return drawing
    return Prepared("image/webp", data, *picture.size)


def _as_png(picture: Image.Image) -> Prepared | None:
    """A picture of few colours, as PNG with exactly these."""
    colours = picture.getcolors(256)
    if not colours:
        return None
    flat = picture if picture.mode == "RGBA" else picture.quantize(len(colours), dither=Image.Dither.NONE)
    return Prepared("image/png", _written(flat, "PNG", optimize=True), *picture.size)


def _written(picture: Image.Image, kind: str, **options: int | bool) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
