"""A learner's schedule and log written into the collection of a deck of ours."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from quizapp.core.schedule_export import CardName, CardSchedule, LoggedReview
from quizapp.formats.anki.schedule.coding import (
    CARD_TYPES,
    LEARNING,
    LEARNING_BY_DAY,
    LOG_TYPES,
    REVIEW,
    SUSPENDED,
    data_of,
    ease_of,
    interval_of,
)

#: Anki's first ease, for those who go on without FSRS.
_EASE = 2500
_UPDATE = """UPDATE cards SET type = ?, queue = ?, due = ?, ivl = ?, factor = ?, reps = ?, lapses = ?, left = ?,
    data = ? WHERE id = ?"""


@dataclass(frozen=True)
class Schedule:
    """What to write: the cards' schedules, the log, and the hour at which the learner's day begins."""

    cards: Mapping[CardName, CardSchedule]
    log: Sequence[LoggedReview]
    day_begins_at: int

    def write(self, database: sqlite3.Connection) -> None:
        """Into a collection that holds the deck; what is of none of its cards is passed over."""
        first = self._settle_days(database)
        listed = database.execute("SELECT guid, ord, cards.id FROM cards JOIN notes ON notes.id = nid")
        ids: dict[CardName, int] = {(guid, ord_): number for guid, ord_, number in listed}
        known = {ids[name]: card for name, card in self.cards.items() if name in ids}
        rows = ((*_row(card, first), number) for number, card in known.items() if card.state != "new")
        database.executemany(_UPDATE, rows)
        # Of a new card only this is told: its `due` stays its place in the deck.
        aside = ((SUSPENDED, number) for number, card in known.items() if card.state == "new" and card.suspended)
        database.executemany("UPDATE cards SET queue = ? WHERE id = ?", aside)
        database.executemany("INSERT INTO revlog VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)", self._reviews(ids))

    def _settle_days(self, database: sqlite3.Connection) -> date:
        """The day from which days are counted: Anki counts anew from its own when it takes the deck in."""
        created, conf = database.execute("SELECT crt, conf FROM col").fetchone()
        days = {"schedVer": 2, "sched2021": True, "creationOffset": 0, "rollover": self.day_begins_at}
        database.execute("UPDATE col SET conf = ?", (json.dumps({**json.loads(conf), **days}),))
        return datetime.fromtimestamp(created, UTC).date()

    def _reviews(self, ids: Mapping[CardName, int]) -> Iterator[Sequence[int]]:
        """A line is known by its millisecond: of two in one the second comes a millisecond later."""
        last = 0
        for review in sorted(self.log, key=lambda each: (each.at, each.guid, each.ord)):
            if (review.guid, review.ord) in ids:
                last = max(round(review.at.timestamp() * 1000), last + 1)
                yield last, ids[review.guid, review.ord], *_logged(review)


def _row(card: CardSchedule, first: date) -> tuple[int | str, ...]:
    queue, due = _place(card, first)
    interval = card.interval if card.state in {"review", "relearning"} else 0
    counted = (CARD_TYPES[card.state], SUSPENDED if card.suspended else queue, due, max(interval, 0))
    return (*counted, _EASE, card.reps, card.lapses, card.steps_left, data_of(card))


def _place(card: CardSchedule, first: date) -> tuple[int, int]:
    """The queue, and the day by its number or the moment in seconds."""
    if card.due_day is not None:
        return REVIEW if card.state == "review" else LEARNING_BY_DAY, (card.due_day - first).days
    if card.due_at is None or card.state == "review":
        raise ValueError("a card in review needs a day, one in learning a day or a moment")
    return LEARNING, round(card.due_at.timestamp())


def _logged(review: LoggedReview) -> tuple[int, ...]:
    spans = interval_of(review.interval), interval_of(review.last_interval)
    return review.rating, *spans, ease_of(review.difficulty), review.milliseconds, LOG_TYPES[review.state]
