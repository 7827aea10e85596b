"""matching: each left side is given its right side, of which there may be more than are needed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Annotated, Any, Literal

from pydantic import StrictBool, field_validator, model_validator

from quizapp.core.card import Card
from quizapp.core.document import Count, Document, Prose, Slug
from quizapp.core.kind import Fields, Kind, Presentation, Sample
from quizapp.core.mark import Mark, Part, Verdict
from quizapp.core.options import (
    LETTERS,
    Loc,
    OptionView,
    option_views,
    refuse_at,
    repeated,
    same_text,
    sent,
    shown_order,
    shown_place,
    shuffled,
)
from quizapp.core.prose import plain
from quizapp.core.question import Question, Quote
from quizapp.core.sentences import Blank, say
from quizapp.core.slugs import free_slug


class Pair(Document):
    """A left side with its right side. `id` is permanent: the pair makes a card of its own."""

    id: Slug
    left: Prose
    right: Prose


Pairs = Annotated[tuple[Pair, ...], Count(2, 20)]


class Matching(Question):
    """The choices are the pairs' right sides, each once, and `extra`."""

    kind: Literal["matching"]
    pairs: Pairs
    extra: Annotated[tuple[Prose, ...], Count(0, 6)] = ()
    shuffle: StrictBool = True

    @field_validator("pairs")
    @classmethod
    def _distinct(cls, pairs: Pairs) -> Pairs:
        lefts = repeated([pair.left for pair in pairs], "is the left side of pair {} as well; make them differ", "left")
        ids = repeated([pair.id for pair in pairs], "is the id of pair {} as well; each needs its own", "id")
        refuse_at(lefts | ids)
        return pairs

    @field_validator("extra")
    @classmethod
    def _extra_distinct(cls, extra: tuple[str, ...]) -> tuple[str, ...]:
        refuse_at(repeated(extra, "says the same as extra choice {}; delete one"))
        return extra

    @model_validator(mode="after")
    def _can_be_missed(self) -> Matching:
        rights = {same_text(pair.right) for pair in self.pairs}
        found: dict[Loc, str] = {
            ("extra", place): "is the right side of a pair as well; an extra choice must fit none"
            for place, text in enumerate(self.extra)
            if same_text(text) in rights
        }
        if len(rights) == 1 and not self.extra:
            found["pairs",] = "all have the same right side; write `extra` choices or other right sides"
        refuse_at(found)
        return self

    @property
    def choices(self) -> tuple[str, ...]:
        """Each right side once, as first written, then the extra ones."""
        first: dict[str, str] = {}
        for text in (*(pair.right for pair in self.pairs), *self.extra):
            first.setdefault(same_text(text), text)
        return tuple(first.values())

    def right_choice(self, pair: Pair) -> int:
        return [same_text(text) for text in self.choices].index(same_text(pair.right))


class MatchingAnswer(Document):
    """For each pair, the place in `choices` of what was chosen; None where nothing was."""

    choices: tuple[int | None, ...]


@dataclass(frozen=True)
class LeftView:
    """One left side; `name` is the form field that takes the choice for it."""

    name: str
    text: str


@dataclass(frozen=True)
class MatchingView:
    """What the page asks; `rich` choices hold more than a select's plain text can show."""

    rows: tuple[LeftView, ...]
    choices: tuple[OptionView, ...]
    rich: bool


@dataclass(frozen=True)
class ReviewedPair:
    """A pair after the answer; `yours` is None where nothing was chosen; `letter` is the key's as it was shown."""

    left: str
    yours: str | None
    key: str
    letter: str
    verdict: Verdict | None


@dataclass(frozen=True)
class MatchingReview:
    """What the page shows afterwards."""

    rows: tuple[ReviewedPair, ...]


def _named(pair: Any, taken: set[str]) -> Any:
    if not isinstance(pair, Mapping) or pair.get("id") or not str(pair.get("left") or "").strip():
        return pair
    name = free_slug(str(pair["left"]), taken, "pair")
    taken.add(name)
    return {**pair, "id": name}


