"""Draws an uploaded picture anew, by Pillow."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from quizapp.core.sentences import Refusal
from quizapp.formats.pictures import (
    LARGEST_RESULT,
    LONGEST_SIDE,
    MOST_PIXELS,
    Prepared,
    broken,
    too_many_pixels,
)

_READ = ("PNG", "JPEG", "WEBP", "GIF")
#: Tried in turn until the picture is small enough.
_QUALITIES = ((LONGEST_SIDE, 82), (LONGEST_SIDE, 68), (1200, 68), (1000, 55), (800, 45), (600, 40))
#: What Pillow raises for files that are broken in one way or another; it warns of what it could mend.
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, EOFError, OverflowError, struct.error,
           zlib.error, AttributeError, AssertionError, UserWarning)  # fmt: skip


def drawn(data: bytes) -> Prepared:
    """The picture in this file, which was looked at before."""
    with _opened(data) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise Refusal(too_many_pixels())
        return _smallest(_plain(picture))


def _opened(data: bytes) -> Image.Image:
    try:
        return Image.open(BytesIO(data), formats=_READ)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refusal(too_many_pixels()) from error
    except _BROKEN as error:
        raise broken() from error


def _plain(picture: Image.Image) -> Image.Image:
    """The first frame upright, in the web's colours, at most as large as a page shows it, with no notes."""
    try:
        # A JPEG is decoded at a half or a quarter where that is enough.
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        picture.load()
        drawn = _coloured(ImageOps.exif_transpose(picture))
    except _BROKEN as error:
        raise broken() from error
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
