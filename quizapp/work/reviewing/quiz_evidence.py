"""What an answer in a quiz tells of memory, written into the log of the cards that it was about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.core.attempt import Slot
from quizapp.core.card_marks import CardMark, card_marks
from quizapp.core.mark import Mark
from quizapp.core.memory.plan import Plan
from quizapp.core.memory.quiz_answers import evidence
from quizapp.store.reviewing import memories, plans
from quizapp.store.tables import MemoryRow
from quizapp.work.ledger import name_of
from quizapp.work.reviewing.rating import record


@dataclass(frozen=True)
class Answered:
    """A first try at a slot of an attempt, marked."""

    slot_id: int
    slot: Slot
    mark: Mark
    at: datetime


def heed(session: Session, person_id: int, answers: Sequence[Answered]) -> None:
    """Take the marks as reviews, as far as they are such; within the transaction that keeps the marks.

    See docs/review.md, "What a quiz tells of memory".
    """
    known = memories.in_review(session, person_id, [each.slot_id for each in answers])
    if not known:
        return
    plan = plans.plan(session, person_id)
    for answered in answers:
        for mark in card_marks(answered.slot.question, answered.mark, answered.slot.presentation.language):
            row = known.get((answered.slot_id, name_of(mark.card), mark.place))
            if row:
                _take(session, row, answered, mark, plan)


def _take(session: Session, row: MemoryRow, answered: Answered, mark: CardMark, plan: Plan) -> None:
    memory, hints = memories.memory_of(row), answered.slot.hints_taken
    rating = evidence(mark.kind, mark.fraction, hints, 1, memory, answered.at, plan)
    if rating:
        request = f"quiz/{answered.slot_id}/{row.id}"
        record(session, row, rating, answered.at, plan, request=request, source="quiz")
