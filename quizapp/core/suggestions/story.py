"""An article as the rules see it: its sentences with all that was found in them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from quizapp.core.dates import PartialDate, Precision
from quizapp.core.evidence import Reading
from quizapp.core.library import Article
from quizapp.core.suggestions.dates import find_dates
from quizapp.core.suggestions.found import FoundDate, FoundNumber, FoundPerson, FoundPlace
from quizapp.core.suggestions.names import callable_names, distinct, find_people
from quizapp.core.suggestions.numbers import find_numbers
from quizapp.core.suggestions.passages import Passage, passages
from quizapp.core.suggestions.places import find_places
from quizapp.core.suggestions.questions import without_connector
from quizapp.core.suggestions.standing import stand_together, stands_alone

_CAPITALS = re.compile(r"[^\W\d_a-z][\w-]*")
#: A longer sentence is not for a question, and seldom a sentence.
_LONGEST = 600
_WITHIN = re.compile(r"(?<=[a-z,] )[A-Za-z][\w-]+")


@dataclass(frozen=True)
class Told:
    """A sentence without a But before it, and what was found in `text`; `alone` says that it needs no other one.

    `paired` is one that needs the sentence before it, with that sentence; what was found is in the second.
    """

    passage: Passage
    text: str
    alone: bool
    dates: tuple[FoundDate, ...]
    numbers: tuple[FoundNumber, ...]
    people: tuple[FoundPerson, ...]
    places: tuple[FoundPlace, ...] = ()
    paired: bool = False

    def place(self, at: int) -> int:
        """A place in `text` as one in the article's text."""
        return self.passage.end - len(self.text) + at


@dataclass(frozen=True)
class Story:
    """The article and its sentences."""

    article: Article
    reading: Reading

    @property
    def language(self) -> str:
        return self.article.language

    @property
    def english(self) -> bool:
        return self.language.partition("-")[0] == "en"

    @cached_property
    def told(self) -> tuple[Told, ...]:
        called = callable_names(self.reading.text) if self.english else frozenset()
        read = [each for each in passages(self.reading, self.language) if len(each.text) <= _LONGEST]
        told = [_told(passage, self.language, called) for passage in read]
        paired = [_paired(one, other, self) for one, other in pairwise(told)]
        return tuple(told + [each for each in paired if each])

    @cached_property
    def people(self) -> tuple[FoundPerson, ...]:
        """Each person once, as first named with an office, else as first named."""
        everyone = [person for told in self.told for person in told.people]
        return distinct(sorted(everyone, key=lambda person: not person.office))

    @cached_property
    def dates(self) -> Mapping[tuple[Precision, bool], frozenset[PartialDate]]:
        """All dates by how exact they are, with the year and without."""
        found: dict[tuple[Precision, bool], set[PartialDate]] = defaultdict(set)
        for date in (date for told in self.told for date in told.dates):
            found[date.precision, date.has_year].add(date.value)
        return {like: frozenset(values) for like, values in found.items()}

    @cached_property
    def numbers(self) -> Mapping[tuple[str, ...], frozenset[Fraction]]:
        """All numbers by what they count or measure."""
        found: dict[tuple[str, ...], set[Fraction]] = defaultdict(set)
        for number in (number for told in self.told for number in told.numbers):
            found[number.things].add(number.value)
        return {things: frozenset(values) for things, values in found.items()}

    @cached_property
    def places(self) -> Mapping[bool, frozenset[str]]:
        """The names of all countries, and of all other places."""
        every = [place for told in self.told for place in told.places]
        return {country: frozenset(each.text for each in every if each.country == country) for country in (True, False)}

    def called_alone(self, name: str) -> tuple[str, ...]:
        """The parts of a person's name by which alone the article calls the person; else the family name."""
        parts = [part for part in name.split(" ") if part[0].isupper()]
        whole = self.reading.text.count(name)
        family = parts[0] if re.search(r"-[a-z]", parts[-1]) else parts[-1]
        return tuple(part for part in parts if self._times[part] > whole) or (family,)

    @cached_property
    def _times(self) -> Mapping[str, int]:
        return Counter(_CAPITALS.findall(self.reading.text))

    @cached_property
    def known(self) -> frozenset[str]:
        """Words as they stand within sentences: names have a capital there, others none."""
        return frozenset(word for told in self.told for word in _WITHIN.findall(told.text))


def _paired(one: Told, other: Told, story: Story) -> Told | None:
    """A sentence that leans on the one before it, with that one; None where the two don't stand alone either."""
    if (
        other.alone
        or not (other.dates or other.numbers)
        or not one.alone
        or one.passage.paragraph != other.passage.paragraph
    ):
        return None
    start, shift = one.passage.start, other.passage.start - one.passage.start
    text = story.reading.text[start : other.passage.end]
    if not stand_together(text, story.language):
        return None
    shift += len(other.passage.text) - len(other.text)
    dates = tuple(replace(date, start=date.start + shift, end=date.end + shift) for date in other.dates)
    numbers = tuple(replace(number, start=number.start + shift, end=number.end + shift) for number in other.numbers)
    return Told(Passage(text, start, one.passage.paragraph), text, True, dates, numbers, (), (), paired=True)


def _told(passage: Passage, language: str, called: frozenset[str]) -> Told:
    english = language.partition("-")[0] == "en"
    text = without_connector(passage.text) if english else passage.text
    dates = find_dates(text, language)
    numbers = find_numbers(text, language, dates)
    people = find_people(text, called) if english else ()
    return Told(
        passage, text, stands_alone(text, language), dates, numbers, people, find_places(text) if english else ()
    )
