"""The bank: all questions that a teacher can find, what they are looked for by, and how each has done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, Literal

from quizapp.core.authoring import Right

#: `mine` are those in sets that I have a right to, as they are worked on; `public` those that everyone may take.
Whose = Literal["mine", "public"]
Standing = Literal["", "unpublished", "unfinished", "published"]
Order = Literal["recent", "set", "asked"]
#: Fewer answers than this say nothing about a question.
LEAST_ANSWERS = 5


@dataclass(frozen=True)
class Search:
    """What to find; what is empty does not matter. `words` must all be in the question."""

    words: str = ""
    kind: str = ""
    tag: str = ""
    flaw: str = ""
    article_id: int | None = None
    set_id: int | None = None
    standing: Standing = ""
    whose: Whose = "mine"
    order: Order = "recent"


@dataclass(frozen=True)
class Use:
    """How often a question was put to learners, and how many of their first answers were wholly right."""

    asked: int = 0
    answered: int = 0
    right: int = 0

    @property
    def share(self) -> Fraction | None:
        """The share of right ones, where there are enough to tell."""
        return Fraction(self.right, self.answered) if self.answered >= LEAST_ANSWERS else None


@dataclass(frozen=True)
class BankQuestion:
    """A question as the bank lists it. `right` is None for another's that is public."""

    id: int
    document: Mapping[str, Any]
    set_id: int
    set_slug: str
    set_title: str
    article_title: str
    language: str
    right: Right | None
    version: int
    drafted: bool
    unfinished: bool
    flaws: tuple[str, ...]
    changed_at: datetime | None
    use: Use


@dataclass(frozen=True)
class BankPage:
    """One page of what was found, and how many there are in all."""

    questions: tuple[BankQuestion, ...]
    total: int


@dataclass(frozen=True)
class BankSet:
    """A set that the bank's questions are in."""

    id: int
    title: str
    article_id: int
    article_title: str
    right: Right | None


@dataclass(frozen=True)
class Terms:
    """What there is to look for."""

    tags: tuple[str, ...]
    flaws: tuple[str, ...]
