"""Finds dates and years in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from quizapp.core.dates import PartialDate
from quizapp.core.locales import locale_or_english
from quizapp.core.sentences import Unreadable
from quizapp.core.suggestions.found import FoundDate
from quizapp.core.written_dates import read_dates

_YEAR = r"(?P<year>1[0-9]\d\d|20\d\d)(?![\w%‰€$£¥])(?![.,:/-]\d)(?!-\w)"
_EAST = {
    "ja": r"(?:明治|大正|昭和|平成|令和)(?:\d{1,2}|元)年(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"|\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?(?!間|以上|余り)|(?<!年)(?<!\d)\d{1,2}月\d{1,2}日",
    "ko": r"\d{4}년(?: ?\d{1,2}월(?: ?\d{1,2}일)?)?(?! ?(?:간|동안|이상))|(?<!년 )(?<!년)(?<!\d)\d{1,2}월 ?\d{1,2}일",
    "zh": r"\d{4}年(?:\d{1,2}月(?:\d{1,2}[日号])?)?|(?<!年)(?<!\d)\d{1,2}月\d{1,2}[日号]",
}
#: Words after which a bare number of four digits is a year.
_BEFORE_YEAR = {
    "en": r"(?:in|since|until|till|by|from|to|between|and|during|after|before|year|early|late|mid|spring|summer|autumn"
    r"|winter|of)",
    "de": r"(?:jahr|jahre|jahres|seit|bis|von|ab|ende|anfang|mitte|und|frühjahr|frühling|sommer|herbst|winter)",
    "fr": r"(?:en|depuis|jusqu['’]en|de|à|entre|et|dès|année|fin|début|avant|après|printemps|été|automne|hiver)",
}
#: Of those, the ones that stand before other numbers as well: a year only as the second of two, or among years.
_WEAK = {
    "en": frozenset(("to", "and", "of", "by", "after", "before", "from", "between")),
    "de": frozenset(("von", "und", "ab", "bis")),
    "fr": frozenset(("de", "à", "et", "avant", "après", "entre")),
}
#: After them a number that ends the clause is a year: before 2024.
_ENDING = {
    "en": frozenset(("by", "before", "after", "from")),
    "de": frozenset(("ab", "bis")),
    "fr": frozenset(("avant", "après")),
}
_FIRST_OF_TWO = re.compile(r"(?:1\d\d\d|20\d\d) (?:to|and|bis|und|à|et) $", re.IGNORECASE)


def find_dates(text: str, language: str) -> tuple[FoundDate, ...]:
    """Dates to the day, the month or the year, in their order; none of them overlap."""
    tongue = language.partition("-")[0]
    found: list[FoundDate] = []
    for date in [*_whole_dates(text, language, tongue), *_years(text, tongue)]:
        if all(date.end <= other.start or date.start >= other.end for other in found):
            found.append(date)
    return tuple(sorted(found, key=lambda date: date.start))


def _whole_dates(text: str, language: str, tongue: str) -> Iterator[FoundDate]:
    for match in _pattern(tongue).finditer(text):
        value = _value(match[0], language)
        if value is not None:
            yield FoundDate(match.start(), match.end(), match[0], value)
        else:
            day = _value(_with_year(match[0], tongue), language)
            if day is not None and day.day:
                yield FoundDate(match.start(), match.end(), match[0], day, has_year=False)


def _with_year(text: str, tongue: str) -> str:
    year = {"ja": "2000年", "zh": "2000年", "ko": "2000년 "}.get(tongue)
    return f"{year}{text}" if year else f"{text} 2000"


def _value(text: str, language: str) -> PartialDate | None:
    """The date, if the text can mean one only."""
    try:
        dates = read_dates(text, language)
    except Unreadable:
        return None
    return next(iter(dates)) if len(dates) == 1 else None


@cache
def _pattern(tongue: str) -> re.Pattern[str]:
    if tongue in _EAST:
        return re.compile(_EAST[tongue])
    months, days = _names(tongue, "months"), _names(tongue, "days")
    weekday = rf"(?:(?:{days})\.?,? (?:the |den |dem |le )?)?"
    first = (
        rf"{weekday}\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?(?: of| de)? (?:{months})\b(?:\.(?= \d))?(?:(?:,| de)? \d{{4}})?"
    )
    second = rf"{weekday}(?:{months})\b\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?" if tongue == "en" else None
    month = rf"(?:{months})\b\.?,? (?:de )?\d{{4}}"
    digits = r"\d{4}-\d\d-\d\d|\d{1,2}\.\s?\d{1,2}\.\s?\d{4}"
    parts = "|".join(part for part in (first, second, month, digits) if part)
    return re.compile(rf"(?<![\w.,-])(?:{parts})(?![\w%])(?![.,:/-]\d)", re.IGNORECASE if tongue == "fr" else 0)


def _names(tongue: str, table: str) -> str:
    """The names, long ones first, for a pattern."""
    names = {
        name.rstrip(".")
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in getattr(locale_or_english(tongue), table)[context][width].values()
        if not name.isdigit()
    }
    if tongue == "en" and table == "months":
        names.add("Sept")
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


@cache
def _year_pattern(tongue: str) -> re.Pattern[str]:
    word = _BEFORE_YEAR[tongue]
    return re.compile(rf"(?<![\w-])(?P<word>{word})[ -]{_YEAR}", re.IGNORECASE)


_START_YEAR = re.compile(_YEAR + r"(?= [a-zäöü])")
_BARE_YEAR = re.compile(
    r"\b(?:wurden?|war(?:en)?|hat|haben|ist|sind|soll(?:en)?|wird|werden|kam|kamen|begann|begannen|erst|schon|bereits|sich"
    r"|entstand|starb|gewann|eröffnete|schloss|zog|fand|dort|als) " + _YEAR + r"(?=[ ,.;])(?! [A-ZÄÖÜ])"
)
_RANGE_YEAR = re.compile(r"(?<=\d\d\d\d)(?:–| to | and | bis | und | à | et )" + _YEAR)


def _years(text: str, tongue: str) -> Iterator[FoundDate]:
    """Years that stand alone, told from other numbers by the word before them."""
    if tongue not in _BEFORE_YEAR:
        return
    opening = _START_YEAR.match(text) if tongue == "de" else None
    bare = _BARE_YEAR.finditer(text) if tongue == "de" else ()
    matches = [
        *([opening] if opening else []),
        *bare,
        *_year_pattern(tongue).finditer(text),
        *_RANGE_YEAR.finditer(text),
    ]
    for match in matches:
        if not _is_counted(text, match, tongue):
            start, end = match.span("year")
            yield FoundDate(start, end, match["year"], PartialDate(int(match["year"])))


def _is_counted(text: str, match: re.Match[str], tongue: str) -> bool:
    """Whether the number counts something: by 1500 metres. After a weak word only one of two years will do."""
    after = text[match.end("year") : match.end("year") + 20]
    word = (match.groupdict().get("word") or "").casefold()
    if word in _WEAK[tongue]:
        if word in _ENDING[tongue] and re.match(r"[.,;)]|$", after):
            return False
        second = _FIRST_OF_TWO.search(text[: match.start("year")][-14:])
        return not second and not re.match(r"(?:–| (?:to|and|bis|und|à|et) )(?:1\d\d\d|20\d\d)\b", after)
    noun = r" (?!was\b|is\b|its\b|has\b|as\b|this\b)[a-z]+s\b"
    return tongue != "de" and match["year"].endswith("00") and bool(re.match(noun, after))
