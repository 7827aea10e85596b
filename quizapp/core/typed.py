"""Answers that are typed: what the kinds with a field to write in share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quizapp.core.document import CONTROL
from quizapp.core.kind import Fields
from quizapp.core.mark import Verdict
from quizapp.core.options import sent
from quizapp.core.sentences import Blank, Sentence, Unreadable, say

LONGEST = 2000
#: What comes along when text is pasted: soft hyphens, zero-width spaces, marks of direction.
_INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_QUOTED = re.compile(r"[\"“”„«»](.+)[\"“”„«»]")


@dataclass(frozen=True)
class TypedView:
    """One field to write in. `example` shows how an answer is written, never the answer; `unit` stands beside."""

    name: str = "answer"
    unit: str = ""
    example: str = ""


@dataclass(frozen=True)
class ReviewedText:
    """A written answer afterwards; `yours` is None where there was none, `also` lists other right answers."""

    yours: str | None
    key: str
    verdict: Verdict | None
    note: Sentence | None = None
    also: tuple[str, ...] = ()
    feedback: str | None = None


def written_as(*texts: str) -> tuple[Fields, ...]:
    """The fields in which each of the texts is the answer."""
    return tuple({"answer": (text,)} for text in texts)


def typed(fields: Fields, name: str) -> str:
    """What was typed in a field, without space around it. Raises `Blank` for nothing that can be seen."""
    text = _INVISIBLE.sub("", sent(fields, name)).strip()
    if not text:
        raise Blank(say("Write an answer first."))
    if len(text) > LONGEST:
        raise Unreadable(say("That answer is too long. Keep it under %(most)s characters.", most=LONGEST))
    if CONTROL.search(text):
        raise Unreadable(say("That answer has a character in it that can't be read. Type it again."))
    return text


def unquoted(text: str) -> str:
    """A number or a date without the quotes around it, and without the exclamation after it."""
    bare = text.strip().rstrip("!?; ")
    found = _QUOTED.fullmatch(bare)
    return found[1].strip() if found else bare
