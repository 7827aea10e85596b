"""Finds numbers in running text, with what they count or measure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache

from quizapp.core.sentences import Unreadable
from quizapp.core.suggestions.found import FoundDate, FoundNumber, Measure
from quizapp.core.suggestions.measures import SIGNS, TONGUES, Tongue
from quizapp.core.suggestions.number_words import WORDS, words_value
from quizapp.core.written_numbers import read_number

#: Before a number that counts nothing, or one of a set told of before: No. 3, Route 66, aged 34, the two countries.
_NOT_COUNTING = re.compile(
    r"\b(?:no|nos|nr|n°|pages?|seite|chapter|article|artikel|room|route|line|platform|version|group of|act|aged?|age"
    r"|section|numéro|ligne|mit|the|these|those|all|both|die|den|der|diese|les|ces|des|its|their|his|her|first|last"
    r"|next|past|other|another|of the|one [a-z]{2,12} (?:in|out of))\.? $"
    r"|[*×+=/<>~-] $",
    re.IGNORECASE,
)
#: Six hours and 20 minutes: the one is nothing without the other.
_PART = re.compile(
    r" (?:hours?|minutes?|years?|feet|Stunden|heures) (?:and|und|et) [\w-]+"
    r" (?:minutes?|seconds?|months?|days?|inch|Minuten|Sekunden|minutes|secondes)| metres by \w+"
)
_SMALLER = re.compile(r" (?:minutes?|seconds?|months?|days?|inch|Minuten|Sekunden|secondes)\b")
#: Nine comets out of ten.
_SHARE = re.compile(r" (?:[a-z]+ ){0,2}out of ")
_PART_AHEAD = re.compile(r" (?:hours?|metres|years|feet|Stunden|heures) (?:and|und|et|by) $")
_PLURAL = re.compile(r"(?:[^s]s|people|children|(?:wo)?men|sheep|fish|deer|cattle|police|staff)$")
_CAPITAL = re.compile(r"(?<=[\w,] )[A-Z][\w-]* $")


def find_numbers(text: str, language: str, dates: Sequence[FoundDate]) -> tuple[FoundNumber, ...]:
    """The numbers outside of `dates`, in their order."""
    name = language.partition("-")[0]
    if name not in TONGUES:
        return ()
    tongue = TONGUES[name]
    matches = (match for match in _pattern(name).finditer(text) if not _is_a_name(text, match, name))
    found = (_found(match, language, tongue) for match in matches)
    return tuple(each for each in found if each and _is_free(each, dates))


def _is_free(number: FoundNumber, dates: Sequence[FoundDate]) -> bool:
    return all(number.end <= date.start or number.start >= date.end for date in dates)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    tongue = TONGUES[name]
    gap = " ?" if tongue.spaced else ""
    number = rf"(?:{tongue.digits}|(?i:{WORDS})\b)" if name == "en" else rf"(?:{tongue.digits})"
    if tongue.joined:
        number = rf"(?:\d[\d,]*[{tongue.joined}] ?)*{number}"
    after = "(?!\\w)" if tongue.spaced else ""
    measured = (
        rf"{gap}(?P<percent>{tongue.percent})"
        rf"|(?:[ ]?(?P<scale>{'|'.join(sorted(tongue.scales, key=len, reverse=True))}){after})?"
        rf"(?:[ ]?(?P<currency>{tongue.currencies}|[€£¥₩$]){after}"
        rf"|[ ]?(?P<duration>{tongue.durations}){after}"
        rf"|[ ]?(?P<length>{tongue.lengths}){after}"
        rf"|[ ]?(?P<counted>{tongue.counted}))?"
    )
    hedge = rf"(?:(?P<hedge>(?i:\b(?:{tongue.hedges}))){' ' if tongue.spaced else ' ?'})?"
    edge = r"(?<![\w.,:/#°+–−-])" if tongue.spaced else r"(?<![\d.,:/#-])(?<![A-Za-z])"
    return re.compile(rf"{hedge}{edge}(?P<sign>{SIGNS})?(?P<number>{number})(?![\d:/–-])(?![.,]\d)(?:{measured})")


def _is_a_name(text: str, match: re.Match[str], name: str) -> bool:
    """Whether the number belongs to a name, or is one of a set told of before: the two countries."""
    before = text[: match.start()][-30:]
    if name not in {"en", "de", "fr"}:
        return before.endswith("第")
    if _NOT_COUNTING.search(before):
        return True
    after = text[match.end("number") :][:40]
    if _SHARE.match(after) or _PART.match(after) or (_PART_AHEAD.search(before) and _SMALLER.match(after)):
        return True
    return bool(_CAPITAL.search(before)) or bool(re.match(r"-| ?-?year-old|['’]s\b", after))


def _found(match: re.Match[str], language: str, tongue: Tongue) -> FoundNumber | None:
    measure, unit = _measure(match)
    counted = match["counted"] or ""
    if measure == "number" and not (unit or counted or match["sign"]):
        return None
    if measure == "number" and counted and language[:2] == "en" and not _PLURAL.search(counted):
        return None
    value = _value(match["number"], language, tongue)
    if value is None or (value < 3 and measure == "number" and not match["number"][0].isdigit()):
        return None
    end = _end(match)
    if tongue.joined:
        end = match.end("counted") if counted else end
        value, unit = _joined(match, end, language, tongue) or (value, unit)
    sign = match["sign"] or ""
    return FoundNumber(
        match.start("number"),
        end,
        match.string[match.start("number") : end],
        value,
        "money" if sign else measure,
        unit,
        counted,
        sign,
        bool(match["hedge"]),
    )


def _joined(match: re.Match[str], end: int, language: str, tongue: Tongue) -> tuple[Fraction, str] | None:
    """3万円 as 3 with the unit 万円; 3万2000円, which has no such unit, as 32,000円."""
    text, start = match.string, match.start("number")
    scaled = text[start : match.end("scale") if match["scale"] else match.end("number")]
    parts = list(_parts(scaled, tongue))
    value = _value(match["number"] if len(parts) == 1 else scaled, language, tongue)
    unit = text[match.end("number") if len(parts) == 1 else start + len(scaled) : end].strip()
    return None if value is None else (value, unit)


def _measure(match: re.Match[str]) -> tuple[Measure, str]:
    """What is measured, and the unit with its thousands or millions."""
    scale = match["scale"] or ""
    for measure, group in (("percent", "percent"), ("money", "currency"), ("duration", "duration")):
        if match[group]:
            return measure, f"{scale} {match[group]}".strip()  # type: ignore[return-value]
    return "number", f"{scale} {match['length'] or ''}".strip()


def _end(match: re.Match[str]) -> int:
    groups = ("percent", "currency", "duration", "length", "scale", "number")
    return next(match.end(group) for group in groups if match[group])


def _value(text: str, language: str, tongue: Tongue) -> Fraction | None:
    if text[0].isalpha():
        return words_value(text)
    total = Fraction(0)
    for part, scale in _parts(text, tongue):
        try:
            number, _ = read_number(part, language)
        except Unreadable:
            return None
        total += number * scale
    return total


def _parts(text: str, tongue: Tongue) -> Iterator[tuple[str, int]]:
    """3万2000 as 3 ten thousands and 2000; other numbers as they are."""
    for found in re.finditer(rf"([\d.,' ]+)([{tongue.joined}]?)" if tongue.joined else r"(.+)()", text):
        yield found[1].strip(), tongue.scales.get(found[2], 1)
