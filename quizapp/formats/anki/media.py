"""The pictures of a deck's file, each named by what is in it."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterable
from hashlib import sha256

from quizapp.core.picture import SOURCE, Picture, file_name

_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
_IMAGE = re.compile(r"<img\b[^>]*>")
_WORDS = re.compile(r'\salt="([^"]*)"')
_LONGEST_TOLD = 60
_WRITTEN_IN = re.compile(r"data:(image/\w+);base64,(.+)")


class Media:
    """Collects the pictures that fields show, and tells which were missing."""

    def __init__(self, pictures: Iterable[Picture]) -> None:
        self._pictures = {picture.name: picture for picture in pictures}
        self._used: dict[str, bytes] = {}
        self.missing: set[str] = set()

    @property
    def files(self) -> list[tuple[str, bytes]]:
        """The pictures used, in the order of their names."""
        return sorted(self._used.items())

    def placed(self, field: str) -> str:
        """HTML in which each picture has the name it has in the deck's file; a missing one leaves its words."""
        return _IMAGE.sub(lambda found: self._image(found[0]), field) if "<img" in field else field

    def _image(self, tag: str) -> str:
        source = SOURCE.search(tag)
        picture = self._picture(source[2]) if source else None
        if source is None or picture is None:
            words = _WORDS.search(tag)
            return words[1] if words else ""
        return tag.replace(source[0], f"{source[1]}{self._kept(picture)}{source[3]}")

    def _picture(self, source: str) -> Picture | None:
        written_in = _WRITTEN_IN.fullmatch(html.unescape(source))
        name = file_name(source)
        picture = _decoded(*written_in.groups()) if written_in else self._pictures.get(name)
        if picture is None:
            self.missing.add(name[:_LONGEST_TOLD])
        return picture

    def _kept(self, picture: Picture) -> str:
        # Anki keeps the bytes that it has under a name; so other bytes get another name.
        name = f"quizapp-{sha256(picture.data).hexdigest()[:24]}.{_ENDINGS[picture.media_type]}"
        self._used[name] = picture.data
        return name


def _decoded(media_type: str, data: str) -> Picture | None:
    try:
        return Picture("", media_type, base64.b64decode(data, validate=True)) if media_type in _ENDINGS else None
    except ValueError:
        return None
