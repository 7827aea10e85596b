"""How questions are attempted, apart from what they are: practice with tries and hints, or a test marked at the end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Literal

from quizapp.core.document import Document
from quizapp.core.kind import Fields, Presentation
from quizapp.core.mark import Mark, verdict
from quizapp.core.question import Question

Mode = Literal["practice", "test"]


@dataclass(frozen=True)
class Try:
    """An answer as sent (`fields`) and as read (None: it could not be). `mark` is None before the end."""

    number: int
    fields: Fields
    answer: Document | None
    answered_at: datetime
    mark: Mark | None


@dataclass(frozen=True)
class Slot:
    """One question of an attempt, in the version and the order that it was asked in. `position` counts from 1.

    `id` is the store's own name for it.
    """

    position: int
    question: Question
    presentation: Presentation
    flagged: bool = False
    hints_taken: int = 0
    revealed: bool = False
    tries: tuple[Try, ...] = ()
    id: int = 0

    @property
    def last(self) -> Try | None:
        return self.tries[-1] if self.tries else None

    @property
    def tries_left(self) -> int:
        """Tries that practice still allows: none once the answer is right or the key was looked at."""
        last = self.last
        if self.revealed or (last and last.mark and last.mark.fraction == 1):
            return 0
        return max(0, self.question.tries - len(self.tries))

    @property
    def settled(self) -> bool:
        """Practice: the key may be shown, and nothing can be answered any more."""
        return self.tries_left == 0

    @property
    def earned(self) -> Fraction:
        """The share of the points: the best try, less the penalty for each try before it and each hint; 0 at least."""
        marks = [attempt.mark.fraction for attempt in self.tries if attempt.mark]
        paid = [mark - self.question.penalty * (before + self.hints_taken) for before, mark in enumerate(marks)]
        return max([Fraction(0), *paid])

    @property
    def points(self) -> Fraction:
        return self.earned * self.question.points

    @property
    def verdict(self) -> str:
        """`right`, `partly` or `wrong` by the best mark before penalties, `unanswered` where there is none."""
        marks = [attempt.mark.fraction for attempt in self.tries if attempt.mark]
        return verdict(max(marks)) if marks else "unanswered"


@dataclass(frozen=True)
class Attempt:
    """One learner's go at a set. `score` and `out_of` are points, set at the finish; times are aware UTC."""

    id: int
    mode: Mode
    set_slug: str
    set_title: str
    article_slug: str
    language: str
    started_at: datetime
    deadline: datetime | None
    finished_at: datetime | None
    score: Fraction | None
    out_of: Fraction | None
    whole: bool
    slots: tuple[Slot, ...]

    def overdue(self, now: datetime) -> bool:
        return self.finished_at is None and self.deadline is not None and now >= self.deadline

    def slot(self, position: int) -> Slot | None:
        return self.slots[position - 1] if 1 <= position <= len(self.slots) else None

    def with_slot(self, changed: Slot) -> Attempt:
        """The attempt with this slot in the place of the one at its position."""
        return replace(self, slots=tuple(changed if each.position == changed.position else each for each in self.slots))

    @property
    def next_open(self) -> int | None:
        """Where to go on: the first question without an answer; None when all have one."""
        return next((slot.position for slot in self.slots if not slot.tries and not slot.revealed), None)
