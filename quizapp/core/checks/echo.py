"""word-from-stem: a word of the stem comes back in the key and in no other option."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from quizapp.core.checks.check import Check
from quizapp.core.checks.item import Choosing, Item, Path
from quizapp.core.checks.words import KNOWN, UNSPACED, akin, shortened, stem, terms, words
from quizapp.core.sentences import Sentence, say


def _find(item: Item) -> Iterator[tuple[Path, Sentence]]:
    if item.language not in KNOWN | UNSPACED | {"ko"}:
        return
    for choosing in item.choosings:
        if choosing.path == ("options",) and len(choosing.keys) == 1 and choosing.distractors:
            word = _echo(item.stem, choosing, item.language)
            if word:
                said = say("“%(word)s” stands in the stem, in the key, and in no other option.", word=shortened(word))
                yield choosing.keys[0].path, said


def _echo(asked: str, choosing: Choosing, language: str) -> str | None:
    (key,) = choosing.keys
    others = " ".join(option.text for option in choosing.distractors).casefold()
    elsewhere = frozenset().union(*(terms(option.text, language) for option in choosing.distractors))
    own = sorted(
        term
        for term in terms(key.text, language)
        if _has(terms(asked, language), term)
        if term not in others and not _has(elsewhere, term)
    )
    return _written(own[0], key.text, language) if own else None


def _has(those: Iterable[str], term: str) -> bool:
    return any(akin(term, each) for each in those)


def _written(term: str, text: str, language: str) -> str:
    """The word of the text that has the stem."""
    named = (word for word in re.findall(r"[^\W_]+", text) if stem(word.casefold(), language) == term)
    return next(named, next((word for word in words(text) if term in word), term))


CHECKS = (
    Check(
        "word-from-stem",
        say(
            "Learners who don't know match the words and find the key by its sound (Haladyna, Downing and Rodriguez "
            "2002; Tarrant and others 2006)."
        ),
        say("Say it in another word in the key or in the stem, or use the word in a distractor as well."),
        _find,
    ),
)
