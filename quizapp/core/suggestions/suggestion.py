"""What a rule drafts, and what the teacher is shown of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

from quizapp.core.question import Quote
from quizapp.core.sentences import Sentence
from quizapp.core.suggestions.passages import Passage
from quizapp.core.suggestions.story import Story

#: A question's document without `id` and `evidence`, in the shape that docs/questions.md describes.
Fields = Mapping[str, Any]
Build = Callable[[], Fields | None]


@dataclass(frozen=True)
class Suggestion:
    """`document` lacks only the id; `key` stays the same as long as the passage and its answer do."""

    key: str
    document: dict[str, Any]
    passage: Quote
    reason: Sentence


@dataclass(frozen=True)
class Draft:
    """One way to ask about one fact. Drafts of the same rule, passage and answer are ways to ask the same.

    `start` and `end` are the fact's places in the article's text. `build` gives the document, or None where it turns
    out that it can't be asked so; only the drafts that are chosen are built. `more` are further passages that prove it.
    """

    rule: str
    passage: Passage
    answer: str
    start: int
    end: int
    weight: int
    reason: Sentence
    build: Build
    more: tuple[Passage, ...] = ()

    @property
    def key(self) -> str:
        return sha256("\0".join((self.rule, self.passage.text, self.answer)).encode()).hexdigest()[:16]


class Rule(Protocol):
    """Looks through an article for facts of one sort, and drafts the ways to ask about them."""

    def __call__(self, story: Story) -> Iterator[Draft]: ...