class _Matching(Kind[Matching, MatchingAnswer]):
    name = "matching"
    question = Matching
    answer = MatchingAnswer

    def tidied(self, document: Mapping[str, Any], used: Collection[str] = ()) -> Mapping[str, Any]:
        """Pairs get their ids from their left sides."""
        pairs, taken = document.get("pairs"), set(used)
        if not isinstance(pairs, Sequence) or isinstance(pairs, str):
            return document
        taken |= {str(pair["id"]) for pair in pairs if isinstance(pair, Mapping) and pair.get("id")}
        return {**document, "pairs": [_named(pair, taken) for pair in pairs]}

    def order(self, question: Matching, rng: Random) -> tuple[int, ...]:
        # Without a shuffle the choices would stand beside their pairs, so they are at least sorted by their text.
        size = len(question.choices)
        if question.shuffle:
            return shuffled(size, rng)
        return tuple(sorted(range(size), key=lambda place: same_text(question.choices[place])))

    def ask(self, question: Matching, presentation: Presentation) -> MatchingView:
        rows = tuple(LeftView(f"answer.{place}", pair.left) for place, pair in enumerate(question.pairs))
        rich = any(plain(choice) != choice for choice in question.choices)
        return MatchingView(rows, option_views(question.choices, presentation.order), rich)

    def read(self, question: Matching, fields: Fields, presentation: Presentation) -> MatchingAnswer:
        shown = shown_order(presentation.order, len(question.choices))
        values = [sent(fields, f"answer.{place}") for place in range(len(question.pairs))]
        if not any(values):
            raise Blank(say("Choose at least one match first."))
        return MatchingAnswer(
            choices=tuple(shown[shown_place(value, len(shown))] if value else None for value in values)
        )

    def fields(self, question: Matching, answer: MatchingAnswer, presentation: Presentation) -> Fields:
        shown = list(shown_order(presentation.order, len(question.choices)))
        return {
            f"answer.{place}": ("" if choice is None else str(shown.index(choice)),)
            for place, choice in enumerate(answer.choices)
        }

    def mark(self, question: Matching, answer: MatchingAnswer) -> Mark:
        rows = zip(question.pairs, answer.choices, strict=True)
        parts = tuple(Part(fraction=Fraction(int(choice == question.right_choice(pair)))) for pair, choice in rows)
        return Mark(fraction=sum((part.fraction for part in parts), Fraction(0)) / len(parts), parts=parts)

    def key(self, question: Matching) -> MatchingAnswer:
        return MatchingAnswer(choices=tuple(question.right_choice(pair) for pair in question.pairs))

    def review(
        self, question: Matching, presentation: Presentation, answer: MatchingAnswer | None, mark: Mark | None
    ) -> MatchingReview:
        picked = answer.choices if answer else (None,) * len(question.pairs)
        verdicts = [part.verdict for part in mark.parts] if answer and mark else [None] * len(question.pairs)
        shown = list(shown_order(presentation.order, len(question.choices)))
        rows = []
        for pair, choice, verdict in zip(question.pairs, picked, verdicts, strict=True):
            yours = None if choice is None else question.choices[choice]
            letter = LETTERS[shown.index(question.right_choice(pair))]
            rows.append(ReviewedPair(pair.left, yours, pair.right, letter, verdict))
        return MatchingReview(tuple(rows))

    def cards(self, question: Matching, language: str = "en") -> tuple[Card, ...]:
        return tuple(
            Card(part=pair.id, style="basic", front=f"{question.stem}\n\n**{pair.left}**", back=pair.right)
            for pair in question.pairs
        )

    def sample(self) -> Sample[Matching]:
        question = Matching(
            id="capitals",
            kind="matching",
            stem="Which capital belongs to which country?",
            pairs=[
                {"id": "norway", "left": "Norway", "right": "Oslo"},
                {"id": "sweden", "left": "Sweden", "right": "Stockholm"},
            ],
            extra=("Bergen",),
            explanation="Oslo is Norway's capital, Stockholm is Sweden's.",
            evidence=(Quote(exact="Oslo and Stockholm"),),
        )
        shown = list(self.order(question, Random(0)))
        oslo, stockholm, bergen = (str(shown.index(place)) for place in range(3))
        right = {"answer.0": (oslo,), "answer.1": (stockholm,)}
        partly: tuple[Fields, ...] = (
            {"answer.0": (oslo,), "answer.1": ("",)},
            {"answer.0": (oslo,), "answer.1": (bergen,)},
        )
        wrong = {"answer.0": (stockholm,), "answer.1": (oslo,)}
        return Sample(question, (right,), partly, (wrong,), ({}, {"answer.0": ("",)}, {"answer.0": ("12",)}))


KIND = _Matching()
