"""multiple: every right option is to be chosen, and no wrong one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Literal

from pydantic import StrictBool, field_validator
from pydantic_core import PydanticCustomError

from quizapp.core.card import Card
from quizapp.core.document import Document
from quizapp.core.kind import Fields, Kind, Presentation, Sample
from quizapp.core.mark import Mark
from quizapp.core.options import (
    Options,
    OptionView,
    ReviewedOption,
    card_options,
    chosen,
    option_views,
    refuse_at,
    refuse_same,
    reviewed,
    shown_order,
    shuffled,
)
from quizapp.core.question import Question, Quote


class Multiple(Question):
    """Several options are right; `weight` says how much a right one counts beside the others."""

    kind: Literal["multiple"]
    options: Options
    scoring: Literal["partial", "all_or_nothing"] = "partial"
    shuffle: StrictBool = True

    @field_validator("options")
    @classmethod
    def _sound(cls, options: Options) -> Options:
        refuse_same(options)
        refuse_at(
            {
                (place, "weight"): "is 0 at a correct option; leave out one of the two"
                for place, option in enumerate(options)
                if option.correct and option.worth == 0
            }
        )
        if all(option.worth == 0 for option in options):
            raise PydanticCustomError("no_key", "has no key; write `correct: true` at each right option")
        return options

    @property
    def keys(self) -> frozenset[int]:
        return frozenset(place for place, option in enumerate(self.options) if option.worth > 0)


class MultipleAnswer(Document):
    """`options` are the authored places of the chosen options, in rising order."""

    options: tuple[int, ...]


@dataclass(frozen=True)
class MultipleView:
    """What the page asks."""

    options: tuple[OptionView, ...]


@dataclass(frozen=True)
class MultipleReview:
    """What the page shows afterwards; `blank` says that nothing was answered."""

    options: tuple[ReviewedOption, ...]
    blank: bool


class _Multiple(Kind[Multiple, MultipleAnswer]):
    name = "multiple"
    question = Multiple
    answer = MultipleAnswer

    def order(self, question: Multiple, rng: Random) -> tuple[int, ...]:
        if not question.shuffle:
            return ()
        pinned = [place for place, option in enumerate(question.options) if option.pinned]
        return shuffled(len(question.options), rng, pinned)

    def ask(self, question: Multiple, presentation: Presentation) -> MultipleView:
        return MultipleView(option_views([option.text for option in question.options], presentation.order))

    def read(self, question: Multiple, fields: Fields, presentation: Presentation) -> MultipleAnswer:
        picked = chosen(fields, presentation.order, len(question.options))
        return MultipleAnswer(options=tuple(sorted(set(picked))))

    def fields(self, question: Multiple, answer: MultipleAnswer, presentation: Presentation) -> Fields:
        shown = list(shown_order(presentation.order, len(question.options)))
        return {"answer": tuple(sorted(str(shown.index(option)) for option in answer.options))}

    def mark(self, question: Multiple, answer: MultipleAnswer) -> Mark:
        picked, keys = frozenset(answer.options), question.keys
        if question.scoring == "all_or_nothing":
            return Mark(fraction=Fraction(int(picked == keys)))
        wrong = len(question.options) - len(keys)
        gained = _weight(question, picked & keys) / _weight(question, keys)
        lost = Fraction(len(picked - keys), wrong) if wrong else Fraction(0)
        return Mark(fraction=max(Fraction(0), gained - lost))

    def key(self, question: Multiple) -> MultipleAnswer:
        return MultipleAnswer(options=tuple(sorted(question.keys)))

    def review(
        self, question: Multiple, presentation: Presentation, answer: MultipleAnswer | None, mark: Mark | None
    ) -> MultipleReview:
        picked = frozenset(answer.options) if answer else frozenset()
        return MultipleReview(reviewed(question.options, presentation.order, picked, question.keys), not answer)

    def cards(self, question: Multiple, language: str = "en") -> tuple[Card, ...]:
        back = "\n\n".join(question.options[place].text for place in sorted(question.keys))
        options = card_options(question.options, question.keys, shuffle=question.shuffle)
        return (Card(style="choice", front=question.stem, back=back, options=options),)

    def sample(self) -> Sample[Multiple]:
        question = Multiple(
            id="nordic-kingdoms",
            kind="multiple",
            stem="Which of these are kingdoms?",
            options=[
                {"text": "Norway", "correct": True},
                {"text": "Sweden", "correct": True, "feedback": "Since the Middle Ages."},
                {"text": "Finland", "feedback": "It is a republic."},
                "Iceland",
            ],
            explanation="Norway and Sweden have kings.",
            evidence=(Quote(exact="Norway and Sweden have kings"),),
        )
        shown = list(self.order(question, Random(0)))

        def picked(*authored: int) -> Fields:
            return {"answer": tuple(str(shown.index(option)) for option in authored)}

        wrong = (picked(2), picked(0, 2), picked(0, 1, 2, 3))
        return Sample(
            question, (picked(0, 1), picked(1, 0)), (picked(0), picked(0, 1, 3)), wrong, ({}, {"answer": ("7",)})
        )


def _weight(question: Multiple, places: frozenset[int]) -> Fraction:
    return sum((question.options[place].worth for place in places), Fraction(0))


KIND = _Multiple()
