"""hard-stem: the stem is far harder to read than the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from quizapp.core.checks.check import Check
from quizapp.core.checks.item import Item, Path
from quizapp.core.checks.words import KNOWN, stem, words
from quizapp.core.sentences import Sentence, say

#: Björnsson's LIX: words in a sentence, and the share of long words in per cent. Below a stem of so many words, and an
#: article of so many, it tells nothing.
_LONG = 6
_SHORTEST_STEM, _SHORTEST_ARTICLE = 10, 40
#: LIX above the article's that is another kind of text: from a story to a newspaper are 10 to 15.
_FAR = 25


def _find(item: Item) -> Iterator[tuple[Path, Sentence]]:
    asked = words(item.stem)
    if item.reading is None or item.language not in KNOWN or len(asked) < _SHORTEST_STEM:
        return
    known, level = _article(item.reading.text, item.language)
    if level is not None and _lix(item.stem, item.language, known) > level + _FAR:
        yield ("stem",), say("The stem is much harder to read than the article.")


@lru_cache(maxsize=64)
def _article(text: str, language: str) -> tuple[frozenset[str], float | None]:
    """The stems of the article's words, and how hard it is to read."""
    spoken = words(text)
    known = frozenset(stem(word, language) for word in spoken)
    return known, _lix(text, language) if len(spoken) >= _SHORTEST_ARTICLE else None


def _lix(text: str, language: str, known: frozenset[str] = frozenset()) -> float:
    """How hard a text is to read; a long word that is known from the article is none."""
    spoken = words(text)
    sentences = max(1, len(re.findall(r"[.?!:;](?=\s|$)", text)))
    long = sum(1 for word in spoken if len(word) > _LONG and stem(word, language) not in known)
    return len(spoken) / sentences + 100 * long / max(1, len(spoken))


CHECKS = (
    Check(
        "hard-stem",
        say(
            "Learners who understood the article fail at the words of the question, so the mark tells of reading and "
            "not of knowledge (Haladyna, Downing and Rodriguez 2002)."
        ),
        say("Ask in words of the article, in a shorter sentence."),
        _find,
    ),
)
