"""The match game: pairs are put together one by one or in a form, and the time is taken at the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from quizapp.core.drills.record import MatchRecord
from quizapp.store import drills
from quizapp.store.tables import DrillRow
from quizapp.work.drilling import keeping

SORTS: Sequence[drills.Sort] = ("match",)
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Played:
    """What a page sent: the tile chosen for each pair, by their places.

    A script tells of all mistakes so far and of the time, in milliseconds; a form leaves both to the server.
    """

    chosen: Mapping[int, int]
    mistakes: int | None = None
    took: int | None = None


@dataclass(frozen=True)
class MatchGame:
    """A game as it stands. `elapsed` and `best`, over all games of this size, are in milliseconds."""

    id: int
    set_id: int
    revision: int
    record: MatchRecord
    elapsed: int
    best: int | None
    finished: bool


def opened(session: Session, person_id: int | None, drill_id: int, now: datetime) -> MatchGame:
    """The person's own game. Never writes."""
    row = keeping.own(session, person_id, drill_id, SORTS)
    record = MatchRecord.model_validate(row.document)
    best = drills.best_match(session, row.person_id, keeping.set_id(row), record.size)
    return MatchGame(
        row.id, keeping.set_id(row), row.revision, record, _elapsed(row, now), best, row.finished_at is not None
    )


def put_together(
    session: Session, person_id: int | None, drill_id: int, shown: int, played: Played, now: datetime
) -> None:
    """Take pairs. A script sends them as they are made, in any order and more than once; a form once a page."""

    def made(row: DrillRow) -> tuple[MatchRecord, bool]:
        record = _after(MatchRecord.model_validate(row.document), played)
        if not record.complete:
            return record, False
        elapsed = _elapsed(row, now)
        took = elapsed if played.took is None else min(max(played.took, 1), elapsed)
        return record.model_copy(update={"took": took}), True

    keeping.change(
        session,
        lambda: keeping.own(session, person_id, drill_id, SORTS, lock=True),
        shown if played.mistakes is None else None,
        now,
        made,
    )


def _after(record: MatchRecord, played: Played) -> MatchRecord:
    chosen = {pair: tile for pair, tile in played.chosen.items() if 0 <= pair < record.size and 0 <= tile < record.size}
    right = {pair for pair, tile in chosen.items() if record.order[tile] == pair}
    solved = tuple(sorted({*record.solved, *right}))
    if played.mistakes is None:
        mistakes = record.mistakes + len(chosen.keys() - {*solved})
    else:
        mistakes = max(record.mistakes, played.mistakes)
    return record.model_copy(update={"solved": solved, "chosen": chosen, "mistakes": mistakes})


def _elapsed(row: DrillRow, now: datetime) -> int:
    """By the server's clock; one that went back counts as one that stood still."""
    return max(1, (now - row.started_at) // _MILLISECOND)
