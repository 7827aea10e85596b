"""A key that is a number: with a tolerance or a range, and the unit that it is in."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated

from pydantic import Field, StrictBool, model_validator

from quizapp.core.document import Document, Exact, Line
from quizapp.core.mark import Mark, Part
from quizapp.core.options import Loc, refuse_at
from quizapp.core.sentences import Unreadable, say
from quizapp.core.typed import ReviewedText, unquoted
from quizapp.core.units import factor, folded_unit, scaled
from quizapp.core.written_numbers import read_number, written

#: 2 hours 30 minutes, 2h30m, 2 h and 30 min.
_COMPOUND = re.compile(
    r"(\d[\d.,/ ]*(?!e\d)[^\W\d_]+\.?),?\s*(?:\s(?:and|und|et|y|e|en)\s+)?(\d[\d.,/ ]*[^\W\d_]+\.?)", re.IGNORECASE
)
NotNegative = Annotated[Exact, Field(ge=0)]


class NumberAnswer(Document):
    """`value` is in the question's unit; `text` as typed."""

    text: str
    value: Exact


class NumberKey(Document):
    """`answer` within a tolerance, or any number in `range`, both ends included."""

    answer: Annotated[Exact | None, Field(description="The right number, as 3, 2.5 or 5/2.")] = None
    tolerance: Annotated[NotNegative | None, Field(description="How far off still counts, in the unit.")] = None
    relative_tolerance: Annotated[NotNegative | None, Field(description="The same as a share of the answer.")] = None
    range: Annotated[tuple[Exact, Exact] | None, Field(description="The lowest and the highest right number.")] = None
    unit: Annotated[Line | None, Field(description="The unit that the number is in.")] = None
    units: Annotated[dict[Line, Exact] | None, Field(description="More units, each with its size in `unit`.")] = None
    unit_required: Annotated[StrictBool, Field(description="Whether the unit is part of the answer.")] = False

    @model_validator(mode="after")
    def _sound(self) -> NumberKey:
        found = self._findings()
        found |= {("units", name): "must have a size above 0" for name, size in (self.units or {}).items() if size <= 0}
        if self.unit is None and (self.units or self.unit_required):
            found["unit",] = "is missing: the other units and `unit_required` build on it"
        if not found:
            unreadable = [("units", name) for name in self.units or {} if not self._readable(name)]
            found |= dict.fromkeys(unreadable, "can't be told from the number before it; write it in letters")
            if self.unit and not self._readable(self.unit):
                found["unit",] = "can't be told from the number before it; write it in letters"
        refuse_at(found)
        return self

    def _findings(self) -> dict[Loc, str]:
        if self.range is None:
            return self._exact_findings()
        if self.tolerance is not None or self.relative_tolerance is not None:
            return {("range",): "and a tolerance exclude one another; delete one of the two"}
        low, high = self.range
        if low > high:
            return {("range",): "must have its lower number first"}
        if self.answer is not None and not low <= self.answer <= high:
            return {("answer",): "is not within `range`"}
        return {}

    def _exact_findings(self) -> dict[Loc, str]:
        if self.answer is None:
            return {("answer",): "is missing; write it, or a `range`"}
        if self.tolerance is not None and self.relative_tolerance is not None:
            return {("relative_tolerance",): "and `tolerance` exclude one another; delete one of the two"}
        return {}

    def _readable(self, unit: str) -> bool:
        try:
            return folded_unit(read_number(f"1 {unit}", "en")[1]) == folded_unit(unit)
        except Unreadable:
            return False

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """The lowest and the highest number that are right."""
        if self.range is not None:
            return self.range
        middle = self.best
        away = self.tolerance or (self.relative_tolerance or Fraction(0)) * abs(middle)
        return middle - away, middle + away

    @property
    def best(self) -> Fraction:
        """The answer, or the middle of the range."""
        if self.answer is not None:
            return self.answer
        low, high = self.range or (Fraction(0), Fraction(0))
        return (low + high) / 2

    @property
    def shown_unit(self) -> str:
        """What stands beside the field: nothing where the unit is part of the answer."""
        return "" if self.unit_required else (self.unit or "")

    def read(self, text: str, language: str) -> NumberAnswer:
        parts = _COMPOUND.fullmatch(unquoted(text))
        if parts and self.unit:
            read = [self._read_one(part, language) for part in (parts[1], parts[2])]
            return NumberAnswer(text=text, value=sum(read, Fraction(0)))
        return NumberAnswer(text=text, value=self._read_one(text, language))

    def _read_one(self, text: str, language: str) -> Fraction:
        value, unit = read_number(text, language)
        if not unit and self.unit_required:
            raise Unreadable(say("Write the unit too, after the number."))
        return value * self._size(unit) if unit else value

    def _size(self, unit: str) -> Fraction:
        for name, size in (self.units or {}).items():
            if folded_unit(name) == folded_unit(unit):
                return size
        size_known = factor(unit, self.unit) if self.unit else None
        if size_known is not None:
            return size_known
        times, rest = scaled(unit) or (None, "")
        if times is not None and (rest or not self.unit_required):
            return times * self._size(rest) if rest else times
        raise self._unknown(unit if len(unit) <= 30 else f"{unit[:30]}…")

    def _unknown(self, unit: str) -> Unreadable:
        if self.unit is None:
            return Unreadable(say("Write it all in digits, without “%(unit)s”, like 1500 or 2.5.", unit=unit))
        if self.unit_required:
            return Unreadable(say("The unit “%(unit)s” is not known here. Check it, or use another.", unit=unit))
        return Unreadable(
            say("“%(unit)s” is not known here as a unit. Write the number in %(wanted)s.", unit=unit, wanted=self.unit)
        )

    def mark(self, answer: NumberAnswer) -> Mark:
        low, high = self.bounds
        return Mark(fraction=Fraction(int(low <= answer.value <= high)))

    def key_answer(self) -> NumberAnswer:
        """Written as a fraction, which every language reads alike."""
        unit = f" {self.unit}" if self.unit_required else ""
        return NumberAnswer(text=f"{self.best}{unit}", value=self.best)

    def key_text(self, language: str) -> str:
        """The key for the eye, with its unit; a range as its two ends."""
        unit = f" {self.unit}" if self.unit else ""
        if self.range is not None and self.answer is None:
            low, high = (written(end, language) for end in self.range)
            return f"{low} – {high}{unit}"
        return f"{written(self.best, language)}{unit}"

    def reviewed(self, text: str | None, mark: Mark | Part | None, language: str) -> ReviewedText:
        """`text` is shown as it was typed: it is not read again, for the set may have another language by now."""
        key = self.key_text(language)
        if text is None or mark is None:
            return ReviewedText(None, key, mark.verdict if mark else None)
        unit = f" {self.unit}" if self.shown_unit and text[-1:].isdigit() else ""
        return ReviewedText(f"{text}{unit}", key, mark.verdict)
