"""Gaps in a text: each is a small question of its own, filled by typing or by choosing."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictBool, field_validator, model_validator
from pydantic_core import PydanticCustomError

from quizapp.core.card import CardGap
from quizapp.core.date_key import DateKey
from quizapp.core.document import Count, Document, Line
from quizapp.core.mark import Part
from quizapp.core.number_key import NumberKey
from quizapp.core.options import (
    LETTERS,
    OptionView,
    option_views,
    refuse_at,
    repeated,
    same_text,
    shown_place,
    shuffled,
)
from quizapp.core.text_key import TextKey, comparable
from quizapp.core.typed import ReviewedText
from quizapp.core.written_numbers import written


@dataclass(frozen=True)
class GapView:
    """A gap on the page: a field to write in, or `options` to choose from."""

    number: int
    name: str
    unit: str = ""
    example: str = ""
    options: tuple[OptionView, ...] = ()


class Gap(Document):
    """What every kind of gap answers. What is kept of an answer is one text; `shown` is the order of the options."""

    kind: str

    @property
    def option_count(self) -> int:
        """How many options there are to choose from; 0 where the answer is typed."""
        return 0

    def order(self, rng: Random) -> tuple[int, ...]:
        """The authored places of the options, as they are to be shown."""
        return ()

    @abstractmethod
    def view(self, number: int, name: str, shown: Sequence[int], language: str) -> GapView: ...

    @abstractmethod
    def take(self, value: str, shown: Sequence[int], language: str) -> str:
        """What is kept of a form's value. Raises `Unreadable`."""

    def give(self, kept: str, shown: Sequence[int]) -> str:
        """The form's value that `take` keeps as `kept`."""
        return kept

    @abstractmethod
    def part(self, kept: str, language: str) -> Part:
        """The mark of what `take` has kept."""

    @abstractmethod
    def key_kept(self) -> str: ...

    @abstractmethod
    def outcome(self, kept: str | None, part: Part | None, language: str) -> ReviewedText: ...

    @abstractmethod
    def deletion(self, number: int, language: str) -> CardGap:
        """The gap on a flashcard."""


class TextGap(TextKey, Gap):
    """As a short_text question."""

    kind: Literal["short_text"]

    def view(self, number: int, name: str, shown: Sequence[int], language: str) -> GapView:
        return GapView(number, name)

    def take(self, value: str, shown: Sequence[int], language: str) -> str:
        return comparable(value)

    def part(self, kept: str, language: str) -> Part:
        mark = self.mark(kept)
        return Part(fraction=mark.fraction, note=mark.note)

    def key_kept(self) -> str:
        return self.answer

    def outcome(self, kept: str | None, part: Part | None, language: str) -> ReviewedText:
        return self.reviewed(kept, part)

    def deletion(self, number: int, language: str) -> CardGap:
        return CardGap(number=number, answer=self.answer)


class NumberGap(NumberKey, Gap):
    """As a number question."""

    kind: Literal["number"]

    def view(self, number: int, name: str, shown: Sequence[int], language: str) -> GapView:
        return GapView(number, name, unit=self.shown_unit)

    def take(self, value: str, shown: Sequence[int], language: str) -> str:
        return self.read(value, language).text

    def part(self, kept: str, language: str) -> Part:
        return Part(fraction=self.mark(self.read(kept, language)).fraction)

    def key_kept(self) -> str:
        return self.key_answer().text

    def outcome(self, kept: str | None, part: Part | None, language: str) -> ReviewedText:
        return self.reviewed(kept, part, language)

    def deletion(self, number: int, language: str) -> CardGap:
        if self.unit_required or self.range is not None:
            return CardGap(number=number, answer=self.key_text(language))
        return CardGap(number=number, answer=written(self.best, language), hint=self.unit or "")


class DateGap(DateKey, Gap):
    """As a date question."""

    kind: Literal["date"]

    def view(self, number: int, name: str, shown: Sequence[int], language: str) -> GapView:
        return GapView(number, name, example=self.example(language))

    def take(self, value: str, shown: Sequence[int], language: str) -> str:
        return self.read(value, language).text

    def part(self, kept: str, language: str) -> Part:
        return Part(fraction=self.mark(self.read(kept, language)).fraction)

    def key_kept(self) -> str:
        return str(self.answer)

    def outcome(self, kept: str | None, part: Part | None, language: str) -> ReviewedText:
        return self.reviewed(kept, part, language)

    def deletion(self, number: int, language: str) -> CardGap:
        return CardGap(number=number, answer=self.answer.shown(language))


class ChoiceGap(Gap):
    """One of `options` is chosen; `answer` is the right one. What is kept is its place as authored."""

    kind: Literal["choice"]
    options: Annotated[tuple[Line, ...], Count(2, len(LETTERS)), Field(description="What there is to choose from.")]
    answer: Annotated[Line, Field(description="The right one of the options.")]
    shuffle: StrictBool = True

    @field_validator("options")
    @classmethod
    def _distinct(cls, options: tuple[str, ...]) -> tuple[str, ...]:
        refuse_at(repeated(options, "says the same as option {}; make them differ"))
        return options

    @model_validator(mode="after")
    def _offered(self) -> ChoiceGap:
        if same_text(self.answer) not in map(same_text, self.options):
            refuse_at({("answer",): "is not one of the options; write it as it stands there"})
        return self

    @property
    def key_place(self) -> int:
        return [same_text(option) for option in self.options].index(same_text(self.answer))

    @property
    def option_count(self) -> int:
        return len(self.options)

    def order(self, rng: Random) -> tuple[int, ...]:
        return shuffled(len(self.options), rng, () if self.shuffle else range(len(self.options)))

    def view(self, number: int, name: str, shown: Sequence[int], language: str) -> GapView:
        return GapView(number, name, options=option_views(self.options, shown))

    def take(self, value: str, shown: Sequence[int], language: str) -> str:
        return str(shown[shown_place(value, len(shown))])

    def give(self, kept: str, shown: Sequence[int]) -> str:
        return str(list(shown).index(int(kept)))

    def part(self, kept: str, language: str) -> Part:
        return Part(fraction=Fraction(int(int(kept) == self.key_place)))

    def key_kept(self) -> str:
        return str(self.key_place)

    def outcome(self, kept: str | None, part: Part | None, language: str) -> ReviewedText:
        yours = None if kept is None else self.options[int(kept)]
        return ReviewedText(yours, self.options[self.key_place], part.verdict if part else None)

    def deletion(self, number: int, language: str) -> CardGap:
        return CardGap(number=number, answer=self.options[self.key_place], hint=" / ".join(self.options))


def _number(value: object) -> object:
    if isinstance(value, str) and not (value.isascii() and value.isdigit() and not value.startswith("0")):
        raise PydanticCustomError("gap_number", "is not the number of a gap; number them from 1")
    return value


GapNumber = Annotated[int, BeforeValidator(_number), Field(ge=1, le=99)]
AnyGap = Annotated[TextGap | NumberGap | DateGap | ChoiceGap, Field(discriminator="kind")]
