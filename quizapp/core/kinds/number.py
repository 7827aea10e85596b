"""number: a number is typed, within a tolerance or a range, with or without its unit."""

from __future__ import annotations

from typing import Literal

from quizapp.core.card import Card
from quizapp.core.kind import Fields, Kind, Presentation, Sample
from quizapp.core.mark import Mark
from quizapp.core.number_key import NumberAnswer, NumberKey
from quizapp.core.question import Question, Quote
from quizapp.core.typed import ReviewedText, TypedView, typed, written_as


class Number(NumberKey, Question):
    """The number is read as it is written in the language of the set."""

    kind: Literal["number"]


class _Number(Kind[Number, NumberAnswer]):
    name = "number"
    question = Number
    answer = NumberAnswer

    def ask(self, question: Number, presentation: Presentation) -> TypedView:
        return TypedView(unit=question.shown_unit)

    def read(self, question: Number, fields: Fields, presentation: Presentation) -> NumberAnswer:
        return question.read(typed(fields, "answer"), presentation.language)

    def fields(self, question: Number, answer: NumberAnswer, presentation: Presentation) -> Fields:
        return {"answer": (answer.text,)}

    def mark(self, question: Number, answer: NumberAnswer) -> Mark:
        return question.mark(answer)

    def key(self, question: Number) -> NumberAnswer:
        return question.key_answer()

    def review(
        self, question: Number, presentation: Presentation, answer: NumberAnswer | None, mark: Mark | None
    ) -> ReviewedText:
        return question.reviewed(answer.text if answer else None, mark, presentation.language)

    def cards(self, question: Number, language: str = "en") -> tuple[Card, ...]:
        return (Card(style="typed", front=question.stem, back=question.key_text(language)),)

    def sample(self) -> Sample[Number]:
        question = Number(
            id="length-of-a-flight",
            kind="number",
            stem="How long is the flight from Oslo to Rome?",
            answer="2.5",
            tolerance="0.25",
            unit="hours",
            explanation="It takes two and a half hours.",
            evidence=(Quote(exact="two and a half hours"),),
        )
        right = written_as("2.5", "2,5", "2½", "5/2", "2.5 hours", "150 min", " 2 1/2 h ", "２．７５")
        wrong = written_as("3", "-2.5", "2.5 days", "0")
        return Sample(question, right, (), wrong, ({}, *written_as("two", "2.5 apples", "2/0")))


KIND = _Number()
