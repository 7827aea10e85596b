"""The two sides of a card, as its template and its note's fields make them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from quizapp.formats.anki.reading.collection import Template

_PLACE = re.compile(r"\{\{([^{}]{1,300})\}\}")
_LINE = re.compile(r"<hr\s{1,9}id\s{0,9}=\s{0,9}[\"']?answer[\"']?\s{0,9}/?>", re.IGNORECASE)
_TAG = re.compile(r"<(?!img\b)[^<>]{0,2000}>")
#: Longer ones are programs that draw their card by themselves.
LONGEST_TEMPLATE = 50_000


@dataclass(frozen=True)
class Sides:
    """HTML. `typed` is the field that the learner types, None for none; `shown` are the fields on either side."""

    front: str
    back: str
    typed: str | None
    shown: frozenset[str]


@dataclass
class _Filled:
    """One side being filled in; fields in `known` were seen already and are not said again."""

    values: Mapping[str, str]
    known: Collection[str] = ()
    shown: list[str] = field(default_factory=list)
    typed: str | None = None

    def side(self, template: str) -> str:
        written: list[str] = []
        hidden: list[bool] = []
        for place, piece in enumerate(_PLACE.split(template)):
            inside = piece.strip()
            if place % 2 == 0:
                written.append("" if any(hidden) else piece)
            elif inside[:1] in {"#", "^"}:
                hidden.append(is_empty(self.values.get(inside[1:].strip(), "")) == (inside[0] == "#"))
            elif inside[:1] == "/":
                hidden = hidden[:-1]
            elif not any(hidden):
                written.append(self._field(inside))
        return "".join(written)

    def _field(self, inside: str) -> str:
        *filters, name = (part.strip() for part in inside.split(":"))
        if name not in self.values:
            return ""
        self.shown.append(name)
        if "type" in filters:
            self.typed = name
            return ""
        return "" if name in self.known else self.values[name]


def is_empty(value: str) -> bool:
    return not _TAG.sub("", value).replace("&nbsp;", " ").strip()


def sides(template: Template, values: Mapping[str, str]) -> Sides:
    """What is asked, and what is told beyond it."""
    front = _Filled(values)
    asked = front.side(template.front)
    back = _Filled(values, {*front.shown, *([front.typed] if front.typed else [])})
    told = back.side(_LINE.split(template.back)[-1])
    return Sides(asked, told, front.typed, frozenset({*front.shown, *back.shown}))


def cloze_field(template: Template, fields: Collection[str]) -> str:
    """The field that holds the deletions."""
    named = (inside.split(":") for inside in _PLACE.findall(template.front))
    found = (parts[-1].strip() for parts in named if "cloze" in [part.strip() for part in parts[:-1]])
    return next((name for name in found if name in fields), next(iter(fields), ""))
