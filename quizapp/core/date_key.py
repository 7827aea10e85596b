"""A key that is a date, as exact as the question wants it."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Annotated

from pydantic import Field, model_validator

from quizapp.core.dates import PartialDate, Precision, WrittenDate
from quizapp.core.document import Document
from quizapp.core.mark import Mark, Part
from quizapp.core.options import refuse_at
from quizapp.core.sentences import Sentence, Unreadable, say
from quizapp.core.typed import ReviewedText
from quizapp.core.written_dates import NoDate, read_dates

_WANTED = {
    "day": say("Write the whole date: day, month and year."),
    "month": say("Write the month and the year."),
    "year": say("Write the year."),
}
#: No date that anyone asks about: it only shows how dates are written.
_EXAMPLE = PartialDate(1984, 3, 5)


class DateAnswer(Document):
    """`value` is as exact as the question wants it; `text` as typed."""

    text: str
    value: WrittenDate


class DateKey(Document):
    """`answer` is written as exactly as `precision` says."""

    answer: Annotated[WrittenDate, Field(description="The right date, as 2019-11-23, 2019-11 or 2019.")]
    precision: Annotated[Precision, Field(description="How exact it must be.")] = "day"

    @model_validator(mode="after")
    def _as_exact_as_wanted(self) -> DateKey:
        if self.answer.precision != self.precision:
            wanted = {"day": "2019-11-23", "month": "2019-11", "year": "2019"}[self.precision]
            finding = f"must be written like {wanted}, because `precision` is {self.precision}"
            refuse_at({("answer",): finding})
        return self

    def example(self, language: str) -> str:
        """How an answer may be written in the language; where its long form can't be read yet, in digits."""
        return _example(self.precision, language)

    def read(self, text: str, language: str) -> DateAnswer:
        try:
            found = {date.to(self.precision) for date in read_dates(text, language)}
        except NoDate as none:
            raise Unreadable(self._unread(language)) from none
        if any(date.precision != self.precision for date in found):
            raise Unreadable(_WANTED[self.precision])
        if len(found) > 1:
            raise Unreadable(_ambiguous(text, sorted(found), language))
        return DateAnswer(text=text, value=found.pop())

    def _unread(self, language: str) -> Sentence:
        example = self.example(language)
        if self.precision == "year":
            return say("That can't be read as a year. Write it in digits, like %(example)s.", example=example)
        return say("That can't be read as a date. Write it like this: %(example)s.", example=example)

    def mark(self, answer: DateAnswer) -> Mark:
        return Mark(fraction=Fraction(int(answer.value == self.answer)))

    def key_answer(self) -> DateAnswer:
        return DateAnswer(text=str(self.answer), value=self.answer)

    def reviewed(self, text: str | None, mark: Mark | Part | None, language: str) -> ReviewedText:
        """`text` is shown as it was typed: it is not read again, for the set may have another language by now."""
        key = self.answer.shown(language)
        if text is None or mark is None:
            return ReviewedText(None, key, mark.verdict if mark else None)
        return ReviewedText(text, key, mark.verdict)


def _ambiguous(text: str, dates: list[PartialDate], language: str) -> Sentence:
    one, other = (date.shown(language) for date in dates)
    return say(
        "“%(text)s” can be %(one)s or %(other)s. Write the month as a word.", text=text, one=one, other=other
    )  # fmt: skip


@lru_cache(200)
def _example(precision: Precision, language: str) -> str:
    date = _EXAMPLE.to(precision)
    try:
        readable = read_dates(date.shown(language), language) == {date}
    except Unreadable:
        readable = False
    return date.shown(language) if readable else str(date)
