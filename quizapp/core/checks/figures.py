"""Numbers in running text, in digits and in words, and what follows from them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, pairwise

from quizapp.core.checks.words import words
from quizapp.core.sentences import Unreadable
from quizapp.core.written_numbers import read_number

#: From zero on, and each ten from twenty on.
_UNITS = {
    "en": """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""",
    "de": """null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn
        siebzehn achtzehn neunzehn""",
    "fr": """zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept
        dix-huit dix-neuf""",
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante",
}
_ODD = {
    "en": {"once": 1, "first": 1, "twice": 2, "second": 2, "both": 2, "third": 3, "pair": 2, "couple": 2, "a": 1,
           "an": 1, "nobody": 0, "none": 0, "no": 0, "decade": 10, "century": 100, "fourth": 4, "fifth": 5,
           "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10},
    "de": {"eins": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "einmal": 1, "zwo": 2, "zweimal": 2, "beide": 2,
           "beiden": 2, "dreimal": 3, "kein": 0, "keine": 0, "jahrzehnt": 10, "jahrhundert": 100, "paar": 2},
    "fr": {"une": 1, "aucun": 0, "aucune": 0, "vingts": 20, "quatre-vingt": 80, "quatre-vingts": 80, "siècle": 100,
           "septante": 70, "nonante": 90, "huitante": 80, "décennie": 10, "deuxième": 2, "troisième": 3},
}  # fmt: skip
_TIMES = {
    "en": {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12,
           "score": 20},
    "de": {"hundert": 100, "tausend": 1000, "million": 10**6, "millionen": 10**6, "milliarde": 10**9,
           "milliarden": 10**9, "dutzend": 12},
    "fr": {"cent": 100, "cents": 100, "mille": 1000, "million": 10**6, "millions": 10**6, "milliard": 10**9,
           "milliards": 10**9, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "centaine": 100},
}  # fmt: skip
_HALVES = {"en": {"half": "1/2", "quarter": "1/4", "halves": "1/2", "quarters": "1/4", "thirds": "1/3"},
           "de": {"halb": "1/2", "halbe": "1/2", "halbes": "1/2", "halben": "1/2", "viertel": "1/4",
           "anderthalb": "3/2"},
           "fr": {"demi": "1/2", "demie": "1/2", "quart": "1/4", "moitié": "1/2", "quarts": "1/4"}}  # fmt: skip
_AND = frozenset(("and", "und", "et"))
_DIGITS = re.compile(r"\d+(?:[.,'’\u202f\u00a0 ]\d{3})*(?:[.,]\d+)?(?:[½¼¾])?|[½¼¾]")
#: How many of a small unit are in a larger one: minutes, hours, days, months, per cent, thousand, million.
_SIZES = [Fraction(size) for size in (60, 3600, 24, 7, 12, 10, 100, 1000, 10**6, 10**9)]

#: Of so many numbers at most any two are added.
_MOST = 60


@lru_cache(maxsize=4096)
def figures(text: str, language: str) -> frozenset[Fraction]:
    """Every number in the text, as it may be meant."""
    return frozenset().union(*written_figures(text, language), _spelled(text, language))


def written_figures(text: str, language: str) -> list[frozenset[Fraction]]:
    """Of each number in digits all that it may mean."""
    plain = "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text)
    return [frozenset(_digits(match, plain, language)) for match in _DIGITS.finditer(plain)]


def _digits(match: re.Match[str], text: str, language: str) -> Iterator[Fraction]:
    """A number in digits, and the same with the thousand or million after it."""
    for written in {match[0].strip(), *re.findall(r"\d+", match[0])}:
        try:
            value, _ = read_number(written, language)
        except Unreadable:
            continue  # 1.234 that nobody can tell: its parts are read as well
        yield value
        after = words(text[match.end() : match.end() + 20])[:2]
        for times in (multiples(language).get(word) for word in after):
            yield from [value * times] if times else []


@lru_cache(maxsize=8)
def _values(language: str) -> dict[str, int]:
    units = {word: value for value, word in enumerate(_UNITS.get(language, "").split())}
    tens = {word: 20 + 10 * place for place, word in enumerate(_TENS.get(language, "").split())}
    return {**units, **tens, **_ODD.get(language, {})}


def multiples(language: str) -> Mapping[str, int]:
    """Words like thousand and million."""
    return _TIMES.get(language, {})


def _spelled(text: str, language: str) -> Iterator[Fraction]:
    """Numbers in words: two and a half, an hour and a half, seventy-five, mille deux cents, dreieinhalb."""
    run = _Run(language)
    spoken = [part for each in words(text) for part in _split(each, language)]
    for word, after in pairwise([*spoken, ""]):
        yield from run.take(word, after)
    yield from run.end()


class _Run:
    """Words of one number, added up as they are read."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.values, self.times = _values(language), multiples(language)
        self.halves = _HALVES.get(language, {})
        self.thousands, self.below, self.running = Fraction(0), Fraction(0), False
        self.last: Fraction | None = None

    def take(self, word: str, after: str) -> Iterator[Fraction]:
        """The number that ends before the word, if there is one."""
        if word in _AND or (after in self.halves and self.values.get(word) == 1):
            return
        if word in self.times:
            self._multiply(self.times[word])
        elif word in self.halves:
            yield from self._add_half(Fraction(self.halves[word]))
        elif word in self.values:
            if self.running and not self._goes_on(self.values[word]):
                yield from self.end()
            self._add(self.values[word])
        else:
            yield from self.end()

    def end(self) -> Iterator[Fraction]:
        if self.running:
            self.last = self.thousands + self.below
            yield self.last
        self.thousands, self.below, self.running = Fraction(0), Fraction(0), False

    def _multiply(self, times: int) -> None:
        self.below, self.running = (self.below or Fraction(1)) * times, True
        if times >= 1000:
            self.thousands, self.below = self.thousands + self.below, Fraction(0)

    def _add_half(self, half: Fraction) -> Iterator[Fraction]:
        """An hour and a half: what was counted came before the unit."""
        if not self.running:
            yield half if self.last is None else self.last + half
        self.below, self.running = self.below + half, True

    def _add(self, value: int) -> None:
        fourscore = self.language == "fr" and value == 20 and self.below % 100 == 4
        self.below, self.running = self.below + (76 if fourscore else value), True

    def _goes_on(self, value: int) -> bool:
        """Seventy goes on with five, a hundred with anything below it; two does not go on with three."""
        tail = self.below % 100
        if self.language == "de" and 1 <= tail <= 9:
            return value in range(20, 100, 10)
        if self.language == "fr" and ((tail == 4 and value == 20) or (tail in {60, 80} and value < 20)):
            return True
        return tail == 0 or (value < 10 <= tail and (tail % 10 == 0))


def _split(word: str, language: str) -> list[str]:
    """German writes its numbers as one word, and others with a hyphen."""
    known = _values(language)
    if word in known or language != "de":
        return [word]
    inner = [*known, *_TIMES["de"], *_HALVES["de"], "und", "einhalb"]
    longest = sorted((name for name in inner if len(name) > 2), key=len, reverse=True)
    parts = re.findall("|".join(longest), word)
    if "".join(parts) != word:
        return [word]
    return [each for part in parts for each in (("halb",) if part == "einhalb" else (part,))]


def follows(wanted: tuple[Fraction, Fraction], given: Iterable[Fraction]) -> bool:
    """Whether a number from the lowest to the highest wanted is among those given, or can be worked out from them:
    in another unit, or as the sum or the difference of two.
    """
    low, high = wanted
    plain = set(given)
    if any(low <= value <= high for value in plain):
        return True
    sized = {value * size for value in plain for size in _SIZES} | {value / size for value in plain for size in _SIZES}
    some = sorted(plain)[:_MOST]
    pairs = {each for one, other in combinations(some, 2) for each in (one + other, abs(one - other))}
    return any(low <= value <= high for value in sized | pairs)
