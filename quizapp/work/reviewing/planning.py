"""A learner's settings: changing them, what they cost, and parameters from the learner's own log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.core.memory.memory import Memory
from quizapp.core.memory.plan import Plan
from quizapp.core.memory.settings import NAMES
from quizapp.core.memory.workload import HORIZON, RETENTIONS, workloads
from quizapp.core.sentences import NotFound, Refusal, say
from quizapp.store.reviewing import fitting as stored
from quizapp.store.reviewing import plans, studies
from quizapp.store.tables import PlanRow
from quizapp.work.reviewing import fitting
from quizapp.work.transactions import writing

#: Of more cards a sample is taken through the year.
MOST_CARDS = 2_000


def change(session: Session, person_id: int, values: Mapping[str, Any]) -> None:
    """Set these fields of the person's plan. Cards keep the days that they have; parameters stay as they are."""
    wanted = {name: value for name, value in values.items() if name in NAMES}
    try:
        _change(session, person_id, wanted)
    except IntegrityError:
        # Another click made the first settings meanwhile.
        _change(session, person_id, wanted)


def back_to_usual(session: Session, person_id: int) -> None:
    """The usual settings, but for what is not a matter of taste: the time zone and parameters of one's own."""
    usual = Plan()
    change(session, person_id, {name: getattr(usual, name) for name in NAMES if name != "time_zone"})


def _change(session: Session, person_id: int, values: Mapping[str, Any]) -> None:
    with writing(session):
        row = session.get(PlanRow, person_id, with_for_update=True)
        document = plans.to_document(replace(plans.from_document(row.document if row else {}), **values))
        if row is None:
            session.add(PlanRow(person_id, document))
        else:
            row.document = document


def costs(session: Session, person_id: int, plan: Plan, most: int = MOST_CARDS) -> Mapping[float, float]:
    """Reviews a day under each desired retention, the plan's own among them, over the cards that the person reviews.

    Empty where there are none. It takes a third of a second of computing.
    """
    sets = [each.id for each in studies.studied(session, person_id)]
    held = stored.sample(session, person_id, sets, most, plan.new_a_day * HORIZON)
    cards = (*held.cards, *([Memory()] * (held.new // held.every)))
    pace = plan.new_a_day and max(1, round(plan.new_a_day / held.every))
    found = _workloads(replace(plan, new_a_day=pace), cards)
    return {share: reviews * held.every for share, reviews in found.items()}


@lru_cache(maxsize=16)
def _workloads(plan: Plan, cards: tuple[Memory, ...]) -> Mapping[float, float]:
    return workloads(plan, cards, sorted({*RETENTIONS, plan.desired_retention})) if cards else {}


def fit(session: Session, person_id: int, now: datetime) -> bool:
    """Fit the schedule to the person's log and keep what foretells it best: parameters of their own, or the usual ones.

    Tells whether it is their own. They are held against the usual ones, also a second time: against earlier ones of
    their own, which know part of the answers already, none would be better.

    Raises `Refusal` where the log is too short, what is needed is not installed, or it takes too long, and `Busy`
    while another is being fitted.
    """
    plan = plans.plan(session, person_id)
    logs = stored.logs(session, person_id, fitting.MOST_REVIEWS)
    # What takes seconds holds no lock, and no connection that others wait for.
    session.rollback()
    found = fitting.fit(logs, replace(plan, parameters=Plan().parameters))
    with writing(session):
        row = session.get(PlanRow, person_id, with_for_update=True)
        if row is None:
            raise NotFound(say("There are no settings of yours any more."))
        kept = plans.from_document(row.document)
        row.document = plans.to_document(replace(kept, parameters=found.parameters))
        row.fitted = {
            "at": now.isoformat(),
            "better": found.better,
            "reviews": found.reviews,
            "judged": found.judged,
            "before": found.before.log_loss,
            "after": found.after.log_loss,
        }
    return found.better


def usual_parameters(session: Session, person_id: int) -> None:
    """The parameters that everyone begins with."""
    with writing(session):
        row = session.get(PlanRow, person_id, with_for_update=True)
        if row is None or not (row.fitted or "parameters" in row.document):
            raise Refusal(say("You have no parameters of your own: the schedule is the usual one."))
        row.document = {name: value for name, value in row.document.items() if name != "parameters"}
        row.fitted = None
