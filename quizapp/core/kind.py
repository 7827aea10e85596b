"""The contract of a kind of question: the small set of verbs that every kind answers.

A kind is one file in `quizapp/core/kinds/` that exposes `KIND`, and one folder `templates/kinds/<name>/`
with `ask.html`, `review.html` and `edit.html`. It is discovered; no list names it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, ClassVar, Generic, TypeVar

from quizapp.core.card import Card
from quizapp.core.document import Document
from quizapp.core.mark import Mark
from quizapp.core.question import Question

#: What a form sent: each field's name with all its values. An answer's fields are `answer` or begin with `answer.`
Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Presentation:
    """How a question was put before a learner; pinned in the attempt.

    `order[i]` is the place, in the question as authored, of what was shown at place i; empty where nothing is shuffled.
    """

    order: tuple[int, ...] = ()
    language: str = "en"


Q = TypeVar("Q", bound=Question)
A = TypeVar("A", bound=Document)


@dataclass(frozen=True)
class Sample(Generic[Q]):
    """A question with answers as forms send them, each under `Presentation(kind.order(question, Random(0)))`."""

    question: Q
    right: tuple[Fields, ...]
    partly: tuple[Fields, ...]
    wrong: tuple[Fields, ...]
    unreadable: tuple[Fields, ...]


class Kind(ABC, Generic[Q, A]):
    """A kind of question. `question` and `answer` are the types of its documents."""

    name: ClassVar[str]
    question: type[Q]
    answer: type[A]

    def order(self, question: Q, rng: Random) -> tuple[int, ...]:
        """The order in which to show what may be shuffled; see `Presentation.order`."""
        return ()

    @abstractmethod
    def ask(self, question: Q, presentation: Presentation) -> object:
        """What `ask.html` shows, with nothing that tells the key: no weight, answer, feedback or authored order."""

    @abstractmethod
    def read(self, question: Q, fields: Fields, presentation: Presentation) -> A:
        """The answer in a form's fields. Raises `Blank` for none and `Unreadable` for one that can't be understood."""

    @abstractmethod
    def fields(self, question: Q, answer: A, presentation: Presentation) -> Fields:
        """The form's fields that `read` reads as `answer`."""

    @abstractmethod
    def mark(self, question: Q, answer: A) -> Mark: ...

    @abstractmethod
    def key(self, question: Q) -> A:
        """An answer that gets the full mark."""

    @abstractmethod
    def review(self, question: Q, presentation: Presentation, answer: A | None, mark: Mark | None) -> object:
        """What `review.html` shows once the answer is in: the answer, the key, the marks, the feedback."""

    @abstractmethod
    def cards(self, question: Q, language: str = "en") -> tuple[Card, ...]:
        """The flashcards that suit the question; `language` is that of the set, for what is written out (dates)."""

    def part_kind(self, question: Q, part: int) -> str:
        """The kind of question that a part of this one is, such as `date` for a gap in which a date is typed."""
        return self.name

    def tidied(self, document: Mapping[str, Any], used: Collection[str] = ()) -> Mapping[str, Any]:
        """A draft with what its author may leave to us, such as permanent ids; any part may be missing or wrong.

        `used` are the ids of parts that earlier versions had: none of them is given to another part.
        """
        return document

    @abstractmethod
    def sample(self) -> Sample[Q]: ...
