"""Whether a date can be read from passages, in whatever way it is written there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from quizapp.core.checks.figures import figures
from quizapp.core.locales import locale_or_english
from quizapp.core.sentences import Unreadable
from quizapp.core.written_dates import read_dates

#: Words by which a date is told from another one; then a part of it need not be in the passage itself.
_RELATIVE = {
    "en": r"yesterday|today|tomorrow|later|earlier|ago|(?:last|next|following|previous|same|this|that) "
    r"(?:day|week|month|year|morning|evening|night|spring|summer|autumn|fall|winter|\w+day)|"
    r"(?:the|a|\w+) (?:day|week|month|year)s? (?:after|before)|(?:day|eve) (?:after|before|of)|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    "de": r"gestern|heute|morgen|später|früher|zuvor|danach|vor \w+ (?:tag|woche|monat|jahr)\w*|"
    r"(?:letzte|nächste|folgende|vergangene|selbe)\w* \w+|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch",
    "fr": r"hier|aujourd'hui|demain|plus t[ôa]rd|auparavant|(?:dernier|dernière|prochain|prochaine|suivant|suivante)|"
    r"il y a|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "ja": r"昨日|今日|明日|翌|先週|先月|昨年|今年|後に|前に|曜日",
    "ko": r"어제|오늘|내일|지난|다음|작년|올해|요일|뒤|전",
}
_EAST_ASIAN = re.compile(
    r"(?:明治|大正|昭和|平成|令和|西暦|公元|서기)?(?:\d{1,4}|元)\s?(?:年|년)(?:\s?\d{1,2}\s?(?:月|월)(?:\s?\d{1,2}\s?(?:日|일))?)?"
)


def is_dated(passages: str, date: tuple[int, int, int], language: str) -> bool:
    """Whether the passages have each part of the date that they are to have; year, month and day, 0 where not asked.

    A year that stands nowhere is taken from the context.
    """
    year, month, day = date
    if _eastern(passages, date, language):
        return True
    given = figures(passages, language)
    plain = _plain(passages)
    relative = bool(re.search(rf"\b(?:{_RELATIVE.get(language, '(?!)')})", plain))
    has_year = year in given or _worked_out(year, plain, language)
    if not month:
        return has_year or relative
    has_month = bool(_months(language)[month] & set(re.findall(r"[^\W\d_]+", plain))) or _numeric(plain, month)
    has_day = not day or day in given or _ordinal(day, plain)
    has_year = has_year or not re.search(r"(?<!\d)[12]\d{3}(?!\d)", plain)
    return (has_year and has_month and has_day) or (relative and (has_month or has_day or not given))


def _eastern(passages: str, date: tuple[int, int, int], language: str) -> bool:
    """昭和40年6月22日."""
    for found in _EAST_ASIAN.findall(unicodedata.normalize("NFKC", passages)):
        try:
            read = read_dates(found, language)
        except Unreadable:
            continue  # a year alone with two digits, or a day that there is not
        if any((each.year, each.month or date[1], each.day or date[2]) == date for each in read):
            return True
    return False


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(folded.split())


@cache
def _months(language: str) -> dict[int, frozenset[str]]:
    """The names of each month, whole and shortened, in the language and in English."""
    names: dict[int, set[str]] = {month: set() for month in range(1, 13)}
    names[9].add("sept")
    for locale in (locale_or_english(language), locale_or_english("en")):
        for month, name in _names(locale.months):
            names[month].add(name)
    return {month: frozenset(each) for month, each in names.items()}


def _names(table: object) -> Iterator[tuple[int, str]]:
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for month, name in table[context][width].items():  # type: ignore[index]
                yield month, _plain(str(name)).strip(". ")


def _numeric(plain: str, month: int) -> bool:
    """23.11.2019, 2019-11-23, 11/23, 11月."""
    return bool(re.search(rf"(?<!\d)0?{month}(?:[./-]\d|\s?[月월])|\d[./-]0?{month}(?!\d)", plain))


def _ordinal(day: int, plain: str) -> bool:
    return bool(re.search(rf"(?<!\d){day}(?:st|nd|rd|th|er|e|\.|º)", plain))


def _worked_out(year: int, plain: str, language: str) -> bool:
    """Four years later: from another year and a span."""
    years = [int(each) for each in re.findall(r"(?<!\d)[12]\d{3}(?!\d)", plain)]
    spans = {int(each) for each in figures(plain, language) if each.denominator == 1 and 0 < each <= 200}
    return any(abs(year - each) in spans for each in years) or _decade(year, plain)


def _decade(year: int, plain: str) -> bool:
    """'65 for 1965."""
    return bool(re.search(rf"['‘’]{year % 100:02}\b", plain))
