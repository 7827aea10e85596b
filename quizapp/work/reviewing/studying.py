"""Choosing which sets to review."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.core.memory.plan import Plan, is_time_zone
from quizapp.core.sentences import NotFound, say
from quizapp.store import library
from quizapp.store.reviewing import cards, plans, studies
from quizapp.store.tables import CardRow, PlanRow, StudyRow
from quizapp.work.transactions import writing


def study(session: Session, person_id: int, slug: str, now: datetime, time_zone: str = "") -> None:
    """Review a set from now on; a second time changes nothing. The first time settles the learner's time zone."""
    set_id = _set_id(session, slug)
    try:
        with writing(session):
            begin(session, person_id, set_id, now, time_zone)
    except IntegrityError:
        # Another click of the same button was faster.
        if not studies.is_studied(session, person_id, set_id):
            raise


def begin(session: Session, person_id: int, set_id: int, now: datetime, time_zone: str) -> None:
    """The same within a transaction."""
    if studies.is_studied(session, person_id, set_id):
        return
    session.add(StudyRow(person_id, set_id, now))
    if session.get(PlanRow, person_id) is None:
        session.add(PlanRow(person_id, plans.to_document(_in_zone(time_zone))))
    session.flush()
    cards.hand_out(session, StudyRow.person_id == person_id, CardRow.set_id == set_id)


def stop(session: Session, person_id: int, slug: str) -> None:
    """Ask nothing of a set any more. What is remembered of it stays, for whoever takes it up again."""
    set_id = _set_id(session, slug)
    with writing(session):
        studies.stop(session, person_id, set_id)


def _set_id(session: Session, slug: str) -> int:
    found = library.set_id(session, slug)
    if found is None:
        raise NotFound(say("There is no such set of questions. It may have been withdrawn."))
    return found


def _in_zone(name: str) -> Plan:
    """The usual plan in the zone that a browser told, if there is one of that name."""
    return Plan(time_zone=name) if is_time_zone(name) else Plan()
