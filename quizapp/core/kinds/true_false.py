"""true_false: a statement is true or false."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pydantic import StrictBool

from quizapp.core.card import Card, CardOption
from quizapp.core.document import Document, Prose
from quizapp.core.kind import Fields, Kind, Presentation, Sample
from quizapp.core.mark import Mark, Verdict, verdict
from quizapp.core.question import Question, Quote
from quizapp.core.sentences import Blank, Sentence, Unreadable, say

_WORDS = {True: say("True"), False: say("False")}
_VALUES = {"true": True, "false": False}


class TrueFalse(Question):
    """`answer` says whether the stem, a statement, is true."""

    kind: Literal["true_false"]
    answer: StrictBool
    feedback_true: Prose | None = None
    feedback_false: Prose | None = None


class TrueFalseAnswer(Document):
    """What the learner holds the statement to be."""

    value: bool


@dataclass(frozen=True)
class TruthView:
    """One of the two options; always shown in the same order."""

    value: str
    word: Sentence


@dataclass(frozen=True)
class TrueFalseView:
    """What the page asks."""

    options: tuple[TruthView, ...]


@dataclass(frozen=True)
class ReviewedTruth:
    """One of the two options after the answer."""

    word: Sentence
    chosen: bool
    is_key: bool
    feedback: str | None
    verdict: Verdict | None


@dataclass(frozen=True)
class TrueFalseReview:
    """What the page shows afterwards."""

    options: tuple[ReviewedTruth, ...]


class _TrueFalse(Kind[TrueFalse, TrueFalseAnswer]):
    name = "true_false"
    question = TrueFalse
    answer = TrueFalseAnswer

    def ask(self, question: TrueFalse, presentation: Presentation) -> TrueFalseView:
        return TrueFalseView(tuple(TruthView(value, _WORDS[truth]) for value, truth in _VALUES.items()))

    def read(self, question: TrueFalse, fields: Fields, presentation: Presentation) -> TrueFalseAnswer:
        values = [value for value in fields.get("answer", ()) if value]
        if not values:
            raise Blank(say("Choose True or False first."))
        if len(values) > 1 or values[0] not in _VALUES:
            raise Unreadable(say("Choose True or False."))
        return TrueFalseAnswer(value=_VALUES[values[0]])

    def fields(self, question: TrueFalse, answer: TrueFalseAnswer, presentation: Presentation) -> Fields:
        return {"answer": ("true" if answer.value else "false",)}

    def mark(self, question: TrueFalse, answer: TrueFalseAnswer) -> Mark:
        return Mark(fraction=Fraction(int(answer.value == question.answer)))

    def key(self, question: TrueFalse) -> TrueFalseAnswer:
        return TrueFalseAnswer(value=question.answer)

    def review(
        self, question: TrueFalse, presentation: Presentation, answer: TrueFalseAnswer | None, mark: Mark | None
    ) -> TrueFalseReview:
        options = (_reviewed(question, truth, answer is not None and answer.value is truth) for truth in _WORDS)
        return TrueFalseReview(tuple(options))

    def cards(self, question: TrueFalse, language: str = "en") -> tuple[Card, ...]:
        options = tuple(
            CardOption(text=word.text, correct=truth is question.answer, pinned=True) for truth, word in _WORDS.items()
        )
        return (Card(style="choice", front=question.stem, back=_WORDS[question.answer].text, options=options),)

    def sample(self) -> Sample[TrueFalse]:
        question = TrueFalse(
            id="oslo-is-a-capital",
            kind="true_false",
            stem="Oslo is the capital of Norway.",
            answer=True,
            feedback_false="Look at where parliament sits.",
            explanation="Parliament sits in Oslo.",
            evidence=(Quote(exact="parliament sits in Oslo"),),
        )
        junk: tuple[Fields, ...] = ({}, {"answer": ("maybe",)}, {"answer": ("true", "false")})
        return Sample(question, ({"answer": ("true",)},), (), ({"answer": ("false",)},), junk)


def _reviewed(question: TrueFalse, truth: bool, chosen: bool) -> ReviewedTruth:
    is_key = truth is question.answer
    feedback = question.feedback_true if truth else question.feedback_false
    judged = verdict(Fraction(int(is_key)))
    return ReviewedTruth(_WORDS[truth], chosen, is_key, feedback if chosen else None, judged if chosen else None)


KIND = _TrueFalse()
