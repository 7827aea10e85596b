"""What a learner is asked today, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import NamedTuple

from quizapp.core.memory.days import ONE_DAY, beginning, day_of
from quizapp.core.memory.memory import State
from quizapp.core.memory.plan import Plan

#: When nothing else is left, a card in learning comes this much early, as in Anki.
LEARN_AHEAD = timedelta(minutes=20)


class Row(NamedTuple):
    """A card as the queue needs it. `position` orders new cards; cards of one note are siblings."""

    id: int
    note_id: int
    state: State
    due: datetime
    retrievability: float
    position: int


@dataclass(frozen=True)
class Today:
    """What was answered on this learner's day: how many new cards, how many reviews, and cards of which notes."""

    new: int = 0
    reviews: int = 0
    notes: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Counts:
    new: int
    learning: int
    due: int


@dataclass(frozen=True)
class Queue:
    """Every card that came in is in one of these, once.

    `order`: to be asked now, one after the other, one of each note at most. `waiting`: in learning, due later today.
    `buried`: due, but a sibling was or will be asked today. `held_back`: due beyond the day's limit, most endangered
    first. `unstarted`: new, not for today. `later`: due on another day.
    """

    order: tuple[Row, ...]
    waiting: tuple[Row, ...]
    buried: tuple[Row, ...]
    held_back: tuple[Row, ...]
    unstarted: tuple[Row, ...]
    later: tuple[Row, ...]

    @property
    def counts(self) -> Counts:
        """What is left of today: new cards, cards in learning with those that wait, and reviews."""
        states = [row.state for row in self.order]
        new, due = states.count("new"), states.count("review")
        return Counts(new, len(states) - new - due + len(self.waiting), due)


def queue(rows: Iterable[Row], at: datetime, plan: Plan, today: Today | None = None) -> Queue:
    """The cards of `rows` for the learner's day of `at`, after what was answered `today`.

    What is in learning comes first; then reviews, those most in danger of being forgotten first, with new cards
    spread evenly among them. New cards count within the limit of reviews: while a backlog is worked off, none begins.
    What is due on a later day may be left out of `rows`.
    """
    today = today or Today()
    sorted_out = _sorted_out(rows, beginning(day_of(at, plan) + ONE_DAY, plan))
    learning, waiting = _learning(sorted_out.learning, at)
    taken = today.notes | {row.note_id for row in sorted_out.learning}
    due, buried = _one_of_each_note(sorted_out.review, taken)
    left = max(0, plan.reviews_a_day - today.reviews - today.new)
    reviews, held_back = due[:left], due[left:]
    fresh, unstarted = _one_of_each_note(sorted_out.new, taken | {row.note_id for row in due})
    room = max(0, min(plan.new_a_day - today.new, left - len(reviews)))
    order = [*learning, *_mixed(reviews, fresh[:room], today)]
    if not order:
        order, waiting = _ahead(waiting, at)
    unstarted = sorted([*fresh[room:], *unstarted], key=_in_turn)
    return Queue(*map(tuple, (order, waiting, buried, held_back, unstarted, sorted_out.later)))


def spread(held_back: Sequence[Row], plan: Plan) -> tuple[tuple[Row, ...], ...]:
    """The backlog over the days to come, first what is most endangered; each day takes what its limit allows."""
    size = plan.reviews_a_day
    return tuple(tuple(held_back[start : start + size]) for start in range(0, len(held_back), size))


_in_turn = itemgetter(5, 0)
_by_due = itemgetter(3, 0)
_by_danger = itemgetter(4, 3, 0)


@dataclass(frozen=True)
class _Sorted:
    """The rows by what becomes of them on the day, each list in the order of asking."""

    new: list[Row]
    learning: list[Row]
    review: list[Row]
    later: list[Row]


def _sorted_out(rows: Iterable[Row], end: datetime) -> _Sorted:
    """What is for the day that ends at `end`, and what is later."""
    new: list[Row] = []
    learning: list[Row] = []
    review: list[Row] = []
    later: list[Row] = []
    for row in rows:
        if row.state == "new":
            new.append(row)
        elif row.due >= end:
            later.append(row)
        else:
            (review if row.state == "review" else learning).append(row)
    new.sort(key=_in_turn)
    learning.sort(key=_by_due)
    review.sort(key=_by_danger)
    later.sort(key=_by_due)
    return _Sorted(new, learning, review, later)


def _learning(rows: Sequence[Row], at: datetime) -> tuple[list[Row], list[Row]]:
    """What is due by the second, and what waits; a sibling waits until the first was answered."""
    now, siblings = _one_of_each_note([row for row in rows if row.due <= at], frozenset())
    return now, sorted([*siblings, *(row for row in rows if row.due > at)], key=_by_due)


def _one_of_each_note(rows: Iterable[Row], taken: frozenset[int] | set[int]) -> tuple[list[Row], list[Row]]:
    """The first row of each note that is not taken yet, and the others."""
    seen, first, others = set(taken), list[Row](), list[Row]()
    for row in rows:
        (others if row.note_id in seen else first).append(row)
        seen.add(row.note_id)
    return first, others


def _mixed(reviews: Sequence[Row], fresh: Sequence[Row], today: Today) -> list[Row]:
    """Both at an even pace over the whole day, what was answered included: the order stays as cards are answered."""
    paced = [(pace, 0, row) for pace, row in _paced(reviews, today.reviews)]
    paced += [(pace, 1, row) for pace, row in _paced(fresh, today.new)]
    return [row for _, _, row in sorted(paced, key=lambda each: each[:2])]


def _paced(rows: Sequence[Row], done: int) -> list[tuple[float, Row]]:
    whole = done + len(rows)
    return [((done + place + 0.5) / whole, row) for place, row in enumerate(rows)]


def _ahead(waiting: Sequence[Row], at: datetime) -> tuple[list[Row], list[Row]]:
    soon, siblings = _one_of_each_note([row for row in waiting if row.due <= at + LEARN_AHEAD], frozenset())
    return soon, sorted([*siblings, *(row for row in waiting if row.due > at + LEARN_AHEAD)], key=_by_due)
