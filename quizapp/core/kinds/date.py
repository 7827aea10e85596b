"""date: a day, a month or a year is typed, as people write dates."""

from __future__ import annotations

from typing import Literal

from quizapp.core.card import Card
from quizapp.core.date_key import DateAnswer, DateKey
from quizapp.core.kind import Fields, Kind, Presentation, Sample
from quizapp.core.mark import Mark
from quizapp.core.prose import escaped
from quizapp.core.question import Question, Quote
from quizapp.core.typed import ReviewedText, TypedView, typed, written_as


class Date(DateKey, Question):
    """The date is read as it is written in the language of the set."""

    kind: Literal["date"]


class _Date(Kind[Date, DateAnswer]):
    name = "date"
    question = Date
    answer = DateAnswer

    def ask(self, question: Date, presentation: Presentation) -> TypedView:
        return TypedView(example=question.example(presentation.language))

    def read(self, question: Date, fields: Fields, presentation: Presentation) -> DateAnswer:
        return question.read(typed(fields, "answer"), presentation.language)

    def fields(self, question: Date, answer: DateAnswer, presentation: Presentation) -> Fields:
        return {"answer": (answer.text,)}

    def mark(self, question: Date, answer: DateAnswer) -> Mark:
        return question.mark(answer)

    def key(self, question: Date) -> DateAnswer:
        return question.key_answer()

    def review(
        self, question: Date, presentation: Presentation, answer: DateAnswer | None, mark: Mark | None
    ) -> ReviewedText:
        return question.reviewed(answer.text if answer else None, mark, presentation.language)

    def cards(self, question: Date, language: str = "en") -> tuple[Card, ...]:
        return (Card(style="basic", front=question.stem, back=escaped(question.answer.shown(language))),)

    def sample(self) -> Sample[Date]:
        question = Date(
            id="constitution-day",
            kind="date",
            stem="When was the constitution of Norway signed?",
            answer="1814-05-17",
            explanation="It was signed at Eidsvoll on 17 May 1814.",
            evidence=(Quote(exact="signed on 17 May"),),
        )
        right = written_as("17 May 1814", "May 17th, 1814", "1814-05-17", "17/5/1814", "17. 5. 1814", "1814年5月17日")
        wrong = written_as("18 May 1814", "17 May 1914", "17 June 1814")
        junk = written_as("", "5", "6/5/1814", "31 June 1814", "17/5/14", "May 1814", "in spring", "9" * 5000)
        return Sample(question, right, (), wrong, ({}, *junk))


KIND = _Date()
