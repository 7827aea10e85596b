"""Rating a card, and taking the last rating back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.core.memory.memory import Memory, Rating
from quizapp.core.memory.plan import Plan
from quizapp.core.memory.scheduling import Choice, choices
from quizapp.core.sentences import NotFound, Refusal, say
from quizapp.store.reviewing import log, memories, plans
from quizapp.store.tables import MemoryRow, ReviewRow
from quizapp.work.transactions import repeated, writing

#: Who left a card open went away meanwhile.
LONGEST_LOOK = timedelta(minutes=10)
#: A device that was offline so long is not believed what its clock says.
LONGEST_OFFLINE = timedelta(days=60)
#: The longest interval that a column of the log holds, in seconds; a hundred years are more.
LONGEST_SPAN = 2**31 - 1
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Answer:
    """A card rated on somebody's device. `request` is its own token: sent twice, it counts once."""

    memory_id: int
    rating: Rating
    at: datetime
    request: str
    took: timedelta = timedelta(0)


@repeated
def rate(session: Session, person_id: int, answer: Answer, now: datetime) -> None:
    """Rate a card. A time still to come counts as now, one before the card's last review as that."""
    try:
        with writing(session):
            if log.by_request(session, person_id, answer.request) is None:
                _rate(session, person_id, answer, plans.plan(session, person_id), now)
    except IntegrityError:
        # The same review, sent twice at once: the first one counts.
        if log.by_request(session, person_id, answer.request) is None:
            raise


def _rate(session: Session, person_id: int, answer: Answer, plan: Plan, now: datetime) -> None:
    row = _owned(session, person_id, answer.memory_id)
    at = min(now, max(answer.at, now - LONGEST_OFFLINE))
    record(session, row, answer.rating, at, plan, request=answer.request, source="review", took=answer.took)


def record(
    session: Session,
    row: MemoryRow,
    rating: Rating,
    at: datetime,
    plan: Plan,
    *,
    request: str,
    source: str,
    took: timedelta = timedelta(0),
) -> None:
    """What a rating makes of a memory, and its line in the log; within a transaction."""
    before = memories.memory_of(row)
    at = max(at, before.last_review or at)
    choice = choices(before, at, plan)[rating]
    session.add(_line(row, before, choice, rating, at, request=request, source=source, took=took))
    memories.remember(row, choice.memory)
    row.buried_until = None


def _line(
    row: MemoryRow,
    before: Memory,
    choice: Choice,
    rating: Rating,
    at: datetime,
    *,
    request: str,
    source: str,
    took: timedelta,
) -> ReviewRow:
    last = before.due - before.last_review if before.last_review else timedelta(0)
    return ReviewRow(
        row.person_id,
        row.id,
        request,
        source,
        int(rating),
        at,
        min(max(took, timedelta(0)), LONGEST_LOOK) // timedelta(milliseconds=1),
        before.state,
        min(max(last, timedelta(0)) // _SECOND, LONGEST_SPAN),
        min(choice.interval // _SECOND, LONGEST_SPAN),
        choice.memory.difficulty,
        memories.to_document(before),
    )


def undo(session: Session, person_id: int, review_id: int, now: datetime) -> int:
    """Take a rating back and give the card that it was of. The log keeps it, as undone; a second time changes nothing.

    Raises `Refusal` where the card was answered again since.
    """
    with writing(session):
        return _undo(session, person_id, log.owned(session, person_id, review_id), now)


def undo_request(session: Session, person_id: int, request: str, now: datetime) -> int:
    """The same for the review that a device knows by its token alone."""
    with writing(session):
        return _undo(session, person_id, log.by_request(session, person_id, request), now)


def _undo(session: Session, person_id: int, line: ReviewRow | None, now: datetime) -> int:
    if line is None or line.source != "review":
        raise NotFound(say("There is no such review."))
    row = _owned(session, person_id, line.memory_id)
    if line.undone_at is None:
        if log.newest_of(session, row.id) != line.id:
            raise Refusal(say("This card was answered again since, so that only the later answer can be undone."))
        memories.remember(row, memories.from_document(line.before))
        row.buried_until = None
        line.undone_at = now
    return row.id


def _owned(session: Session, person_id: int, memory_id: int) -> MemoryRow:
    row = memories.owned(session, person_id, memory_id)
    if row is None:
        raise NotFound(say("There is no such card among yours."))
    return row
