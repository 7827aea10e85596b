"""k-type: options that combine others by their letters or numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.core.checks.check import Check
from quizapp.core.checks.item import Choosing, Item, Path
from quizapp.core.checks.words import shortened
from quizapp.core.sentences import Sentence, say

_AND = (
    r"(?: ?, ?(?:and|und|et|or|oder|ou) | ?[,、・&+] ?| (?:and|und|et|or|nor|oder|sowie|als auch|ou|y) |と|와 ?|과 ?)"
)
_BEFORE = (
    r"(?:both |either |neither |only |all but |sowohl |beide |nur |à la fois |uniquement )?(?:statements? |options? )?"
)
_AFTER = r"(?: (?:only|alone|are (?:true|correct|right)|nur|seulement))?"
#: The marks by which options or statements are named, one sort at a time.
_MARKS = (r"\(?[A-Ha-h]\)?", r"\(?[IVX]{1,4}\)?", r"\(?[1-9]\)?", r"[①-⑨]", r"[ㄱ-ㅎ]", r"[アイウエオ]")
_COMBINED = [re.compile(f"{_BEFORE}{mark}(?:{_AND}{mark})+{_AFTER}", re.IGNORECASE) for mark in _MARKS]
_JOINING = re.compile(r"\b(?:and|und|both|either|neither|nor|only|oder|sowie|nur|sowohl)\b", re.IGNORECASE)
#: How a stem lists what is to be combined.
_LISTED = [
    re.compile(rf"(?:^|[\s(（])(?:{mark})[.:)）]? ?\w.*[\s(（](?:{mark})[.:)）]", re.DOTALL)
    for mark in (r"[A-H]", r"[IVX]{1,4}", r"[1-9]", r"[①-⑨]", r"[ㄱ-ㅎ]", r"[アイウエオ]", r"[a-h]")
]
_BOTH = re.compile(
    r"(?:both|two|neither|either) of (?:the above|these|them)(?: \w+)?|beides?(?: davon| genannten)?|"
    r"les deux(?: réponses)?",
    re.IGNORECASE,
)


def _find(item: Item) -> Iterator[tuple[Path, Sentence]]:
    for choosing in item.choosings:
        for option, mark in _combined(choosing):
            if choosing.path != ("options",) or _refers(choosing, item.stem, mark):
                yield option, say("“%(option)s” is made of other options.", option=shortened(_text(choosing, option)))
                break


def _text(choosing: Choosing, path: Path) -> str:
    return next(option.text for option in choosing.options if option.path == path)


def _combined(choosing: Choosing) -> Iterator[tuple[Path, int]]:
    """The options that look like combinations, with the sort of their marks; -1 for both of these."""
    for option in choosing.options:
        text = option.text.strip(" .。")
        if _BOTH.fullmatch(text):
            yield option.path, -1
        for sort, pattern in enumerate(_COMBINED):
            if pattern.fullmatch(text) and (sort != 1 or re.search("II|IV|VI", text)):
                yield option.path, sort


def _refers(choosing: Choosing, stem: str, sort: int) -> bool:
    """Whether the marks name something: options that say more than marks, or statements in the stem."""
    if sort < 0 or any(pattern.search(stem[:1500]) for pattern in _LISTED):
        return True
    return sort in {0, 3, 4} and sum(_says_something(option.text) for option in choosing.options) >= 2


def _says_something(text: str) -> bool:
    """Whether there is more in it than marks, such as A, AB and O."""
    return bool(re.search(r"[^\W\d_]{3}|[\u3040-\u9fff\uac00-\ud7a3]", _JOINING.sub(" ", text)))


CHECKS = (
    Check(
        "k-type",
        say(
            "Who knows of one statement whether it is right can strike out half of the combinations, and reading them "
            "takes time that knowledge does not need (Haladyna, Downing and Rodriguez 2002; Tarrant and others 2006)."
        ),
        say("Ask by “choose several” (`multiple` in a file), in which each statement is an option of its own."),
        _find,
    ),
)
