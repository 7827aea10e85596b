"""Dates as people write them: 23 November 2019, Nov. 23rd, 2019, 23.11.2019, 2019-11-23, 2019年11月23日, 令和元年."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

from rapidfuzz.distance import OSA

from quizapp.core.dates import PartialDate
from quizapp.core.locales import locale_or_english
from quizapp.core.sentences import Unreadable, say
from quizapp.core.typed import unquoted

_LONGEST = 80
#: Words around a date that say nothing more, in the languages that write them.
_FILLERS = frozenset(
    "a ad am an anno ano ao ar ce d da dag das day de dei del den der des di dia do du e el em en er et for i il im in"
    " jaar jahr jahre jahres l la le los month na nel no o of on op r rd re roku rok roki rokur st th the van v w year"
    " year's år året г года год году р року عام سنة شهر في من م ב של שנת י nd ste te gada g m ค ศ".split()
)
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_EAST_ASIAN = re.compile(
    r"(?P<era>明治|大正|昭和|平成|令和|西暦|公元|서기)?(?P<year>\d{1,4}|元)(?:年|년)"
    r"(?:(?P<month>\d{1,2})(?:月|월)(?:(?P<day>\d{1,2})(?:日|号|일))?)?"
)
_EAST_ASIAN_DAY = re.compile(r"\d{1,2}(?:月|월)\d{1,2}(?:日|号|일)?")
_WEEKDAY = re.compile(r"\s|\([^)]*\)|[日月火水木金土]曜日?$|[월화수목금토일]요일$|(?:星期|[周週])[一二三四五六日天]$")
_NUMERIC = re.compile(r"(\d+)\s*([-/.])\s*(\d+)(?:\s*\2\s*(\d+))?\.?")
#: The 1990s, die 1990er: ten years, not one.
_DECADE = re.compile(r"\d{3,4}\s?['’]?(?:s|er|ern|ers)\b")
#: Names that CLDR does not list: as they are typed without an umlaut, and shortened otherwise.
_MORE_NAMES = {"sept": 9, "maerz": 3, "mrz": 3, "fev": 2}
#: Where a language has other names of months in other countries.
_VARIANTS: Mapping[str, tuple[str, ...]] = {"ar": ("ar-SY", "ar-DZ", "ar-MA", "ar-MR")}


def read_dates(text: str, language: str) -> frozenset[PartialDate]:
    """All that the text can mean: more than one where it is ambiguous. Raises `Unreadable` where it means none:
    `NoDate`, or with a sentence on what is missing.
    """
    plain = _plain(text)
    if len(plain) > _LONGEST or _DECADE.search(plain):
        raise _no_date()
    found = _east_asian(plain) or _numeric(plain, language) or _in_words(plain, language)
    real = frozenset(date for date in found if date.exists)
    if not real:
        raise Unreadable(say("There is no such date as “%(text)s” in the calendar. Check it.", text=text))
    return real


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", re.sub(r"(?<=\d)\.?[º°]", " ", unquoted(text))).casefold()
    digits = "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in folded)
    return " ".join(re.sub("[‐‑‒–—−]", "-", re.sub("[\u200e\u200f\u061c]", "", digits)).split())


def _east_asian(plain: str) -> set[PartialDate]:
    bare = _WEEKDAY.sub("", plain)
    found = _EAST_ASIAN.fullmatch(bare)
    if _EAST_ASIAN_DAY.fullmatch(bare):
        raise _no_year()
    if found is None:
        return set()
    first = _ERAS.get(found["era"] or "", 0)
    year = 1 if found["year"] == "元" else int(found["year"])
    if not first and year < 100:
        raise _short_year()
    return {PartialDate(first + year, int(found["month"] or 0), int(found["day"] or 0))}


def _numeric(plain: str, language: str) -> set[PartialDate]:
    """Digits and signs, with words around them that say nothing more: am 23.11.2019."""
    if re.fullmatch(r"\d{8}", plain):
        return {PartialDate(int(plain[:4]), int(plain[4:6]), int(plain[6:]))}
    found = _NUMERIC.search(plain)
    if found is None or not _says_nothing(f"{plain[: found.start()]} {plain[found.end() :]}", language):
        return set()
    one, two, three = found[1], found[3], found[4]
    if three is None:
        return {_month_and_year(one, two)}
    if len(one) == 4:
        return {PartialDate(int(one), int(two), int(three))}
    if len(three) != 4 or len(one) > 2 or len(two) > 2:
        raise _short_year()
    return _in_order(int(three), int(one), int(two), language)


def _says_nothing(text: str, language: str) -> bool:
    return all(word in _FILLERS or word in _weekdays(language) for word in _words(text, language))


def _month_and_year(one: str, two: str) -> PartialDate:
    for year, month in ((one, two), (two, one)):
        if len(year) == 4 and len(month) <= 2:
            return PartialDate(int(year), int(month) or 99)
    raise _short_year()


def _in_order(year: int, one: int, two: int, language: str) -> set[PartialDate]:
    """Both orders, unless the language has one for all who write it; only real dates count, so 23/11 is clear."""
    order = _order(language)
    dates = {"d": PartialDate(year, two or 99, one or 99), "m": PartialDate(year, one or 99, two or 99)}
    if order and dates[order].exists:
        return {dates[order]}
    return set(dates.values())


def _order(language: str) -> str | None:
    """What comes first, day (d) or month (m): English, without a country, has both.

    Where the year is written first, nothing is known of a date that ends in it.
    """
    pattern = locale_or_english(language).date_formats["short"].pattern
    if language == "en" or pattern.index("y") < pattern.index("d"):
        return None
    return "m" if pattern.index("M") < pattern.index("d") else "d"


def _in_words(plain: str, language: str) -> set[PartialDate]:
    words = [*_words(plain, language)]
    numbers = [word for word in words if word.isdigit()]
    silent = {word for word in words if word in _FILLERS or word in _weekdays(language)}
    months = {_month(word, language) for word in words if not word.isdigit() and word not in silent}
    # Spanish shortens both marzo and martes to mar: a month only where there is no other.
    months = months or {_months(language)[word] for word in silent if word in _months(language)}
    years = [int(number) for number in numbers if len(number) in {3, 4}]
    days = [int(number) for number in numbers if len(number) <= 2]
    return {_joined(years, months, days, len(numbers))}


def _month(word: str, language: str) -> int:
    """The month of that name; one letter off is a slip where it leaves no doubt. Raises `NoDate`."""
    names = _months(language)
    if word in names:
        return names[word]
    near = {names[name] for name in names if len(name) >= 5 and OSA.distance(word, name, score_cutoff=1) <= 1}
    if len(near) != 1:
        raise _no_date()
    return near.pop()


def _joined(years: list[int], months: set[int], days: list[int], numbers: int) -> PartialDate:
    if len(months) > 1 or len(years) > 1 or len(days) + len(years) < numbers or not (months or years):
        raise _no_date()
    if len(days) > 1 or (days and not months):
        raise _short_year()
    if not years:
        raise _no_year()
    return PartialDate(years[0], next(iter(months), 0), (days[0] or 99) if days else 0)


def _words(plain: str, language: str) -> Iterator[str]:
    """The words and numbers; a month of several words (tháng mười một) counts as one."""
    plain = _bare(plain)
    for name in _weekdays(language):
        plain = plain.replace(name, " ") if re.search(r"[ -]", name) else plain
    for name in sorted((name for name in _months(language) if " " in name), key=len, reverse=True):
        plain = plain.replace(name, name.replace(" ", "_"))
    for word in re.findall(r"\d+|[^\s\d.,،()/-]+", plain):
        name = word.replace("_", " ")
        # Hebrew writes "in" onto the month.
        yield name[1:] if name.startswith("ב") and name[1:] in _months(language) else name


def _bare(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))


@cache
def _months(language: str) -> Mapping[str, int]:
    """Names of months, in the language and in English, whole and shortened."""
    names = {**_MORE_NAMES}
    for each in ("en", language, *_VARIANTS.get(language.partition("-")[0], ())):
        locale = locale_or_english(each)
        names |= {name: number for number, name in _names(locale.months) if not name.isdigit()}
    return names


@cache
def _weekdays(language: str) -> frozenset[str]:
    return frozenset(name for place in ("en", language) for _, name in _names(locale_or_english(place).days))


def _names(table: Mapping[str, Mapping[str, Mapping[int, str]]]) -> Iterator[tuple[int, str]]:
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in table[context][width].items():
                yield number, _bare(name.casefold()).strip(". ")


class NoDate(Unreadable):
    """Nothing in it can be taken for a date; whoever asks knows how one is written."""


def _no_date() -> NoDate:
    return NoDate(say("That can't be read as a date."))


def _no_year() -> Unreadable:
    return Unreadable(say("Write the year too, with four digits."))


def _short_year() -> Unreadable:
    return Unreadable(say("Write the year with all its digits, and the month as a word, so that it can't be mistaken."))
