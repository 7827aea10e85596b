"""Finishing an attempt: a test is marked, and every attempt gets its score."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from quizapp.core.attempt import Attempt, Slot
from quizapp.core.kinds import kind_of
from quizapp.store import attempts
from quizapp.work.answering import open_attempt
from quizapp.work.reviewing import quiz_evidence
from quizapp.work.reviewing.quiz_evidence import Answered
from quizapp.work.transactions import writing


def finish(session: Session, person_id: int, attempt_id: int, now: datetime) -> Attempt:
    """Finish the attempt; one that is finished stays as it is. A test past its deadline ends at the deadline."""
    with writing(session):
        found = open_attempt(session, person_id, attempt_id, lock=True)
        if found.finished_at is None:
            if found.mode == "test":
                _mark_all(session, person_id, found)
                found = open_attempt(session, person_id, attempt_id)
            _close(session, found, now)
    return open_attempt(session, person_id, attempt_id)


def _mark_all(session: Session, person_id: int, found: Attempt) -> None:
    rows, marked = attempts.answer_rows(session, found.id), list[Answered]()
    for slot in found.slots:
        answer = slot.last.answer if slot.last else None
        if answer is not None:
            row, mark = rows[slot.position], kind_of(slot.question).mark(slot.question, answer)
            row.mark = mark.model_dump(mode="json")
            marked.append(Answered(row.slot_id, slot, mark, row.answered_at))
    quiz_evidence.heed(session, person_id, marked)
    session.flush()


def _close(session: Session, found: Attempt, now: datetime) -> None:
    row = attempts.attempt_row(session, found.id)
    row.finished_at = min(now, found.deadline) if found.deadline else now
    row.score = _sum(found.slots, earned=True)
    row.out_of = _sum(found.slots, earned=False)


def _sum(slots: tuple[Slot, ...], *, earned: bool) -> Fraction:
    return sum((slot.points if earned else slot.question.points for slot in slots), Fraction(0))
