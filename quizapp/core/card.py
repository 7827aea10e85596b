"""Flashcards that a question makes, before any file format: text is Markdown, nothing is escaped yet."""

from __future__ import annotations

from typing import Literal

from quizapp.core.document import Document

Style = Literal["basic", "typed", "choice", "cloze"]


class CardOption(Document):
    """One option of a `choice` card; a pinned one keeps its place when the others are shuffled."""

    text: str
    correct: bool = False
    pinned: bool = False


class CardGap(Document):
    """One deletion of a `cloze` card. `number` is permanent: a number is never used for another gap."""

    number: int
    answer: str
    hint: str = ""


class Card(Document):
    """One flashcard. `part` names it within its question for good; `""` is the only card of its question.

    basic: `front`, `back`. typed: `back` is what is to be typed, plain text. choice: `options`, in authored order,
    `back` repeats the right ones. cloze: `front` holds `[[n]]` for each of `gaps`; `back` is empty.
    """

    part: str = ""
    style: Style
    front: str
    back: str = ""
    options: tuple[CardOption, ...] = ()
    gaps: tuple[CardGap, ...] = ()
