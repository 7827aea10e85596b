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
        slots = _mark_all(session, person_id, found) if found.mode == "test" else found.slots
        ended = min(now, found.deadline) if found.deadline else now
        score = Score(_sum(slots, earned=True), _sum(slots, earned=False))
        attempts.close(session, found.id, ended, score)
    return replace(found, slots=slots, finished_at=ended, score=score.got, out_of=score.out_of)


def _mark_all(session: Session, person_id: int, found: Attempt) -> tuple[Slot, ...]:
    answered = [slot for slot in found.slots if slot.last and slot.last.answer is not None]
    marks = {slot.id: kind_of(slot.question).mark(slot.question, slot.last.answer) for slot in answered if slot.last}
    attempts.mark(session, marks)
    evidence = [Answered(slot.id, slot, marks[slot.id], slot.last.answered_at) for slot in answered if slot.last]
    quiz_evidence.heed(session, person_id, evidence)
    return tuple(_marked(slot, marks.get(slot.id)) for slot in found.slots)


def _marked(slot: Slot, mark: Mark | None) -> Slot:
    return replace(slot, tries=tuple(replace(each, mark=mark) for each in slot.tries)) if mark else slot


def _sum(slots: tuple[Slot, ...], *, earned: bool) -> Fraction:
    return sum((slot.points if earned else slot.question.points for slot in slots), Fraction(0))
