"""A question's document as it stands, however unfinished: read by its shape, and what can't be read is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from quizapp.core.evidence import Reading
from quizapp.core.prose import plain

Path = tuple[str | int, ...]
#: Nobody writes longer; what is longer was pasted by mistake and need not be read to its end.
_LONGEST, _MOST = 4000, 100
_MARKUP = re.compile(r"[*_`~\[\]<>&\\#|!\n]|^\s*(?:[-+]|\d+[.)])\s")
_GAP = re.compile(r"\[\[(\d+)\]\]")


def text_of(value: Any) -> str:
    """The plain text of what was written as Markdown; a number counts as its digits, anything else as nothing."""
    if isinstance(value, int | float | Decimal | Fraction) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return ""
    sound = value[:_LONGEST].encode("utf-8", "replace").decode()
    return plain(sound) if _MARKUP.search(sound) else " ".join(sound.split())


@dataclass(frozen=True)
class Option:
    """One option: where it stands, its plain text, and whether it is worth the whole or at least something."""

    path: Path
    text: str
    is_key: bool
    pinned: bool = False


@dataclass(frozen=True)
class Choosing:
    """A list of options, with the plain text that leads to it: the stem, or what stands before the gap.

    `several` tells that more than one may be chosen.
    """

    path: Path
    lead: str
    options: tuple[Option, ...]
    shuffled: bool
    several: bool = False

    @cached_property
    def keys(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.is_key)

    @cached_property
    def distractors(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if not option.is_key)


@dataclass(frozen=True)
class Typed:
    """A key that is typed: `fields` is the mapping that holds `answer`."""

    path: Path
    fields: Mapping[Any, Any]


class Item:
    """`stem` is plain, `written_stem` as written; a draft may have none of what is asked for here.

    `reading` is the article's, `language` the first part of the set's: `de` for de-AT.
    """

    def __init__(self, document: object, language: str, reading: Reading | None = None) -> None:
        self.reading = reading
        self.document: Mapping[Any, Any] = document if isinstance(document, Mapping) else {}
        self.language = language.partition("-")[0].casefold()

    @cached_property
    def written_stem(self) -> str:
        stem = self.document.get("stem")
        return stem[:_LONGEST].encode("utf-8", "replace").decode() if isinstance(stem, str) else ""

    @cached_property
    def stem(self) -> str:
        return text_of(self.document.get("stem"))

    @cached_property
    def gap_text(self) -> str:
        return text_of(self.document.get("text"))

    @cached_property
    def choosings(self) -> tuple[Choosing, ...]:
        """The list of options of the question, and that of each gap with options."""
        own = _choosing(self.document, ("options",), self.stem)
        gaps = (_choosing(gap, (*path, "options"), self._before(path[-1])) for path, gap in self._gaps())
        return tuple(each for each in (own, *gaps) if each)

    @cached_property
    def typed(self) -> tuple[Typed, ...]:
        """The keys that are typed: the question's own, and that of each gap without options."""
        found = [((), self.document), *self._gaps()]
        return tuple(Typed(path, fields) for path, fields in found if _is_typed(fields))

    @cached_property
    def pairs(self) -> tuple[tuple[Path, str, str], ...]:
        """Of each pair its place, its left and its right side."""
        return tuple(
            (("pairs", at), text_of(pair.get("left")), text_of(pair.get("right")))
            for at, pair in enumerate(_listed(self.document.get("pairs")))
            if isinstance(pair, Mapping)
        )

    @cached_property
    def truth(self) -> bool | None:
        """Whether the stem is a statement, and is it true: None for all that is no statement."""
        answer = self.document.get("answer")
        return answer if isinstance(answer, bool) and "options" not in self.document else None

    @cached_property
    def passages(self) -> tuple[str, ...]:
        """The quoted evidence, as plain text."""
        quotes = _listed(self.document.get("evidence"))
        exact = (quote.get("exact") if isinstance(quote, Mapping) else quote for quote in quotes)
        return tuple(text for text in map(text_of, exact) if text)

    @cached_property
    def silence(self) -> frozenset[str]:
        """The codes that are not to be told."""
        silence = self.document.get("silence")
        return (
            frozenset(code for code in silence if isinstance(code, str))
            if isinstance(silence, Mapping)
            else frozenset()
        )

    def _gaps(self) -> Iterator[tuple[Path, Mapping[Any, Any]]]:
        gaps = self.document.get("gaps")
        for number, gap in gaps.items() if isinstance(gaps, Mapping) else ():
            if isinstance(gap, Mapping):
                yield ("gaps", number), gap

    def _before(self, number: str | int) -> str:
        """The text before a gap; with other gaps in it as blanks."""
        before, found, _ = self.gap_text.partition(f"[[{number}]]")
        return _GAP.sub("…", before).strip() if found else ""


def _listed(value: object) -> list[Any] | tuple[Any, ...]:
    return value[:_MOST] if isinstance(value, list | tuple) else []


def _is_typed(fields: Mapping[Any, Any]) -> bool:
    asked = "answer" in fields or "range" in fields
    return asked and "options" not in fields and not isinstance(fields.get("answer"), bool)


def _choosing(fields: Mapping[Any, Any], path: Path, lead: str) -> Choosing | None:
    written = _listed(fields.get("options"))
    answer = text_of(fields.get("answer"))
    options = [_option(each, (*path, at), answer) for at, each in enumerate(written)]
    sound = tuple(option for option in options if option and option.text)
    shuffled = fields.get("shuffle") is not False and not all(option.pinned for option in sound)
    several = sum(option.is_key for option in sound) > 1 or "scoring" in fields
    return Choosing(path, lead, sound, shuffled, several) if sound else None


def _option(written: object, path: Path, answer: str) -> Option | None:
    """`answer` is the text of the key where the options don't tell which it is."""
    if not isinstance(written, Mapping):
        text = text_of(written)
        return Option(path, text, bool(answer) and text == answer)
    text = text_of(written.get("text"))
    is_key = written.get("correct") is True or worth(written.get("weight")) == 1
    return Option(path, text, is_key, written.get("pinned") is True)


def worth(weight: object) -> Fraction | None:
    if isinstance(weight, bool) or not isinstance(weight, int | Decimal | Fraction | str):
        return None
    try:
        return Fraction(weight)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
