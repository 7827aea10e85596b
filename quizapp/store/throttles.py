"""Counters of what was tried of late; each begins anew when its time is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.orm import Session

from quizapp.store.people import digest
from quizapp.store.tables import ThrottleRow


@dataclass(frozen=True)
class Budget:
    """At most so many of this within so much time."""

    name: str
    most: int
    within: timedelta

    @property
    def key(self) -> str:
        return digest(self.name)


def wait(session: Session, budgets: Iterable[Budget], now: datetime, *, lock: bool = False) -> timedelta:
    """How long it is until all of them have room; nothing where they have it now."""
    rows = _rows(session, budgets, lock=lock)
    left = [rows[each.key].since + each.within - now for each in budgets if _full(rows.get(each.key), each, now)]
    return max(left, default=timedelta())


def count(session: Session, budgets: Iterable[Budget], now: datetime) -> None:
    """One more of each, in a transaction that has asked `wait` with `lock`."""
    rows = _rows(session, budgets)
    for each in budgets:
        row = rows[each.key]
        if _over(row, each, now):
            row.count, row.since = 0, now
        row.count += 1


def make_rows(session: Session, budgets: Iterable[Budget], now: datetime) -> None:
    """Every counter has a row afterwards, so that there is something to lock."""
    # Each database has its own; that of PostgreSQL weighs megabytes where nobody has one.
    dialect = import_module(f"sqlalchemy.dialects.{session.get_bind().dialect.name}")
    # In one order, so that two who make the same rows never wait for each other.
    values = [{"name": key, "count": 0, "since": now} for key in sorted(each.key for each in budgets)]
    session.execute(dialect.insert(ThrottleRow).values(values).on_conflict_do_nothing())


def give_back(session: Session, own: Budget, others: Iterable[Budget]) -> None:
    """Take what `own` has counted off the others, as far as they have counted it too; `own` is then gone."""
    rows = _rows(session, [own, *others], lock=True)
    row = rows.get(own.key)
    if row is None:
        return
    for other in filter(None, (rows.get(each.key) for each in others)):
        if row.since >= other.since:
            other.count = max(0, other.count - row.count)
    session.delete(row)


def forget(session: Session, budget: Budget) -> None:
    session.execute(delete(ThrottleRow).where(ThrottleRow.name == budget.key))


def purge(session: Session, before: datetime) -> int:
    """Delete the counters that began before; gives how many."""
    done = session.execute(delete(ThrottleRow).where(ThrottleRow.since < before))
    return done.rowcount if isinstance(done, CursorResult) else 0


def _rows(session: Session, budgets: Iterable[Budget], *, lock: bool = False) -> dict[str, ThrottleRow]:
    asked = select(ThrottleRow).where(ThrottleRow.name.in_([each.key for each in budgets])).order_by(ThrottleRow.name)
    return {row.name: row for row in session.scalars(asked.with_for_update() if lock else asked)}


def _over(row: ThrottleRow, budget: Budget, now: datetime) -> bool:
    return now - row.since >= budget.within


def _full(row: ThrottleRow | None, budget: Budget, now: datetime) -> bool:
    return row is not None and row.count >= budget.most and not _over(row, budget, now)
