"""longest-key: the key stands out by its length."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from quizapp.core.checks.above import speaks_of_the_others
from quizapp.core.checks.check import Check
from quizapp.core.checks.item import Choosing, Item, Path
from quizapp.core.sentences import Sentence, say

#: By how much the shortest key must be wider than the widest distractor, as a ratio and in columns.
_RATIO, _COLUMNS = 1.5, 12


def width(text: str) -> int:
    """The columns that a text takes; signs of Chinese, Japanese and Korean take two."""
    shown = (letter for letter in text if not unicodedata.combining(letter))
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in shown)


def _find(item: Item) -> Iterator[tuple[Path, Sentence]]:
    for choosing in item.choosings:
        own = not any(speaks_of_the_others(option.text, item.language) for option in choosing.keys)
        if own and choosing.keys and len(choosing.distractors) >= 2 and _stands_out(choosing):
            yield choosing.keys[0].path, say("The key is clearly longer than every other option.")


def _stands_out(choosing: Choosing) -> bool:
    key = min(width(option.text) for option in choosing.keys)
    other = max(width(option.text) for option in choosing.distractors)
    return key >= other * _RATIO and key - other >= _COLUMNS


CHECKS = (
    Check(
        "longest-key",
        say(
            "Writers take most care to make the key exact, so learners who don't know guess the longest option, and "
            "are often right (Haladyna, Downing and Rodriguez 2002; Tarrant and others 2006)."
        ),
        say("Shorten the key, or make the other options as long and as exact as the key."),
        _find,
    ),
)
