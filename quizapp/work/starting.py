"""Starting an attempt: the questions, their versions and their order are pinned here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.core.attempt import Mode
from quizapp.core.kinds import kind_of
from quizapp.core.question import Question
from quizapp.core.sentences import NotFound, Refusal, say
from quizapp.store import attempts
from quizapp.store.library import HeldSet, live_questions, question_set
from quizapp.store.questions import newest_versions
from quizapp.store.tables import AttemptRow, SlotRow
from quizapp.work.answering import open_attempt
from quizapp.work.transactions import repeated, writing

Asked = Sequence[tuple[int, Question]]


@repeated
def start(session: Session, person_id: int, set_slug: str, mode: Mode, request: str, now: datetime, rng: Random) -> int:
    """Start an attempt and return its id; the same `request` again returns the same attempt."""
    held = question_set(session, set_slug)
    if held is None:
        raise NotFound(say("There is no such set of questions. It may have been withdrawn."))
    asked = live_questions(session, held.id)
    if held.content.shuffle:
        rng.shuffle(asked)
    minutes = held.content.time_limit
    deadline = now + timedelta(minutes=minutes) if minutes and mode == "test" else None
    row = AttemptRow(person_id, held.id, request, mode, now, deadline)
    return _begin(session, row, asked, rng)


@repeated
def start_missed(session: Session, person_id: int, attempt_id: int, request: str, now: datetime, rng: Random) -> int:
    """Start practice of what was not fully right in a finished attempt, in today's versions."""
    held, missed = _missed(session, person_id, attempt_id)
    row = AttemptRow(person_id, held.id, request, "practice", now, whole=False)
    return _begin(session, row, missed, rng)


def _missed(session: Session, person_id: int, attempt_id: int) -> tuple[HeldSet, Asked]:
    found = open_attempt(session, person_id, attempt_id)
    if found.finished_at is None:
        raise Refusal(say("Finish this attempt first."))
    behind = attempts.questions_asked(session, attempt_id)
    missed = [behind[slot.position] for slot in found.slots if slot.verdict != "right"]
    if not missed:
        raise Refusal(say("You got everything right: there is nothing left to practise."))
    held, asked = question_set(session, found.set_slug), newest_versions(session, missed)
    if held is None or not asked:
        raise Refusal(say("What you missed has been taken away since, so it can't be practised any more."))
    return held, asked


def _begin(session: Session, row: AttemptRow, asked: Asked, rng: Random) -> int:
    person_id, request = row.person_id, row.request
    try:
        with writing(session):
            earlier = attempts.started_by(session, person_id, request)
            return earlier if earlier is not None else _insert(session, row, asked, rng)
    except IntegrityError:
        # Another worker was faster with the same form.
        earlier = attempts.started_by(session, person_id, request)
        if earlier is None:
            raise
        return earlier


def _insert(session: Session, row: AttemptRow, asked: Asked, rng: Random) -> int:
    session.add(row)
    session.flush()
    attempt_id = row.id
    session.add_all(
        SlotRow(attempt_id, position, version_id, list(kind_of(question).order(question, rng)))
        for position, (version_id, question) in enumerate(asked, start=1)
    )
    return attempt_id
