"""Wrong answers of the same sort: from the article where it has them, else made up near the right one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from babel.numbers import format_decimal

from quizapp.core.dates import PartialDate
from quizapp.core.suggestions.found import FoundDate, FoundNumber
from quizapp.core.suggestions.story import Story, Told

COUNT = 3
_SPELLED = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty".split()
)


@dataclass(frozen=True)
class Wrong:
    """Wrong answers with the right one, in their natural order; `made_up` says that not all are from the article."""

    texts: tuple[str, ...]
    key: str
    made_up: bool

    @property
    def wrong(self) -> tuple[str, ...]:
        return tuple(text for text in self.texts if text != self.key)


def dates(story: Story, told: Told, right: FoundDate, rng: Random) -> Wrong | None:
    """Three other dates, as exact as the right one, none of which its sentence names."""
    here = {each.value for each in told.dates}
    everywhere = story.dates[right.precision, right.has_year]
    fits = _side(story, right)
    near = sorted(each for each in everywhere - here if _is_near(each, right) and fits(each))
    taken = rng.sample(near, min(COUNT, len(near)))
    for made in _made_dates(right.value, rng):
        if len(taken) < COUNT and made not in here | everywhere and fits(made):
            taken.append(made)
    if len(taken) < COUNT:
        return None
    shown = {value: _shown(value, right) for value in sorted([*taken, right.value])}
    return Wrong(tuple(shown.values()), shown[right.value], not set(taken) <= set(near))


def _is_near(other: PartialDate, right: FoundDate) -> bool:
    return abs(other.year - right.value.year) <= (80 if right.precision == "year" else 3)


def _side(story: Story, right: FoundDate) -> Callable[[PartialDate], bool]:
    """What is past stays past, and what is to come stays so: the verb would tell."""
    published = story.article.published
    day = PartialDate(published.year, published.month, published.day)
    return lambda value: not right.has_year or (value > day) == (right.value > day)


def _made_dates(value: PartialDate, rng: Random) -> Iterator[PartialDate]:
    """Alternately before and after, in a random order, some steps apart."""
    steps = [-9, -7, -5, -4, -3, -2, 2, 3, 4, 5, 7, 9]
    rng.shuffle(steps)
    for step in steps:
        made = _moved(value, step)
        if made is not None and made.exists:
            yield made


def _moved(value: PartialDate, step: int) -> PartialDate | None:
    if value.precision == "year":
        return PartialDate(value.year + step)
    if value.precision == "month":
        months = value.year * 12 + value.month - 1 + step
        return PartialDate(months // 12, months % 12 + 1)
    if not 101 <= value.year <= 9998:
        return None
    day = date(value.year, value.month, value.day) + timedelta(days=step)
    return PartialDate(day.year, day.month, day.day)


def _shown(value: PartialDate, like: FoundDate) -> str:
    """As the article writes it: 23 November 2019 or November 23, 2019, with the year or without."""
    whole = value.shown("en")
    day, month, year = [*whole.split(" "), "", ""][:3] if value.day else ("", "", "")
    if not value.day:
        return whole
    american = bool(re.search(r"[A-Za-z]{3,}\.? \d{1,2}(?!\d)", re.sub(r"^\w+day,? ", "", like.text)))
    first = f"{month} {day}" if american else f"{day} {month}"
    if not like.has_year:
        return first
    return f"{first}, {year}" if american else f"{first} {year}"


def numbers(story: Story, told: Told, right: FoundNumber, rng: Random) -> Wrong | None:
    """Three other numbers of the same things, none of which the sentence names."""
    here = {each.value for each in told.numbers}
    other = story.numbers[right.things]
    spelled = right.text[:1].isalpha() and right.value in range(len(_SPELLED))
    most = len(_SPELLED) - 1 if spelled else right.value * 20
    fits = [value for value in other - here if right.value / 20 < value <= most and _is_apart(value, right.value)]
    near = sorted(value for value in fits if value.denominator == 1 or not spelled)
    taken = rng.sample(near, min(COUNT, len(near)))
    for made in _made_numbers(right, rng):
        if len(taken) < COUNT and made <= most and made not in here | other | {*taken}:
            taken.append(made)
    if len(taken) < COUNT:
        return None
    every = sorted([*taken, right.value])
    shown = {value: number_text(value, right, spelled=spelled) for value in every}
    if len(set(shown.values())) < len(shown):
        return None
    return Wrong(tuple(shown.values()), shown[right.value], not set(taken) <= set(near))


def _is_apart(one: Fraction, other: Fraction) -> bool:
    """Further than what about and nearly allow."""
    return abs(one - other) * 10 > other


def _made_numbers(right: FoundNumber, rng: Random) -> Iterator[Fraction]:
    """Half to double, as round as the right one; small ones some steps off."""
    value, step = right.value, _step(right.value)
    off = [-4, -3, -2, 2, 3, 4] if value <= 20 * step else []
    made = [value + each * step for each in off] or [
        round(value * Fraction(part, 100) / step) * step for part in (50, 60, 75, 80, 125, 140, 150, 180)
    ]
    rng.shuffle(made)
    highest = 100 if right.measure == "percent" and value <= 100 else None
    for each in made:
        if each > 1 and _is_apart(each, value) and (highest is None or each < highest):
            yield Fraction(each)


def _step(value: Fraction) -> Fraction:
    """The size of the last digit that is not 0: 100 for 1,500 and 1/10 for 2.5."""
    digits = str(value.numerator) if value.denominator == 1 else ""
    if digits:
        return Fraction(10 ** (len(digits) - len(digits.rstrip("0"))))
    return Fraction(1, 10) if 10 % value.denominator == 0 else Fraction(1, value.denominator)


def number_text(value: Fraction, like: FoundNumber, *, spelled: bool) -> str:
    """As the article writes it, with the unit that stands with it; what is counted stands in the question."""
    if spelled:
        text = _SPELLED[int(value)].capitalize() if like.text[0].isupper() else _SPELLED[int(value)]
    else:
        grouped = "," in like.text or value >= 10_000
        text = format_decimal(_decimal(value), format="#,##0.######" if grouped else "0.######", locale="en")
    return f"{like.before}{text}{like.text[len(_bare(like)) :]}"


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _bare(number: FoundNumber) -> str:
    """The number alone, without its unit."""
    match = re.match(r"[\d.,]*\d", number.text)
    if match:
        return match[0]
    return number.text.removesuffix(f" {number.unit}") if number.unit else number.text


def names(others: Sequence[str], rng: Random) -> tuple[str, ...] | None:
    """Three others from the article, or None where it has too few."""
    return tuple(rng.sample(sorted(others), COUNT)) if len(others) >= COUNT else None
