"""What comes after a day that is done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.core.memory.days import ONE_DAY, beginning, day_of
from quizapp.store.reviewing import queue as rows
from quizapp.store.reviewing.queue import Wanted
from quizapp.work.reviewing.asking import Today


@dataclass(frozen=True)
class Ahead:
    """`due` reviews and `new` cards wait for tomorrow; where both are 0, the next card comes at `next_at`, if ever."""

    due: int
    new: int
    next_at: datetime | None


def ahead(session: Session, person_id: int, today: Today, at: datetime, slugs: Collection[str] = ()) -> Ahead:
    plan = today.plan
    end = beginning(day_of(at, plan) + 2 * ONE_DAY, plan)
    sets = [each.id for each in today.sets if not slugs or each.slug in slugs]
    tomorrow = Wanted(person_id, sets, end - ONE_DAY, end, plan.reviews_a_day, plan.new_a_day)
    due, new = rows.due_count(session, tomorrow, plan.reviews_a_day), rows.new_count(session, tomorrow)
    return Ahead(due, min(new, plan.reviews_a_day - due), None if due or new else rows.next_due(session, tomorrow))
