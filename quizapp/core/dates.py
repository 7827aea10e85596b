"""A date as exactly as it is known: a year, a month of a year, or a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal

from babel.dates import format_date, format_skeleton
from pydantic import BeforeValidator, PlainSerializer
from pydantic_core import PydanticCustomError

from quizapp.core.locales import locale_or_english

Precision = Literal["day", "month", "year"]
_WRITTEN = re.compile(r"(\d{3,4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, order=True)
class PartialDate:
    """`month` and `day` are 0 where they are not known; years from 100 to 9999 of the common era."""

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)

    @property
    def precision(self) -> Precision:
        return "day" if self.day else "month" if self.month else "year"

    @property
    def exists(self) -> bool:
        """There is no 31 November."""
        try:
            date(self.year, self.month or 1, self.day or 1)
        except ValueError:
            return False
        return self.year >= 100

    def to(self, precision: Precision) -> PartialDate:
        """The same date, less exactly."""
        return PartialDate(
            self.year, 0 if precision == "year" else self.month, self.day if precision == "day" else 0
        )  # fmt: skip

    def shown(self, language: str) -> str:
        """As the language writes it out: 23 November 2019, November 2019, 2019."""
        return _shown(self, language)


@lru_cache(2000)
def _shown(written: PartialDate, language: str) -> str:
    locale, day = locale_or_english(language), date(written.year, written.month or 1, written.day or 1)
    if written.day:
        return str(format_date(day, "d MMMM y" if locale.language == "en" else "long", locale))
    return str(format_skeleton("yMMMM" if written.month else "y", day, locale=locale))


def _read(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value
    found = _WRITTEN.fullmatch(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None
    read = PartialDate(*(int(part or 0) for part in found.groups())) if found else None
    if read is None or (found and "00" in found.groups()[1:]):
        raise PydanticCustomError("partial_date", "is not a date; write it as 2019-11-23, 2019-11 or 2019")
    if not read.exists:
        raise PydanticCustomError("no_such_date", "is a date that there is not")
    return read


def _write(value: PartialDate) -> int | str:
    return value.year if value.precision == "year" else str(value)


#: Read from 2019-11-23, 2019-11 or 2019, and written so.
WrittenDate = Annotated[
    PartialDate,
    BeforeValidator(_read, json_schema_input_type=int | str),
    PlainSerializer(_write, return_type=int | str),
]
