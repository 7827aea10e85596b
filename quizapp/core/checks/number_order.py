"""unordered-numbers: options that are numbers or dates are not shown in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from quizapp.core.checks.check import Check
from quizapp.core.checks.figures import figures, multiples
from quizapp.core.checks.item import Item, Path
from quizapp.core.sentences import Sentence, Unreadable, say
from quizapp.core.units import factor
from quizapp.core.written_dates import read_dates
from quizapp.core.written_numbers import read_number

_NUMBER = re.compile(r"\d+(?:[.,'\u202f\u00a0 ]\d{3})*(?:[.,]\d+)?")


def _find(item: Item) -> Iterator[tuple[Path, Sentence]]:
    for choosing in item.choosings:
        if choosing.path == ("options",) and len(choosing.options) >= 3 and not choosing.several:
            values = _values([option.text for option in choosing.options], item.language)
            if values and choosing.shuffled:
                yield choosing.path, say("These options are numbers, and they are shown in random order.")
            elif values and not _in_order(values):
                yield choosing.path, say("These options are numbers, but they do not stand in their order.")


def _in_order(values: Sequence[Any]) -> bool:
    return all(one <= other for one, other in pairwise(values)) or all(one >= other for one, other in pairwise(values))


def _values(texts: Sequence[str], language: str) -> list[Any] | None:
    """What the options are to be sorted by, where all of them are dates, quantities or one phrase with a number."""
    if not all(re.search(r"\d", text) for text in texts):
        return _in_words(texts, language)
    return _dates(texts, language) or _quantities(texts, language) or _same_phrase(texts, language)


def _in_words(texts: Sequence[str], language: str) -> list[Any] | None:
    """Numbers in words: two, three, five."""
    bare = [re.sub(r"^(?:an?|eine?|une?)\b ?", "", text.casefold()) for text in _bare(texts)]
    found = [figures(text, language) for text in bare]
    if any(len(each) != 1 or len(text.split()) > 2 for each, text in zip(found, bare, strict=True)):
        return None
    return [next(iter(each)) for each in found]


def _dates(texts: Sequence[str], language: str) -> list[Any] | None:
    if any(re.fullmatch(r"\d{1,3}|.*\d[\d.,]*[^\d\s]{0,2} ?[%°€$£]", text) for text in texts):
        return None
    try:
        found = [read_dates(text, language) for text in texts]
    except Unreadable:
        return None
    return [next(iter(each)) for each in found] if all(len(each) == 1 for each in found) else None


def _quantities(texts: Sequence[str], language: str) -> list[Any] | None:
    """Numbers with units that can be compared."""
    bare = _bare(texts)
    try:
        read = [read_number(text, language) for text in bare]
    except Unreadable:
        return None
    base = read[0][1]
    sizes = [Fraction(1) if unit == base else _size(unit, base, language) for _, unit in read]
    return None if None in sizes else [value * (size or 1) for (value, _), size in zip(read, sizes, strict=True)]


def _size(unit: str, base: str, language: str) -> Fraction | None:
    """How many of `base` the unit is; thousand and million count as units too."""
    size = factor(unit, base) if base and unit else None
    if size is not None:
        return size
    (times, rest), (base_times, base_rest) = (_scaled(each, language) for each in (unit, base))
    return Fraction(times, base_times) if _one(rest) == _one(base_rest) else None


def _scaled(unit: str, language: str) -> tuple[int, str]:
    first, _, rest = unit.partition(" ")
    times = multiples(language).get(first.casefold())
    return (times, rest) if times else (1, unit)


def _one(unit: str) -> str:
    return unit.strip().casefold().removesuffix("s")


def _same_phrase(texts: Sequence[str], language: str) -> list[Any] | None:
    """One number in words that are the same in each: Chapter 2, Chapter 5."""
    if len({_one(_NUMBER.sub("#", text)) for text in texts}) > 1 or any(
        len(_NUMBER.findall(text)) != 1 for text in texts
    ):
        return None
    found = [_NUMBER.findall(text)[0] for text in texts]
    try:
        return [read_number(number.strip(), language)[0] for number in found]
    except Unreadable:
        return None


def _bare(texts: Sequence[str]) -> list[str]:
    """Without the words that all of them begin with: in 1965, up to 5 tonnes."""
    split = [text.split() for text in texts]
    shared = 0
    while all(len(each) > shared + 1 for each in split) and len({each[shared] for each in split}) == 1:
        shared += 1
    return [" ".join(each[shared:]) for each in split]


CHECKS = (
    Check(
        "unordered-numbers",
        say(
            "Readers look for a number where it belongs. To hunt for it takes time, and those who know the answer slip "
            "(Haladyna, Downing and Rodriguez 2002; Tarrant and others 2006)."
        ),
        say("Write the options from the lowest to the highest, and don't mix them (`shuffle: false` in a file)."),
        _find,
    ),
)
