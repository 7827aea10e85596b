"""A memory as Anki schedules it, the memory that Anki's schedule tells of, and what becomes of a card in both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from quizapp.core.memory.days import beginning, day_of, days_later
from quizapp.core.memory.memory import Memory, Rating, Review
from quizapp.core.memory.plan import Plan
from quizapp.core.memory.scheduling import replayed
from quizapp.core.schedule_export import CardSchedule, LoggedReview, ReturnedCard, unknown

#: `taken`: Anki's memory is the later one. `joined`: both have answers that the other has not seen.
#: `kept`: ours is the later one. `same`: neither.
Outcome = Literal["taken", "joined", "kept", "same"]

#: Anki notes a card's last review in whole seconds.
_SAME = timedelta(seconds=1)
#: Clocks of devices differ; one that is further ahead is wrong, and a review of next year would stop the card.
_AHEAD = timedelta(days=1)
_FIRST, _LAST = datetime(1971, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC)
#: Nobody has answered a card more often.
_MOST = 1_000_000
#: Between easy and hard, for a card of which nothing but its interval is known.
_DIFFICULTY = 5.0


@dataclass(frozen=True)
class Held:
    """What we have of a card: its memory, and its log in order of time. `undone` are answers that were taken back."""

    memory: Memory = field(default_factory=Memory)
    suspended: bool = False
    log: tuple[LoggedReview, ...] = ()
    undone: tuple[LoggedReview, ...] = ()


@dataclass(frozen=True)
class Met:
    """What the card is to be from now on; `fresh` are the answers that our log did not have."""

    outcome: Outcome
    memory: Memory
    suspended: bool
    fresh: tuple[LoggedReview, ...]


def schedule_of(memory: Memory, plan: Plan, *, suspended: bool = False) -> CardSchedule | None:
    """None for a card that is new."""
    last = memory.last_review
    if memory.state == "new" or last is None:
        return CardSchedule("new", suspended=True) if suspended else None
    day = day_of(memory.due, plan) if memory.state == "review" else None
    steps = plan.learning_steps if memory.state == "learning" else plan.relearning_steps
    return CardSchedule(
        memory.state,
        due_day=day,
        due_at=None if day else memory.due,
        interval=max(0, (day - day_of(last, plan)).days) if day else 0,
        stability=memory.stability,
        difficulty=memory.difficulty,
        last_review=last,
        desired_retention=plan.desired_retention,
        decay=plan.parameters[20],
        steps_left=0 if day else max(1, len(steps) - (memory.step or 0)),
        reps=memory.reps,
        lapses=memory.lapses,
        suspended=suspended,
    )


def memory_of(schedule: CardSchedule, log: Sequence[LoggedReview], plan: Plan, now: datetime) -> Memory | None:
    """None where the schedule is of no memory that somebody can have; `log` is in order of time.

    A schedule without FSRS keeps its day; how well the card is known is then worked out from the log.
    """
    due = _due(schedule, plan)
    last = _last_review(schedule, log) or (due - timedelta(days=schedule.interval) if due else None)
    if due is None or last is None or not _FIRST <= last <= now + _AHEAD or schedule.state == "new":
        return None
    last = min(last, now)
    if schedule.due_day:
        due = _on_its_day(schedule, last, plan)
    stability, difficulty = _strength(schedule, log, plan)
    return Memory(
        schedule.state,
        _step(schedule, plan),
        stability,
        difficulty,
        due,
        last,
        min(schedule.lapses, _MOST),
        max(1, min(schedule.reps, _MOST)),
    )


def meet(held: Held, card: ReturnedCard, plan: Plan, now: datetime) -> Met | None:
    """What becomes of a card that came back; None where its dates can't be right.

    The log only grows. The memory is that of the later last review; where both have answers that the other has not
    seen, it follows from all of them together.
    """
    theirs = unknown(card.log, held.undone)
    schedule = None if _rests_on_undone(card, held) else card.schedule
    found = memory_of(schedule, theirs, plan, now) if schedule and schedule.state != "new" else None
    if any(review.at > now + _AHEAD for review in theirs):
        return None
    if schedule and schedule.state != "new" and found is None:
        return None
    fresh = unknown(theirs, held.log)
    alone = unknown(held.log, theirs)
    later = found is not None and _is_later(found, held.memory)
    suspended = _is_suspended(card)
    if fresh and (alone or not later):
        memory = _joined(held, fresh, found if later else None, plan)
        return Met("joined", memory, suspended if later else held.suspended, fresh)
    if found and later:
        return Met("taken", found, suspended, fresh)
    if alone or _is_later(held.memory, found or Memory()):
        return Met("kept", held.memory, held.suspended, fresh)
    # Set aside on one side is set aside; without a review there is no telling which side spoke last.
    return Met("same", held.memory, held.suspended or suspended, fresh)


def _due(schedule: CardSchedule, plan: Plan) -> datetime | None:
    day, moment = schedule.due_day, schedule.due_at
    if day and not _FIRST.date() <= day <= _LAST.date():
        return None
    due = beginning(day, plan) if day else moment
    return due if due and _FIRST <= due <= _LAST else None


def _on_its_day(schedule: CardSchedule, last: datetime, plan: Plan) -> datetime:
    """A day of review is a day from the last one; one of learning begins in the morning."""
    assert schedule.due_day, "asked of a card with a day"  # noqa: S101
    if schedule.state != "review":
        return beginning(schedule.due_day, plan)
    return days_later(last, (schedule.due_day - day_of(last, plan)).days, plan)


def _last_review(schedule: CardSchedule, log: Sequence[LoggedReview]) -> datetime | None:
    """As exactly as the log knows it."""
    told = schedule.last_review
    near = (review.at for review in reversed(log) if told is None or abs(review.at - told) <= 2 * _SAME)
    return next(near, told)


def _step(schedule: CardSchedule, plan: Plan) -> int | None:
    if schedule.state == "review":
        return None
    count = len(plan.learning_steps if schedule.state == "learning" else plan.relearning_steps)
    return max(0, min(count - schedule.steps_left, count - 1))


def _strength(schedule: CardSchedule, log: Sequence[LoggedReview], plan: Plan) -> tuple[float | None, float | None]:
    if schedule.stability and schedule.difficulty:
        return schedule.stability, schedule.difficulty
    if _is_whole(log):
        memory = replayed(_reviews(log), plan)
        return memory.stability, memory.difficulty
    return float(max(1, schedule.interval)), _DIFFICULTY


def _is_whole(log: Sequence[LoggedReview]) -> bool:
    """Whether it begins where the card was new."""
    return bool(log) and log[0].state == "new"


def _reviews(log: Iterable[LoggedReview]) -> list[Review]:
    return [Review(Rating(review.rating), review.at) for review in log]


def _rests_on_undone(card: ReturnedCard, held: Held) -> bool:
    """Whether its last answer was taken back here."""
    last = card.log[-1:]
    return bool(last) and not unknown(last, held.undone)


def _is_later(memory: Memory, other: Memory) -> bool:
    if memory.last_review is None or other.last_review is None:
        return memory.last_review is not None
    return memory.last_review > other.last_review + _SAME


def _is_suspended(card: ReturnedCard) -> bool:
    return card.schedule is not None and card.schedule.suspended


def _joined(held: Held, fresh: Sequence[LoggedReview], later: Memory | None, plan: Plan) -> Memory:
    """From all answers; where the first are missing, the memory with the later last review."""
    log = sorted((*held.log, *fresh), key=lambda review: review.at)
    if _is_whole(log):
        return replayed(_reviews(log), plan)
    return later or held.memory
