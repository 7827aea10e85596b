"""What a desired retention costs in reviews a day, by simulation: a closed form would leave out how cards grow."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from random import Random

from quizapp.core.memory.memory import Memory, Rating
from quizapp.core.memory.plan import Plan
from quizapp.core.memory.scheduling import rated, retrievability

RETENTIONS = (0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97)
HORIZON = 365
#: How many cards are taken through their year: an even sample of many, or each of a few several times.
RUNS = 200
#: So few are enough where the longest interval makes all cards alike.
FEWEST_RUNS = 20
_ROOTS = tuple(math.sqrt(prime) for prime in range(2, 400) if all(prime % other for other in range(2, prime)))
_START = datetime(2000, 1, 1, tzinfo=UTC)


def workload(plan: Plan, cards: Sequence[Memory], days: int = HORIZON) -> float:
    """The reviews a day, on average over the next `days`, that keep `cards` at the plan's desired retention.

    Each card is taken through its reviews, from the stability and difficulty that it has now, as if it had just been
    reviewed. It is remembered (good) with the chance that FSRS gives it, else forgotten (again), which costs one review
    more on the same day. New cards begin at the plan's pace and cost a first review; the limit of reviews is left
    aside. The same cards always cost the same, and retentions are compared on the same draws.
    """
    if not cards:
        return 0.0
    daily = _daily(plan)
    # Sorted, so that an even sample has weak and strong cards in the shares in which they are there.
    cards = sorted(cards, key=lambda card: (card.stability or 0.0, card.difficulty or 0.0))
    begins = _beginnings(plan, cards)
    most = runs(plan)
    total = 0
    for run in range(most):
        place = run * len(cards) // most
        total += _reviews(cards[place], begins[place], run, days, daily)
    return total * len(cards) / most / days


def runs(plan: Plan) -> int:
    """The shorter the longest interval, the more reviews each card has in its year: fewer cards tell as much."""
    return max(FEWEST_RUNS, min(RUNS, 10 * plan.maximum_interval))


def workloads(
    plan: Plan, cards: Sequence[Memory], retentions: Sequence[float] = RETENTIONS, days: int = HORIZON
) -> Mapping[float, float]:
    """The reviews a day under each desired retention."""
    return {wanted: workload(replace(plan, desired_retention=wanted), cards, days) for wanted in retentions}


def _daily(plan: Plan) -> Plan:
    """The plan without steps and clock: only whole days count here."""
    return replace(plan, learning_steps=(), relearning_steps=(), day_begins_at=0, time_zone="UTC")


def _beginnings(plan: Plan, cards: Sequence[Memory]) -> list[int | None]:
    """On which day each card is first met: 0 where it was before, None where new cards never begin."""
    begins: list[int | None] = []
    new = 0
    for card in cards:
        if card.state != "new":
            begins.append(0)
            continue
        begins.append(new // plan.new_a_day if plan.new_a_day else None)
        new += 1
    return begins


def _reviews(card: Memory, begins: int | None, run: int, days: int, plan: Plan) -> int:
    if begins is None or begins >= days:
        return 0
    draws, end = _draws(run), _START + timedelta(days=days)
    memory, count = _met(card, begins, plan)
    while memory.due < end:
        at = memory.due
        remembered = next(draws) < retrievability(memory, at, plan)
        memory = rated(memory, Rating.GOOD if remembered else Rating.AGAIN, at, plan)
        if not remembered:
            memory = rated(memory, Rating.GOOD, at, plan)
        count += 1 if remembered else 2
    return count


def _draws(run: int) -> Iterator[float]:
    """Numbers from 0 to 1 that lie evenly over the runs (a Kronecker sequence): half the error of random ones."""
    rng = Random(run)
    return chain(((run + 1) * root % 1 for root in _ROOTS), iter(rng.random, None))


def _met(card: Memory, begins: int, plan: Plan) -> tuple[Memory, int]:
    """The card as just reviewed, and what that cost: due by the interval of its stability, and one more if new."""
    at = _START + timedelta(days=begins)
    if card.state == "new":
        return rated(card, Rating.GOOD, at, plan), 1
    reviewed = replace(card, state="review", step=None, last_review=at)
    # Where the forgetting curve falls to what is wanted.
    decay = plan.parameters[20]
    factor = 0.9 ** (-1 / decay) - 1
    interval = (card.stability or 0.0) / factor * (plan.desired_retention ** (-1 / decay) - 1)
    return replace(reviewed, due=at + timedelta(days=min(max(1, round(interval)), plan.maximum_interval))), 0
