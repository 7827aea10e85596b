"""Wrong answers drawn from the answers of other cards: of the same sort as the right one, and never right as well."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from random import Random
from typing import Literal

from quizapp.core.sentences import Unreadable
from quizapp.core.spelling import folded
from quizapp.core.suggestions.names import find_people
from quizapp.core.suggestions.places import is_place
from quizapp.core.units import folded_unit
from quizapp.core.written_dates import read_dates
from quizapp.core.written_numbers import read_number

#: A question with options offers so many wrong ones, and no fewer than `LEAST`.
COUNT, LEAST = 3, 2

_YEAR = re.compile(r"1\d\d\d|20\d\d")
Name = Literal["day", "month", "year", "number", "person", "place", "text"]


@dataclass(frozen=True)
class Sort:
    """What an answer is. `detail` is the unit of a number; `identity` is the same for answers that mean the same."""

    name: Name
    identity: str
    detail: str = ""


@lru_cache(maxsize=4096)
def sort_of(text: str, language: str) -> Sort:
    return _date(text, language) or _number(text, language) or _named(text)


def distractors(
    right: str, others: Iterable[str], language: str, is_right: Callable[[str], bool], rng: Random
) -> tuple[str, ...]:
    """Up to three of the other answers; `is_right` tells of each whether it would be right as well."""
    sort, found = sort_of(right, language), dict[str, str]()
    for other in others:
        kind = sort_of(other, language)
        if (kind.name, kind.detail) == (sort.name, sort.detail) and kind.identity != sort.identity:
            found.setdefault(kind.identity, other)
    fits = sorted(other for other in found.values() if not _one_names_the_other(other, right))
    rng.shuffle(fits)
    # Asked last of all, and of as few as can be: to mark is what takes time.
    wrong = (other for other in (_nearest(right, fits) if sort.name == "text" else fits) if not is_right(other))
    near = list(islice(wrong, 2 * COUNT))
    chosen: list[str] = []
    for other in rng.sample(near, len(near)):
        if len(chosen) < COUNT and not any(_one_names_the_other(other, each) for each in chosen):
            chosen.append(other)
    return tuple(chosen)


def in_order(texts: Iterable[str], language: str, rng: Random) -> list[str]:
    """Dates and numbers as they follow one another, all else in a random order."""
    mixed = sorted(texts)
    rng.shuffle(mixed)
    sorts = {text: sort_of(text, language) for text in mixed}
    if any(sort.name in {"person", "place", "text"} for sort in sorts.values()):
        return mixed
    return sorted(mixed, key=lambda text: _size(text, language))


def _size(text: str, language: str) -> tuple[float, ...]:
    sort = sort_of(text, language)
    if sort.name == "number":
        return (float(read_number(text, language)[0]),)
    return tuple(float(part) for part in sort.identity.split("-"))


def _date(text: str, language: str) -> Sort | None:
    if _YEAR.fullmatch(text.strip()):
        return Sort("year", text.strip())
    try:
        dates = read_dates(text, language)
    except Unreadable:
        return None
    date = next(iter(dates)) if len(dates) == 1 else None
    # A number is not a year for having three digits.
    if date is None or (date.precision == "year" and text.strip().isdigit()):
        return None
    return Sort(date.precision, str(date))


def _number(text: str, language: str) -> Sort | None:
    try:
        value, unit = read_number(text, language)
    except Unreadable:
        return None
    return Sort("number", f"{value}", folded_unit(unit) if unit else "")


def _named(text: str) -> Sort:
    letters = "".join(folded(text).words)
    if is_place(text):
        return Sort("place", letters)
    people = find_people(f"{text} said")
    if people and people[-1].end == len(text):
        return Sort("person", letters)
    return Sort("text", letters)


def _nearest(right: str, others: list[str]) -> list[str]:
    """Those alike in shape and length, the nearest first: none that is told by its looks alone."""
    alike = [other for other in others if _is_alike(other, right)]
    return sorted(alike, key=lambda other: (abs(_words(other) - _words(right)), abs(len(other) - len(right))))


def _is_alike(one: str, other: str) -> bool:
    longer, shorter = max(len(one), len(other)), min(len(one), len(other))
    return _marks(one) == _marks(other) and abs(_words(one) - _words(other)) <= 1 and longer + 8 <= 2.5 * (shorter + 8)


def _words(text: str) -> int:
    """How many there are, up to a sentence's."""
    return min(len(text.split()), 4)


def _marks(text: str) -> tuple[bool, bool]:
    """Whether it begins as a name does; whether there is a digit in it."""
    return text[:1].isupper(), any(letter.isdigit() for letter in text)


def _one_names_the_other(one: str, other: str) -> bool:
    """Korea is South Korea to some: of two answers, neither may be all words of the other."""
    mine, theirs = set(folded(one).words), set(folded(other).words)
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)
