"""ordering: items are put into their right order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Annotated, Literal

from pydantic import field_validator

from quizapp.core.card import Card
from quizapp.core.document import Count, Document, Prose
from quizapp.core.kind import Fields, Kind, Presentation, Sample
from quizapp.core.mark import Mark, Part, Verdict
from quizapp.core.options import refuse_at, repeated, sent, shown_order, shown_place, shuffled
from quizapp.core.question import Question, Quote
from quizapp.core.sentences import Blank, Unreadable, say

Items = Annotated[tuple[Prose, ...], Count(2, 20)]


class Ordering(Question):
    """`items` stand in their right order, and are always shown in another."""

    kind: Literal["ordering"]
    items: Items
    scoring: Literal["positions", "pairs"] = "positions"

    @field_validator("items")
    @classmethod
    def _distinct(cls, items: Items) -> Items:
        refuse_at(repeated(items, "says the same as item {}; make them differ"))
        return items


class OrderingAnswer(Document):
    """`places[i]` is the place, from 0, that the learner gave the i-th item as authored; None where none was given."""

    places: tuple[int | None, ...]


@dataclass(frozen=True)
class ItemView:
    """One item; `name` is the form field that takes its place, counted from 1."""

    name: str
    text: str


@dataclass(frozen=True)
class OrderingView:
    """What the page asks; `places` are the values to choose from."""

    items: tuple[ItemView, ...]
    places: tuple[str, ...]


@dataclass(frozen=True)
class ReviewedPlace:
    """A place after the answer: who belongs there, and who was put there (None: nobody)."""

    place: int
    key: str
    yours: str | None
    verdict: Verdict | None


@dataclass(frozen=True)
class OrderingReview:
    """What the page shows afterwards; `by_pairs` says that neighbours in order count even at other places."""

    rows: tuple[ReviewedPlace, ...]
    by_pairs: bool


class _Ordering(Kind[Ordering, OrderingAnswer]):
    name = "ordering"
    question = Ordering
    answer = OrderingAnswer

    def order(self, question: Ordering, rng: Random) -> tuple[int, ...]:
        size = len(question.items)
        order = shuffled(size, rng)
        while order == tuple(range(size)):
            order = shuffled(size, rng)
        return order

    def ask(self, question: Ordering, presentation: Presentation) -> OrderingView:
        shown = shown_order(presentation.order, len(question.items))
        items = tuple(ItemView(f"answer.{place}", question.items[item]) for place, item in enumerate(shown))
        return OrderingView(items, tuple(str(place + 1) for place in range(len(items))))

    def read(self, question: Ordering, fields: Fields, presentation: Presentation) -> OrderingAnswer:
        size = len(question.items)
        given = [_given(fields, shown, size) for shown in range(size)]
        if all(place is None for place in given):
            raise Blank(say("Give at least one item its place first."))
        twice = [place for place, times in Counter(given).items() if place is not None and times > 1]
        if twice:
            raise Unreadable(
                say("Place %(place)s is taken twice. Give each item a place of its own.", place=min(twice) + 1)
            )
        at = dict(zip(shown_order(presentation.order, size), given, strict=True))
        return OrderingAnswer(places=tuple(at[item] for item in range(size)))

    def fields(self, question: Ordering, answer: OrderingAnswer, presentation: Presentation) -> Fields:
        shown = shown_order(presentation.order, len(question.items))
        places = [answer.places[item] for item in shown]
        return {f"answer.{at}": ("" if place is None else str(place + 1),) for at, place in enumerate(places)}

    def mark(self, question: Ordering, answer: OrderingAnswer) -> Mark:
        parts = tuple(Part(fraction=Fraction(int(place == item))) for item, place in enumerate(answer.places))
        if question.scoring == "positions":
            return Mark(fraction=sum((part.fraction for part in parts), Fraction(0)) / len(parts), parts=parts)
        pairs = list(combinations(answer.places, 2))
        in_order = sum(1 for first, second in pairs if first is not None and second is not None and first < second)
        return Mark(fraction=Fraction(in_order, len(pairs)), parts=parts)

    def key(self, question: Ordering) -> OrderingAnswer:
        return OrderingAnswer(places=tuple(range(len(question.items))))

    def review(
        self, question: Ordering, presentation: Presentation, answer: OrderingAnswer | None, mark: Mark | None
    ) -> OrderingReview:
        given = answer.places if answer else ()
        at = {place: question.items[item] for item, place in enumerate(given) if place is not None}
        verdicts = [part.verdict for part in mark.parts] if answer and mark else [None] * len(question.items)
        rows = (
            ReviewedPlace(place + 1, item, at.get(place), verdicts[place]) for place, item in enumerate(question.items)
        )
        return OrderingReview(tuple(rows), question.scoring == "pairs")

    def cards(self, question: Ordering, language: str = "en") -> tuple[Card, ...]:
        size = len(question.items)
        return tuple(
            Card(part=str(place), style="basic", front=_front(question, place, size), back=item)
            for place, item in enumerate(question.items, start=1)
        )

    def sample(self) -> Sample[Ordering]:
        question = Ordering(
            id="kings-of-norway",
            kind="ordering",
            stem="Put the kings in the order in which they reigned.",
            items=("Haakon VII", "Olav V", "Harald V"),
            explanation="Haakon VII was followed by his son Olav V, and he by Harald V.",
            evidence=(Quote(exact="Haakon, Olav, Harald"),),
        )
        shown = shown_order(self.order(question, Random(0)), 3)

        def placed(*places: str) -> Fields:
            return {f"answer.{at}": (places[item],) for at, item in enumerate(shown)}

        partly = (placed("1", "3", "2"), placed("1", "", ""))
        unreadable = (placed("", "", ""), placed("1", "1", "2"), placed("1", "2", "4"), placed("0", "1", "2"))
        return Sample(question, (placed("1", "2", "3"),), partly, (placed("2", "3", "1"),), unreadable)


def _given(fields: Fields, shown: int, size: int) -> int | None:
    value = sent(fields, f"answer.{shown}")
    if not value:
        return None
    place = shown_place(value, size + 1)
    if place == 0:
        raise Unreadable(say("Places count from 1."))
    return place - 1


def _front(question: Ordering, place: int, size: int) -> str:
    """The stem and the items before the place: what comes next?"""
    before = [f"{at}. {item}" for at, item in enumerate(question.items[: place - 1], start=1)]
    return "\n\n".join([question.stem, "\n".join([*before, f"{place}. **?** ({place}/{size})"])])


KIND = _Ordering()
