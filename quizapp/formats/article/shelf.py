"""The pictures that come inside a text, taken out of it and given names."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from quizapp.core.picture import Picture
from quizapp.core.sentences import Refusal, Sentence, say
from quizapp.formats.pictures import picture_name, prepared

MOST = 20
#: How a text calls a picture that was taken out of it, by its number; nobody types a private sign.
_PLACE = "picture:\ue000{}"
_PLACED = re.compile("picture:(?:\ue000|%EE%80%80)(\\d{1,6})", re.IGNORECASE)
_DATA = re.compile(
    r"data:image/([a-z0-9.+-]{1,20})((?:;[a-z0-9=-]{1,30}){0,4}),([A-Za-z0-9+/=%_.!~*-]*)", re.IGNORECASE
)


class Shelf:
    """Collects pictures as they are met, and tells which could not be kept."""

    def __init__(self) -> None:
        self._found: list[bytes | None] = []
        self._kept: dict[int, Picture] = {}
        self._lost: Counter[str] = Counter()

    def put(self, data: bytes | None) -> str:
        """Keep a picture's file, and say how the text is to call it until its name is known."""
        self._found.append(data)
        return _PLACE.format(len(self._found) - 1)

    def emptied(self, text: str) -> str:
        """The text with each picture that is written into it put on the shelf."""
        return _DATA.sub(lambda found: self.put(_bytes(found[2], found[3])), text)

    def name(self, source: str, words: str) -> str | None:
        """The name of the picture that a text shows; None for one that is not kept."""
        placed = _PLACED.fullmatch(source)
        if not placed or int(placed[1]) >= len(self._found):
            self._lost["elsewhere"] += 1
            return None
        number = int(placed[1])
        if number not in self._kept and not self._keep(number, words):
            return None
        return self._kept[number].name

    def _keep(self, number: int, words: str) -> bool:
        data = self._found[number]
        if len(self._kept) >= MOST:
            self._lost["many"] += 1
            return False
        try:
            picture = prepared(data or b"")
        except Refusal:
            self._lost["unfit"] += 1
            return False
        name = picture_name(words[:40], [kept.name for kept in self._kept.values()], picture.media_type)
        self._kept[number] = Picture(name, picture.media_type, picture.data)
        return True

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return tuple(self._kept.values())

    @property
    def left_out(self) -> Iterator[Sentence]:
        if self._lost["elsewhere"]:
            count = self._lost["elsewhere"]
            yield say(
                "Pictures that are not in the text itself were left out: %(count)s. Add them as files.", count=count
            )
        if self._lost["unfit"]:
            count = self._lost["unfit"]
            yield say("Pictures that browsers can't show, or that are broken, were left out: %(count)s.", count=count)
        if self._lost["many"]:
            count = self._lost["many"]
            yield say("Only the first %(most)s pictures were taken; left out: %(count)s.", most=MOST, count=count)


def _bytes(parameters: str, data: str) -> bytes | None:
    """The picture's file; None for one that is not written as it should be."""
    plain = unquote_to_bytes(data)
    try:
        return base64.b64decode(plain, validate=True) if ";base64" in parameters.lower() else plain
    except ValueError:
        return None
