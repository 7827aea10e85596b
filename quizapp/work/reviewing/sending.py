"""What was done on a device, in order, sent at once: each deed is taken or refused by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from quizapp.core.memory.memory import Rating
from quizapp.core.sentences import Busy, Refusal, Sentence
from quizapp.work.reviewing import rating, setting_aside
from quizapp.work.reviewing.rating import LONGEST_OFFLINE, Answer

Sort = Literal["rate", "undo", "bury", "suspend", "flag"]


@dataclass(frozen=True)
class Deed:
    """`id` is the deed's own; of a rating it is the review's `request`, by which `undo` names it in `of`.

    An undo may name the review by `review_id` instead. `on` is False where a card is asked again, or its flag taken
    off. `at` is by the server's clock.
    """

    id: str
    sort: Sort
    at: datetime
    memory_id: int = 0
    rating: Rating = Rating.AGAIN
    took: timedelta = timedelta(0)
    on: bool = True
    of: str = ""
    review_id: int = 0


@dataclass(frozen=True)
class Outcome:
    """What became of a deed: `refused` says why it was not taken, and that it need not be sent again."""

    id: str
    refused: Sentence | None = None


def send(session: Session, person_id: int, deeds: Iterable[Deed], now: datetime) -> list[Outcome]:
    """Do the deeds in their order. Where the database is too busy the rest is left for another time: it is not told.

    Sent again, a deed changes nothing.
    """
    outcomes: list[Outcome] = []
    for deed in deeds:
        try:
            _do(session, person_id, deed, now)
        except Busy:
            if not outcomes:
                raise
            break
        except Refusal as refused:
            outcomes.append(Outcome(deed.id, refused.sentence))
        else:
            outcomes.append(Outcome(deed.id))
    return outcomes


def _do(session: Session, person_id: int, deed: Deed, now: datetime) -> None:
    match deed.sort:
        case "rate":
            rating.rate(session, person_id, Answer(deed.memory_id, deed.rating, deed.at, deed.id, deed.took), now)
        case "undo" if deed.of:
            rating.undo_request(session, person_id, deed.of, now)
        case "undo":
            rating.undo(session, person_id, deed.review_id, now)
        case "bury":
            at = min(now, max(deed.at, now - LONGEST_OFFLINE))
            setting_aside.bury(session, person_id, deed.memory_id, at, buried=deed.on)
        case "suspend":
            setting_aside.suspend(session, person_id, deed.memory_id, suspended=deed.on)
        case "flag":
            setting_aside.flag(session, person_id, deed.memory_id, flagged=deed.on)
