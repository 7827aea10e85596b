"""short_text: a word or a few are typed."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from quizapp.core.card import Card
from quizapp.core.document import Document
from quizapp.core.kind import Fields, Kind, Presentation, Sample
from quizapp.core.mark import Mark
from quizapp.core.question import Question, Quote
from quizapp.core.text_key import TextKey, comparable
from quizapp.core.typed import ReviewedText, TypedView, typed, written_as


class ShortText(TextKey, Question):
    """The answer is compared without case, spacing, punctuation and accents."""

    kind: Literal["short_text"]


class ShortTextAnswer(Document):
    """`text` as typed."""

    text: str


class _ShortText(Kind[ShortText, ShortTextAnswer]):
    name = "short_text"
    question = ShortText
    answer = ShortTextAnswer

    def ask(self, question: ShortText, presentation: Presentation) -> TypedView:
        return TypedView()

    def read(self, question: ShortText, fields: Fields, presentation: Presentation) -> ShortTextAnswer:
        return ShortTextAnswer(text=comparable(typed(fields, "answer")))

    def fields(self, question: ShortText, answer: ShortTextAnswer, presentation: Presentation) -> Fields:
        return {"answer": (answer.text,)}

    def mark(self, question: ShortText, answer: ShortTextAnswer) -> Mark:
        return question.mark(answer.text)

    def key(self, question: ShortText) -> ShortTextAnswer:
        return ShortTextAnswer(text=question.answer)

    def review(
        self, question: ShortText, presentation: Presentation, answer: ShortTextAnswer | None, mark: Mark | None
    ) -> ReviewedText:
        # The note stands with the verdict already.
        return replace(question.reviewed(answer.text if answer else None, mark), note=None)

    def cards(self, question: ShortText, language: str = "en") -> tuple[Card, ...]:
        return (Card(style="typed", front=question.stem, back=question.answer),)

    def sample(self) -> Sample[ShortText]:
        question = ShortText(
            id="capital-by-name",
            kind="short_text",
            stem="What is the capital of Norway called?",
            answer="Oslo",
            accept=[
                "the city of Oslo",
                {"text": "Kristiania", "weight": "1/2", "feedback": "Its name until 1925."},
                {"text": "Kristiansand", "weight": 0, "feedback": "That is a town in the south."},
            ],
            explanation="Oslo is where parliament sits.",
            evidence=(Quote(exact="parliament sits in Oslo"),),
        )
        right = written_as("Oslo", " ＯＳＬＯ ", "Ósló.", "The city of  Oslo", "the city of Olso")
        partly = written_as("Kristiania", "kristianja")
        wrong = written_as("Bergen", "Osla", "Kristiansand", "Kristiansnad")
        return Sample(question, right, partly, wrong, ({}, *written_as("", "?!", "Os\x00lo")))


KIND = _ShortText()
