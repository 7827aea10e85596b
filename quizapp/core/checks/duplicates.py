"""duplicate-options: two options that say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.core.checks.check import Check
from quizapp.core.checks.item import Item, Option, Path
from quizapp.core.checks.words import shortened, stem, words
from quizapp.core.sentences import Sentence, Unreadable, say
from quizapp.core.spelling import folded
from quizapp.core.units import factor
from quizapp.core.written_numbers import read_number

#: Words that an option may have or leave out and mean the same; not and without, before and after are none of them.
_FREE = {
    "en": frozenset("a an the to of it they he she there that this is are was were be been has have had by".split()),
    "de": frozenset("der die das den dem des ein eine einen einem einer es sie er ist sind war waren zu".split()),
    "fr": frozenset("le la les l un une des d de du il elle ils elles on est sont était étaient à".split()),
}

#: Letters that name something: of "a, b and c" the a is no article.
_LETTERS = re.compile(r"(?<!\w)\w,? (?:and |und |et )?\w(?!\w)|(?<!\w)\w (?:and|und|et) \w(?!\w)")


def _find(item: Item) -> Iterator[tuple[Path, Sentence]]:
    for choosing in item.choosings:
        seen: list[tuple[Option, object]] = []
        for option in choosing.options:
            means = _meaning(option.text, item.language)
            earlier = next((other for other, meant in seen if meant == means), None)
            if earlier:
                yield option.path, _said(option, earlier)
            seen.append((option, means))


def _said(option: Option, earlier: Option) -> Sentence:
    one, other = shortened(option.text), shortened(earlier.text)
    return say("“%(one)s” says the same as “%(other)s”.", one=one, other=other)


def _meaning(text: str, language: str) -> object:
    """What two texts share that say the same: a quantity, or words in their order without endings."""
    quantity = _quantity(text, language) if re.search(r"\d", text) else None
    if quantity is not None:
        return quantity
    free = frozenset() if _LETTERS.search(text) else _FREE.get(language, frozenset())
    said = tuple(stem(word, language) for word in words(text) if word not in free)
    if len(said) > 1 and language in _FREE and not re.search(r"\d", text):
        return said
    plain = folded(text)
    kept = [word for word in plain.words if word not in free]
    return "".join(kept) or plain.letters or text.strip()


def _quantity(text: str, language: str) -> object:
    """The number, in the smallest unit of its sort that is known: an hour is sixty minutes."""
    try:
        value, unit = read_number(text, language)
    except Unreadable:
        return None
    for base in ("seconds", "months", "metres", "grams", ""):
        size = factor(unit, base) if unit and base else None
        if size is not None:
            return value * size, base
    return value, folded(unit).letters


CHECKS = (
    Check(
        "duplicate-options",
        say(
            "Of two options that say the same neither can be the one key, so both are struck out, and the odds rise "
            "(Haladyna, Downing and Rodriguez 2002)."
        ),
        say("Delete one of the two, or make them differ in what they say."),
        _find,
    ),
)
