"""What a learner knows and did, counted by the database: never a row for each card or review."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Float, Integer, and_, case, cast, func, literal, select, type_coerce
from sqlalchemy.orm import Session

from quizapp.core.progress.days import Stretch, numbered
from quizapp.core.progress.retention import MATURE_DAYS
from quizapp.core.progress.strength import Group
from quizapp.store.base import milliseconds
from quizapp.store.tables import CardRow, MemoryRow, ReviewRow

_DAY = 86_400_000
_MILLISECOND = timedelta(milliseconds=1)
#: An interval is counted in days, which clocks may make an hour shorter.
_MATURE = MATURE_DAYS * _DAY - _DAY // 2
#: Cards whose days since the last review, in stabilities, lie within one such step are counted together; the chance to
#: remember changes within it by a thousandth. From `_FLAT` on the steps are wider, and from `_WIDE` on all are one: a
#: card that lasts six hours stands there after three years.
_FINE, _COARSE, _FLAT, _WIDE = 64, 2, 16, 4096


class DueCount(NamedTuple):
    """So many cards due on a day, in review or in learning."""

    state: Literal["review", "learning"]
    day: date
    cards: int


class ReviewCount(NamedTuple):
    """Reviews of one sort: of `day` where the calendar has it, of cards in review by `mature`, else None."""

    day: date | None
    recent: bool
    mature: bool | None
    remembered: bool
    reviews: int


@dataclass(frozen=True)
class Since:
    """What the log is counted by: the days of the calendar, and when its recent part begins."""

    days: Sequence[Stretch]
    recent: datetime


def strengths(session: Session, person_id: int, set_ids: Collection[int], tomorrow: datetime) -> list[Group]:
    """How many cards of each set stand where, and how long ago they were asked beside how long they last."""
    stage, ratio = _stage(), _ratio(tomorrow)
    step = _step(ratio)
    rows = session.execute(
        select(CardRow.set_id, stage, func.count(), func.avg(ratio))
        .select_from(MemoryRow)
        .join(CardRow, CardRow.id == MemoryRow.card_id)
        .where(MemoryRow.person_id == person_id, CardRow.live, CardRow.set_id.in_(set_ids))
        .group_by(CardRow.set_id, stage, step)
    )
    return [Group(set_id, named, cards, ratio) for set_id, named, cards, ratio in rows]


def due(
    session: Session, person_id: int, set_ids: Collection[int], days: Sequence[Stretch], until: datetime
) -> list[DueCount]:
    """The cards due by day; those due before the first of `days` count for a day before it, those from `until` on for
    one after it.
    """
    state = case((MemoryRow.state == "review", literal("review")), else_=literal("learning"))
    first, last = milliseconds(days[0].begins), milliseconds(until)
    when = type_coerce(MemoryRow.due, BigInteger)
    within = case((when < first, literal(first - 1)), (when >= last, literal(last)), else_=when)
    day = _day(within, days)
    rows = session.execute(
        select(state, day, func.count())
        .select_from(MemoryRow)
        .join(CardRow, CardRow.id == MemoryRow.card_id)
        .where(
            MemoryRow.person_id == person_id,
            MemoryRow.state != "new",
            MemoryRow.suspended.is_(False),
            CardRow.live,
            CardRow.set_id.in_(set_ids),
        )
        .group_by(state, day)
    )
    return [DueCount(named, numbered(number), cards) for named, number, cards in rows]


def reviews(session: Session, person_id: int, since: Since) -> list[ReviewCount]:
    """The reviews that stand, of all time. Answers of quizzes are left out: not every right one is in the log."""
    at = type_coerce(ReviewRow.at, BigInteger)
    first = milliseconds(since.days[0].begins)
    day = case((at < first, None), else_=_day(at, since.days))
    recent = case((at >= milliseconds(since.recent), 1), else_=0)
    in_review = ReviewRow.state == "review"
    mature = case((and_(in_review, ReviewRow.last_interval >= _MATURE // 1000), 1), (in_review, 0), else_=None)
    remembered = case((ReviewRow.rating > 1, 1), else_=0)
    columns = (day, recent, mature, remembered)
    rows = session.execute(
        select(*columns, func.count())
        .where(ReviewRow.person_id == person_id, ReviewRow.undone_at.is_(None), ReviewRow.source != "quiz")
        .group_by(*columns)
    )
    return [
        ReviewCount(
            None if number is None else numbered(number),
            bool(is_recent),
            None if is_mature is None else bool(is_mature),
            bool(right),
            count,
        )
        for number, is_recent, is_mature, right, count in rows
    ]


def _stage() -> ColumnElement[str]:
    interval = type_coerce(MemoryRow.due, BigInteger) - type_coerce(MemoryRow.last_review, BigInteger)
    return case(
        (MemoryRow.suspended, literal("suspended")),
        (MemoryRow.state == "new", literal("new")),
        (MemoryRow.state != "review", literal("learning")),
        (interval >= _MATURE, literal("mature")),
        else_=literal("young"),
    )


def _ratio(tomorrow: datetime) -> ColumnElement[Any]:
    """Learner's days since the last review, by stability. At least one: within a day nothing is forgotten in FSRS."""
    since = (milliseconds(tomorrow) - 1 - type_coerce(MemoryRow.last_review, BigInteger)) // _DAY
    days = case((since < 1, literal(1)), else_=since)
    return type_coerce(days, Float) / MemoryRow.stability


def _step(ratio: ColumnElement[Any]) -> ColumnElement[int]:
    wide = case((ratio > _WIDE, literal(float(_WIDE))), else_=ratio)
    stepped = case((ratio < _FLAT, ratio * _FINE), else_=_FLAT * _FINE + wide / _COARSE)
    return cast(stepped, Integer)


def _day(moment: Any, days: Sequence[Stretch]) -> ColumnElement[int]:
    """The number of the learner's day in which a moment lies."""
    later = [
        (moment >= milliseconds(stretch.begins), (moment - stretch.shift // _MILLISECOND) // _DAY)
        for stretch in reversed(days[1:])
    ]
    first = (moment - days[0].shift // _MILLISECOND) // _DAY
    return case(*later, else_=first) if later else first
