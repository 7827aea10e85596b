"""Cards as drills take them, made by the questions that make them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

import pytest

from quizapp.core.deck import Surroundings, notes
from quizapp.core.drills.cards import DrillCard
from quizapp.core.kinds import from_dict
from quizapp.core.library import Article

Cards = Callable[..., list[DrillCard]]


@pytest.fixture
def cards() -> Cards:
    """`cards({"kind": ...}, ...)`: the cards of these questions, numbered from 1."""
    article = Article(slug="bridge", title="The bridge", publisher="Post", published=date(2021, 5, 14), body="Larch.")

    def made(*documents: dict[str, Any], language: str = "en") -> list[DrillCard]:
        numbers = count(1)
        usual = {"stem": "What is it?", "explanation": "It says so.", "evidence": [{"exact": "Larch."}]}
        questions = [from_dict({"id": f"q{place}", **usual, **each}) for place, each in enumerate(documents)]
        return [
            DrillCard(next(numbers), place, note, question)
            for question in questions
            for note in notes(question, Surroundings(article, language, {}))
            for place in note.places
        ]

    return made
