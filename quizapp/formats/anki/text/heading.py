"""The lines at the top of a text file for Anki, each `#name:value`: what separates columns, and what they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quizapp.core.sentences import Refusal, say

_SEPARATORS = {
    "tab": "\t",
    "comma": ",",
    "semicolon": ";",
    "space": " ",
    "pipe": "|",
    "colon": ":",
}
#: Tried in this order where the file does not say; a colon may as well be a deletion's.
_GUESSED = ("\t", "|", ";", ",")
_MARKUP = re.compile(r"</?(?:b|i|u|br|div|span|p|img|ul|ol|li|a|em|strong)\b[^<>]{0,500}>", re.IGNORECASE)
_MOST_COLUMNS = 100


@dataclass(frozen=True)
class Heading:
    """Columns count from 1; 0 is none. `length` is the number of lines that the heading takes."""

    separator: str
    is_html: bool
    names: tuple[str, ...]
    note_type: str
    deck: str
    tags: tuple[str, ...]
    columns: dict[str, int]
    length: int

    @property
    def field_columns(self) -> list[int]:
        """Which columns hold fields, for a file whose columns have names; empty for one without."""
        special = set(self.columns.values())
        return [place for place in range(1, len(self.names) + 1) if place not in special]


def heading(text: str) -> Heading:
    """What the top of a file says. Raises `Refusal` where a line of it makes no sense."""
    told: dict[str, str] = {}
    length = 0
    lines = text.split("\n", 50)
    while length < len(lines) and lines[length].startswith("#"):
        name, _, value = lines[length][1:].partition(":")
        told[name.strip().lower()] = value.strip("\r")
        length += 1
    body = lines[length : length + 20]
    separator = _separator(told.get("separator"), body)
    return Heading(
        separator,
        _is_html(told.get("html"), text),
        tuple(told["columns"].split(separator)) if told.get("columns") else (),
        told.get("notetype", "").strip(),
        told.get("deck", "").strip(),
        tuple(told.get("tags", "").split()),
        {
            name: _column(told[f"{name} column"])
            for name in ("guid", "notetype", "deck", "tags")
            if f"{name} column" in told
        },
        length,
    )


def _separator(told: str | None, body: list[str]) -> str:
    if told is None:
        first = body[0] if body else ""
        return next((sign for sign in _GUESSED if sign in first), "\t")
    known = _SEPARATORS.get(told.strip().lower(), told)
    if len(known) != 1 or known in '"\r':
        raise Refusal(say("The line #separator names no separator. Write tab, comma, semicolon, pipe, colon or space."))
    return known


def _is_html(told: str | None, text: str) -> bool:
    return bool(_MARKUP.search(text)) if told is None else told.strip().lower() == "true"


def _column(told: str) -> int:
    number = int(told) if re.fullmatch(r"\s*\d{1,3}\s*", told) else 0
    if not 1 <= number <= _MOST_COLUMNS:
        raise Refusal(say("A line at the top names no column: write a number from 1, as in #guid column:1."))
    return number
