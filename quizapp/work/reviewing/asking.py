"""What is asked today: the queue, and its first cards with all that they show."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.core.memory.days import ONE_DAY, beginning, day_of
from quizapp.core.memory.memory import Rating, State
from quizapp.core.memory.plan import Plan
from quizapp.core.memory.queue import Counts, Queue, Row, queue
from quizapp.core.memory.scheduling import Choice, chance, choices
from quizapp.store.reviewing import log, memories, plans, studies
from quizapp.store.reviewing import queue as rows
from quizapp.store.reviewing.log import Since
from quizapp.store.reviewing.memories import HeldCard
from quizapp.store.reviewing.queue import Candidate, Wanted
from quizapp.store.reviewing.studies import Studied

#: Nobody asks whether it is ten thousand cards or more that wait.
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class Asked:
    """A card to ask, and what each rating would make of it."""

    card: HeldCard
    choices: Mapping[Rating, Choice]


@dataclass(frozen=True)
class Today:
    """A learner's day of review.

    `cards` are the first to be asked, in order; `waiting` come later today; `counts` what is left of the day.
    `next_at`: when the next card in learning comes, where nothing is to be asked now. `held_back`: how many due cards
    the day's limit leaves for later days. `undoable`: the review that can be taken back.
    """

    sets: Sequence[Studied]
    plan: Plan
    counts: Counts
    cards: Sequence[Asked]
    waiting: Sequence[Asked]
    next_at: datetime | None
    held_back: int
    answered: int
    undoable: int | None


def today(
    session: Session,
    person_id: int,
    at: datetime,
    slugs: Collection[str] = (),
    most: int = 20,
    first: int | None = None,
) -> Today:
    """The day of `at`, over the sets in `slugs` or all; at most `most` cards are read. Never writes.

    The person's card `first` is asked before all others, whenever it is due.
    """
    plan = plans.plan(session, person_id)
    sets = studies.studied(session, person_id)
    done = log.since(session, person_id, beginning(day_of(at, plan), plan))
    wanted = _wanted(person_id, [each.id for each in sets if not slugs or each.slug in slugs], at, plan, done)
    line = queue(_rows(rows.candidates(session, wanted), at, plan), at, plan, done.today)
    order = [row.id for row in line.order if row.id != first]
    ids = [*([first] if first else []), *order, *(row.id for row in line.waiting if row.id != first)]
    # Whoever names a card may name one that is not theirs, or was withdrawn: then another one takes its place.
    held = memories.held_cards(session, person_id, ids[: most + bool(first)])
    asked = [Asked(card, choices(card.memory, at, plan)) for card in held if card.live][:most]
    later = {row.id for row in line.waiting} - {first}
    return Today(
        sets,
        plan,
        line.counts,
        [each for each in asked if each.card.id not in later],
        [each for each in asked if each.card.id in later],
        line.waiting[0].due if line.waiting and not line.order else None,
        _held_back(session, line, wanted),
        done.answered,
        done.last_id,
    )


def _wanted(person_id: int, sets: Sequence[int], at: datetime, plan: Plan, done: Since) -> Wanted:
    left = max(0, plan.reviews_a_day - done.today.reviews - done.today.new)
    end = beginning(day_of(at, plan) + ONE_DAY, plan)
    return Wanted(person_id, sets, at, end, left, max(0, min(left, plan.new_a_day - done.today.new)))


def _rows(found: Sequence[Candidate], at: datetime, plan: Plan) -> list[Row]:
    day = day_of(at, plan)
    return [_row(each, (day - day_of(each.last_review or at, plan)).days, plan) for each in found]


def _row(found: Candidate, days: int, plan: Plan) -> Row:
    remembered = chance(found.stability, days, plan) if found.stability else 0.0
    state: State = found.state  # type: ignore[assignment]  # one of the four
    return Row(found.id, found.note_id, state, found.due or memories.NEVER, remembered, found.id)


def _held_back(session: Session, line: Queue, wanted: Wanted) -> int:
    """How many are due beyond the limit; counted only where the limit was met."""
    if not line.held_back and wanted.reviews:
        return 0
    asked = sum(row.state == "review" for row in line.order)
    return max(0, rows.due_count(session, wanted, asked + MOST_COUNTED) - asked)
