"""Pictures beside an article, as texts call them: `![A map](map.png)`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from quizapp.core import prose

#: The address of a picture in sanitised HTML; one that is written into the text itself is no file.
SOURCE = re.compile(r'(<img\b[^>]*?\ssrc=")([^"]+)(")')


@dataclass(frozen=True)
class Picture:
    """A picture file; `name` is how texts call it."""

    name: str
    media_type: str
    data: bytes


def file_name(source: str) -> str:
    """The file that an `src` attribute of sanitised HTML names: Markdown escapes what an address can't hold."""
    return unquote(html.unescape(source))


def named_in(texts: Iterable[str]) -> frozenset[str]:
    """The names of the picture files that these Markdown texts show."""
    found = (source for text in texts if "![" in text for _, source, _ in SOURCE.findall(prose.html(text)))
    return frozenset(file_name(source) for source in found if not source.startswith("data:"))
