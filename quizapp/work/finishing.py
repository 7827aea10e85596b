"""Finishing an attempt: a test is marked, and every attempt gets its score."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from quizapp.core.attempt import Attempt, Slot
from quizapp.core.kinds import kind_of
from quizapp.core.mark import Mark
from quizapp.store import attempts
from quizapp.store.attempts import Score
from quizapp.work.answering import open_attempt
from quizapp.work.reviewing import quiz_evidence
from quizapp.work.reviewing.quiz_evidence import Answered
from quizapp.work.transactions import repeated, writing


@repeated
def finish(session: Session, person_id: int, attempt_id: int, now: datetime) -> Attempt:
    """Finish the attempt; one that is finished stays as it is. A test past its deadline ends at the deadline."""
    with writing(session):
        found = open_attempt(session, person_id, attempt_id, lock=True)
        if found.finished_at is not None:
            return found
        if found.mode == "test":
            found = marked(found)
            attempts.mark(session, _marks(found))
        return end(session, person_id, found, now)


def marked(found: Attempt) -> Attempt:
    """A test with the mark of each answer that can be read."""
    return replace(found, slots=tuple(_marked(slot) for slot in found.slots))


def end(session: Session, person_id: int, found: Attempt, now: datetime) -> Attempt:
    """Close an attempt whose marks are kept; within the transaction that keeps them."""
    if found.mode == "test":
        quiz_evidence.heed(session, person_id, _evidence(found))
    ended = min(now, found.deadline) if found.deadline else now
    score = Score(_sum(found.slots, earned=True), _sum(found.slots, earned=False))
    attempts.close(session, found.id, ended, score)
    return replace(found, finished_at=ended, score=score.got, out_of=score.out_of)


def _marked(slot: Slot) -> Slot:
    last = slot.last
    if last is None or last.answer is None:
        return slot
    mark = kind_of(slot.question).mark(slot.question, last.answer)
    return replace(slot, tries=tuple(replace(each, mark=mark) for each in slot.tries))


def _marks(found: Attempt) -> dict[int, Mark]:
    return {slot.id: slot.last.mark for slot in found.slots if slot.last and slot.last.mark}


def _evidence(found: Attempt) -> list[Answered]:
    return [
        Answered(slot.id, slot, slot.last.mark, slot.last.answered_at)
        for slot in found.slots
        if slot.last and slot.last.mark
    ]


def _sum(slots: tuple[Slot, ...], *, earned: bool) -> Fraction:
    return sum((slot.points if earned else slot.question.points for slot in slots), Fraction(0))
