"""A learner's Anki, as far as files tell of it: what was taken along, studied there, and exported again."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import select

from quizapp.core.memory.memory import Memory, Rating
from quizapp.core.memory.plan import Plan
from quizapp.core.memory.scheduling import rated
from quizapp.core.memory.travelling import schedule_of
from quizapp.core.schedule_export import CardName, CardSchedule, LoggedReview
from quizapp.formats.apkg import write_scheduled_decks
from quizapp.store import decks
from quizapp.store.reviewing import plans, travelling
from quizapp.store.tables import ReviewRow, SetRow
from quizapp.work.reviewing import taking_back
from quizapp.work.reviewing.taking_back import Look

from .conftest import Desk

_MILLISECONDS = count(1)


class Anki:
    """A collection with the learner's decks, as the file that was taken along left it; days pass at the desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.session = desk, desk.session
        self.set_ids = list(self.session.scalars(select(SetRow.id)))
        self.memories: dict[CardName, Memory] = {}
        self.suspended: set[CardName] = set()
        self.log: list[LoggedReview] = []

    def import_all(self) -> Anki:
        """With the schedule and the log."""
        for name, memory, suspended in travelling.memories(self.session, self.desk.person_id, self.set_ids):
            self.memories[name] = memory
            if suspended:
                self.suspended.add(name)
        self.log = travelling.standing_log(self.session, self.desk.person_id, self.set_ids)
        return self

    def study(self, name: CardName, how: Rating = Rating.GOOD) -> datetime:
        before, at = self.memories.get(name, Memory()), self.desk.at + timedelta(milliseconds=next(_MILLISECONDS))
        after = self.memories[name] = rated(before, how, at, self.plan)
        self.log.append(LoggedReview(*name, int(how), at, before.state, after.due - at, milliseconds=1_500))
        return at

    @property
    def plan(self) -> Plan:
        return plans.plan(self.session, self.desk.person_id)

    def schedules(self) -> dict[CardName, CardSchedule]:
        found = {
            name: schedule_of(memory, self.plan, suspended=name in self.suspended)
            for name, memory in self.memories.items()
        }
        return {name: schedule for name, schedule in found.items() if schedule}

    def export(self, schedules: dict[CardName, CardSchedule] | None = None) -> bytes:
        exports = decks.set_decks(self.session, self.set_ids)
        return write_scheduled_decks(exports, schedules or self.schedules(), self.log).data


def bring(desk: Desk, package: bytes) -> Look:
    read = taking_back.read(desk.session, desk.person_id, package)
    taking_back.keep(desk.session, desk.person_id, "deck.apkg", read, desk.at)
    found = taking_back.look(desk.session, desk.person_id, desk.at)
    assert found
    return found


def take(desk: Desk, package: bytes, *slugs: str) -> Look:
    return taking_back.take(desk.session, desk.person_id, bring(desk, package).stamp, slugs, desk.at)


def log(desk: Desk) -> list[tuple[str, int, datetime]]:
    desk.session.expire_all()
    rows = desk.session.scalars(select(ReviewRow).order_by(ReviewRow.at))
    return [(row.source, row.rating, row.at) for row in rows]


def names(desk: Desk) -> list[CardName]:
    """The cards by their names, in the order of the memories."""
    found = travelling.memories(desk.session, desk.person_id, list(desk.session.scalars(select(SetRow.id))))
    desk.session.expire_all()
    return [name for name, _, _ in found]


def memory(desk: Desk, name: CardName) -> Memory:
    found = travelling.memories(desk.session, desk.person_id, list(desk.session.scalars(select(SetRow.id))))
    return {each: held for each, held, _ in found}[name]
