"""When a card comes back: FSRS-6 over learner's days, without storage and without chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import fsrs

from quizapp.core.memory.days import day_of, days_later, in_utc
from quizapp.core.memory.memory import Memory, Rating, Review, State
from quizapp.core.memory.plan import Plan

_STATES: Mapping[State, fsrs.State] = {
    "new": fsrs.State.Learning,
    "learning": fsrs.State.Learning,
    "review": fsrs.State.Review,
    "relearning": fsrs.State.Relearning,
}
_NAMES: Mapping[fsrs.State, State] = {
    fsrs.State.Learning: "learning",
    fsrs.State.Review: "review",
    fsrs.State.Relearning: "relearning",
}


@dataclass(frozen=True)
class Choice:
    """What a rating would make of a card; `interval` is for the button: whole days in review, else the step."""

    memory: Memory
    interval: timedelta


def rated(memory: Memory, rating: Rating, at: datetime, plan: Plan) -> Memory:
    """The memory after a rating at `at`, an aware time; a clock that went back counts as one that stood still."""
    return _choice(memory, rating, at, plan).memory


def choices(memory: Memory, at: datetime, plan: Plan) -> Mapping[Rating, Choice]:
    """What each of the four buttons would do."""
    return {rating: _choice(memory, rating, at, plan) for rating in Rating}


def replayed(log: Iterable[Review], plan: Plan) -> Memory:
    """The memory that a card's log, in the order in which it was written, leads to."""
    memory = Memory()
    for review in log:
        memory = rated(memory, review.rating, review.at, plan)
    return memory


def retrievability(memory: Memory, at: datetime, plan: Plan) -> float:
    """The chance that the card is remembered at `at`, from 0 to 1; 0 for a card never seen."""
    return plan.scheduler.get_card_retrievability(_card(memory, plan), _in_days(at, plan))


def chance(stability: float, days: int, plan: Plan) -> float:
    """The chance to remember, `days` after the last review: what `retrievability` gives, for many cards at once."""
    decay = -plan.parameters[20]
    pace: float = 0.9 ** (1 / decay) - 1
    return float((1 + pace * max(0, days) / stability) ** decay)


def _choice(memory: Memory, rating: Rating, at: datetime, plan: Plan) -> Choice:
    at = in_utc(at)
    at = max(at, memory.last_review or at)
    today = _in_days(at, plan)
    card, _ = plan.scheduler.review_card(_card(memory, plan), fsrs.Rating(rating), today)
    state, interval = _NAMES[card.state], card.due - today
    after = Memory(
        state=state,
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        due=days_later(at, interval.days, plan) if state == "review" else at + interval,
        last_review=at,
        lapses=memory.lapses + (memory.state == "review" and rating == Rating.AGAIN),
        reps=memory.reps + 1,
    )
    return Choice(after, interval)


def _in_days(moment: datetime, plan: Plan) -> datetime:
    """The learner's day as a moment: fsrs counts spans of 24 hours, and a card of Monday evening is due on Tuesday
    morning; taken for one of the same day, the night would count for nothing. Anki counts days as well.
    """
    return datetime.combine(day_of(moment, plan), time(), UTC)


def _card(memory: Memory, plan: Plan) -> fsrs.Card:
    # Without an id the constructor sleeps, without `due` it reads the clock.
    return fsrs.Card(
        card_id=0,
        state=_STATES[memory.state],
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due,
        last_review=_in_days(memory.last_review, plan) if memory.last_review else None,
    )
