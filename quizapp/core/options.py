"""Options that are chosen from: what the kinds with options share."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Annotated

from pydantic import StrictBool
from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError

from quizapp.core.card import CardOption
from quizapp.core.document import Count, Prose, Share
from quizapp.core.kind import Fields
from quizapp.core.mark import Verdict, verdict
from quizapp.core.sentences import Blank, Unreadable, say
from quizapp.core.shorthand import Shorthand

#: Where in a field an error stands, as pydantic counts.
Loc = tuple[int | str, ...]

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Option(Shorthand):
    """One option. `correct` gives the whole weight, `weight` a share; a `pinned` one keeps its place when shuffled."""

    text: Prose
    correct: StrictBool = False
    weight: Share | None = None
    feedback: Prose | None = None
    pinned: StrictBool = False

    @property
    def worth(self) -> Fraction:
        return self.weight if self.weight is not None else Fraction(int(self.correct))


Options = Annotated[tuple[Option, ...], Count(2, len(LETTERS))]


@dataclass(frozen=True)
class OptionView:
    """An option on the page: `value` is the place where it is shown, which tells nothing of where it was authored."""

    value: str
    letter: str
    text: str


@dataclass(frozen=True)
class ReviewedOption:
    """An option after the answer: was it chosen, was it right to choose it, what is there to say about it."""

    letter: str
    text: str
    chosen: bool
    is_key: bool
    feedback: str | None
    verdict: Verdict | None


def same_text(text: str) -> str:
    """Texts that a learner could not tell apart fold to the same."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def refuse_same(options: Options) -> None:
    refuse_at(repeated([option.text for option in options], "says the same as option {}; make them differ"))


def repeated(texts: Iterable[str], finding: str, *below: str) -> dict[Loc, str]:
    """For each text that repeats an earlier one, its place and `finding`, filled with the earlier one's number."""
    first: dict[str, int] = {}
    numbers = [(place, first.setdefault(same_text(text), place)) for place, text in enumerate(texts)]
    return {(place, *below): finding.format(earlier + 1) for place, earlier in numbers if earlier != place}


def refuse_at(found: Mapping[Loc, str]) -> None:
    """Raise one error for each place in `found`, below the field that is validated, with what to say of it."""
    errors = [
        InitErrorDetails(type=PydanticCustomError("unsound", "{finding}", {"finding": finding}), loc=loc, input=None)
        for loc, finding in found.items()
    ]
    if errors:
        raise ValidationError.from_exception_data("unsound", errors)


def shuffled(size: int, rng: Random, pinned: Iterable[int] = ()) -> tuple[int, ...]:
    """A random order of `size` places in which each of `pinned` stays where it is."""
    fixed = set(pinned)
    loose = [place for place in range(size) if place not in fixed]
    rng.shuffle(loose)
    rest = iter(loose)
    return tuple(place if place in fixed else next(rest) for place in range(size))


def shown_order(order: Sequence[int], size: int) -> Sequence[int]:
    """`order`, or the authored order where nothing was shuffled."""
    return order or range(size)


def option_views(texts: Sequence[str], order: Sequence[int]) -> tuple[OptionView, ...]:
    """The options as shown, lettered from A."""
    return tuple(
        OptionView(str(place), LETTERS[place], texts[authored])
        for place, authored in enumerate(shown_order(order, len(texts)))
    )


def chosen(fields: Fields, order: Sequence[int], size: int) -> tuple[int, ...]:
    """The authored places of the options that a form names; raises for none, and for one that was not offered."""
    values = [value for value in fields.get("answer", ()) if value]
    if not values:
        raise Blank(say("Choose an answer first."))
    return tuple(shown_order(order, size)[shown_place(value, size)] for value in values)


def sent(fields: Fields, name: str) -> str:
    """The first value of a form's field that is not empty; "" for none."""
    return next((value for value in fields.get(name, ()) if value), "")


def shown_place(value: str, size: int) -> int:
    """The place, below `size`, that a form's value names."""
    if value.isascii() and value.isdigit() and len(value) <= 3 and int(value) < size:
        return int(value)
    raise Unreadable(say("That choice is not on this page. Choose one that is."))


def reviewed(
    options: Sequence[Option], order: Sequence[int], picked: frozenset[int], keys: frozenset[int]
) -> tuple[ReviewedOption, ...]:
    """Every option as it was shown, with what became of it."""
    return tuple(
        _reviewed(options[authored], LETTERS[place], authored in picked, authored in keys)
        for place, authored in enumerate(shown_order(order, len(options)))
    )


def _reviewed(option: Option, letter: str, picked: bool, is_key: bool) -> ReviewedOption:
    worth = Fraction(1) if is_key else option.worth
    said = option.feedback if picked else None
    return ReviewedOption(letter, option.text, picked, is_key, said, verdict(worth) if picked else None)


def card_options(options: Sequence[Option], keys: frozenset[int], *, shuffle: bool) -> tuple[CardOption, ...]:
    return tuple(
        CardOption(text=option.text, correct=place in keys, pinned=option.pinned or not shuffle)
        for place, option in enumerate(options)
    )
