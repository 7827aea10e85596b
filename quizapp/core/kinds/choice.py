"""choice: one option is chosen; options may carry weights."""

from __future__ import annotations

from dataclasses import dataclass
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
from quizapp.core.sentences import Unreadable, say


class Choice(Question):
    """One option is chosen; it earns its weight."""

    kind: Literal["choice"]
    options: Options
    shuffle: StrictBool = True

    @field_validator("options")
    @classmethod
    def _sound(cls, options: Options) -> Options:
        refuse_same(options)
        refuse_at(
            {
                (place, "weight"): "is less than 1 at a correct option; leave out one of the two"
                for place, option in enumerate(options)
                if option.correct and option.worth < 1
            }
        )
        if all(option.worth < 1 for option in options):
            raise PydanticCustomError("no_key", "has no key; write `correct: true` at the right option")
        return options

    @property
    def keys(self) -> frozenset[int]:
        return frozenset(place for place, option in enumerate(self.options) if option.worth == 1)


class ChoiceAnswer(Document):
    """`option` is the authored place of the chosen option."""

    option: int


@dataclass(frozen=True)
class ChoiceView:
    """What the page asks."""

    options: tuple[OptionView, ...]


@dataclass(frozen=True)
class ChoiceReview:
    """What the page shows afterwards."""

    options: tuple[ReviewedOption, ...]


class _Choice(Kind[Choice, ChoiceAnswer]):
    name = "choice"
    question = Choice
    answer = ChoiceAnswer

    def order(self, question: Choice, rng: Random) -> tuple[int, ...]:
        if not question.shuffle:
            return ()
        pinned = [place for place, option in enumerate(question.options) if option.pinned]
        return shuffled(len(question.options), rng, pinned)

    def ask(self, question: Choice, presentation: Presentation) -> ChoiceView:
        return ChoiceView(option_views([option.text for option in question.options], presentation.order))

    def read(self, question: Choice, fields: Fields, presentation: Presentation) -> ChoiceAnswer:
        picked = chosen(fields, presentation.order, len(question.options))
        if len(picked) > 1:
            raise Unreadable(say("Choose one answer only."))
        return ChoiceAnswer(option=picked[0])

    def fields(self, question: Choice, answer: ChoiceAnswer, presentation: Presentation) -> Fields:
        shown = list(shown_order(presentation.order, len(question.options)))
        return {"answer": (str(shown.index(answer.option)),)}

    def mark(self, question: Choice, answer: ChoiceAnswer) -> Mark:
        return Mark(fraction=question.options[answer.option].worth)

    def key(self, question: Choice) -> ChoiceAnswer:
        return ChoiceAnswer(option=min(question.keys))

    def review(
        self, question: Choice, presentation: Presentation, answer: ChoiceAnswer | None, mark: Mark | None
    ) -> ChoiceReview:
        picked = frozenset([answer.option]) if answer else frozenset()
        return ChoiceReview(reviewed(question.options, presentation.order, picked, question.keys))

    def cards(self, question: Choice, language: str = "en") -> tuple[Card, ...]:
        back = "\n\n".join(question.options[place].text for place in sorted(question.keys))
        options = card_options(question.options, question.keys, shuffle=question.shuffle)
        return (Card(style="choice", front=question.stem, back=back, options=options),)

    def sample(self) -> Sample[Choice]:
        question = Choice(
            id="capital-of-norway",
            kind="choice",
            stem="Which city is the capital of **Norway**?",
            options=[
                {"text": "Oslo", "correct": True, "feedback": "It has been since 1814."},
                {"text": "Kristiania", "weight": "1/2", "feedback": "Its name until 1925."},
                "Bergen",
                {"text": "A city in Sweden", "pinned": True},
            ],
            explanation="Oslo is where parliament sits.",
            evidence=(Quote(exact="parliament sits in Oslo"),),
        )
        shown = list(self.order(question, Random(0)))
        places = {name: {"answer": (str(shown.index(authored)),)} for authored, name in enumerate("abcd")}
        junk: tuple[Fields, ...] = (
            {},
            {"answer": ("",)},
            {"answer": ("9",)},
            {"answer": ("0", "1")},
            {"answer": ("Oslo",)},
        )
        return Sample(question, (places["a"],), (places["b"],), (places["c"], places["d"]), junk)


KIND = _Choice()
