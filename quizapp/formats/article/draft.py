"""What is found in a text from elsewhere: facts about an article, its body, its pictures, and what stayed behind."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from email.utils import parsedate
from typing import Any

from pydantic import TypeAdapter, ValidationError

from quizapp.core.document import CONTROL, Language, Line
from quizapp.core.library import Link
from quizapp.core.picture import Picture
from quizapp.core.sentences import Refusal, Sentence, Unreadable, say
from quizapp.core.written_dates import read_dates

LONGEST_BODY = 200_000
#: Text that is longer by so much will not come out short enough, and is not looked into.
_LONGEST_SOURCE = 2 * LONGEST_BODY
_LINE: TypeAdapter[str] = TypeAdapter(Line)
_LINK: TypeAdapter[str] = TypeAdapter(Link)
_LANGUAGE: TypeAdapter[str] = TypeAdapter(Language)
_ISO = re.compile(r"\s*(\d{4})-?(\d\d)-?(\d\d)(?!\d)")


@dataclass(frozen=True)
class Facts:
    """What an article's front matter holds, as far as it was found."""

    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None
    licence: str | None = None

    def or_else(self, other: Facts) -> Facts:
        """These facts, and for what is missing the other's."""
        return replace(self, **{name: getattr(other, name) for name, value in vars(self).items() if value is None})


@dataclass(frozen=True)
class Draft:
    """What one reader made of a text; `left_out` tells, a sentence each, what it could not carry."""

    facts: Facts
    body: str
    pictures: tuple[Picture, ...] = ()
    left_out: tuple[Sentence, ...] = field(default=())


def too_long() -> Refusal:
    return Refusal(
        say("The article is longer than 200,000 characters. Paste only the part that the questions are about.")
    )


def refuse_far_too_long(text: str) -> None:
    if len(text) > _LONGEST_SOURCE:
        raise too_long()


def line(text: object) -> str | None:
    """A single line, if there is something in it that a title or a name can be."""
    return _valid(_LINE, " ".join(CONTROL.sub(" ", text).split())) if isinstance(text, str) else None


def link(text: object) -> str | None:
    return _valid(_LINK, text.strip()) if isinstance(text, str) else None


def language(text: object) -> str | None:
    """A language tag, as en_GB or EN-gb is one too."""
    if not isinstance(text, str):
        return None
    first, *rest = text.strip().replace("_", "-").split("-")
    return _valid(_LANGUAGE, "-".join((first.lower(), *rest)))


def _valid(adapter: TypeAdapter[str], value: str) -> str | None:
    try:
        return adapter.validate_python(value)
    except ValidationError:
        return None


def day(text: object, spoken: str = "en") -> date | None:
    """A day as pages, files and people write it; None for one that can be read in two ways."""
    if isinstance(text, date):
        return text
    if not isinstance(text, str):
        return None
    found = _ISO.match(text)
    parts: Any = found.groups() if found else (parsedate(text) or _spoken_day(text, spoken))[:3]
    try:
        return date(*map(int, parts))
    except (TypeError, ValueError):
        return None


def _spoken_day(text: str, spoken: str) -> tuple[int, ...]:
    try:
        found = list(read_dates(text, spoken))
    except Unreadable:
        return ()
    return (found[0].year, found[0].month, found[0].day) if len(found) == 1 else ()
