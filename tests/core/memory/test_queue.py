"""The queue: what a learner is asked today, in which order, and what waits for another day."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.memory.memory import State
from quizapp.core.memory.plan import Plan
from quizapp.core.memory.queue import LEARN_AHEAD, Counts, Queue, Row, Today, queue, spread

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
IDS = count(1)


def card(state: State = "review", minutes: float = 0, *, known: float = 0.9, note: int = 0, position: int = 0) -> Row:
    """A card that is due so many minutes from now; of a note of its own if none is named."""
    number = next(IDS)
    return Row(number, note or -number, state, NOW + timedelta(minutes=minutes), known, position)


def parts_of_today(found: Queue) -> tuple[tuple[Row, ...], ...]:
    return found.order, found.waiting, found.buried, found.held_back


def parts(found: Queue) -> tuple[tuple[Row, ...], ...]:
    return (*parts_of_today(found), found.unstarted, found.later)


notes = st.integers(1, 12)
drawn = st.tuples(
    notes,
    st.sampled_from(["new", "learning", "review", "relearning"]),
    st.integers(-4000, 4000).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    st.floats(0, 1),
    st.integers(0, 5),
)
decks = st.lists(drawn, max_size=40).map(lambda rows: [Row(number, *row) for number, row in enumerate(rows)])
plans = st.builds(Plan, new_a_day=st.integers(0, 6), reviews_a_day=st.integers(1, 8))
todays = st.builds(Today, st.integers(0, 5), st.integers(0, 9), st.frozensets(notes, max_size=4))


@given(decks, plans, todays)
def test_every_card_is_somewhere_once(deck: list[Row], plan: Plan, today: Today) -> None:
    found = [row for part in parts(queue(deck, NOW, plan, today)) for row in part]
    assert Counter(found) == Counter(deck)


@given(decks, plans, todays)
def test_limits_are_kept(deck: list[Row], plan: Plan, today: Today) -> None:
    counts = queue(deck, NOW, plan, today).counts
    assert counts.new <= max(0, plan.new_a_day - today.new)
    assert counts.due + counts.new <= max(0, plan.reviews_a_day - today.reviews - today.new)


@given(decks, plans, todays)
def test_siblings_are_not_asked_on_one_day(deck: list[Row], plan: Plan, today: Today) -> None:
    found = queue(deck, NOW, plan, today)
    assert max(Counter(row.note_id for row in found.order).values(), default=1) == 1
    others = {row.note_id for row in found.order if row.state in {"new", "review"}}
    assert not others & (today.notes | {row.note_id for row in found.waiting})


@given(decks, plans, todays)
def test_nothing_is_asked_before_its_day_and_learning_comes_first(deck: list[Row], plan: Plan, today: Today) -> None:
    found = queue(deck, NOW, plan, today)
    evening = NOW.replace(hour=4) + timedelta(days=1)
    states = [row.state for row in found.order]
    learning = [state in {"learning", "relearning"} for state in states]
    assert learning == sorted(learning, reverse=True)
    assert all(row.state == "new" or row.due < evening for row in found.order)
    assert all(row.due >= evening for row in found.later)
    danger = [row.retrievability for row in (*found.order, *found.held_back) if row.state == "review"]
    assert danger == sorted(danger)


@given(decks, plans, todays)
def test_the_order_does_not_hang_on_the_order_of_the_rows(deck: list[Row], plan: Plan, today: Today) -> None:
    assert queue(deck[::-1], NOW, plan, today) == queue(deck, NOW, plan, today)


@given(decks, plans, todays)
def test_what_is_not_for_today_may_be_left_out(deck: list[Row], plan: Plan, today: Today) -> None:
    whole = queue(deck, NOW, plan, today)
    some = queue([*whole.order, *whole.waiting, *whole.buried, *whole.held_back], NOW, plan, today)
    assert parts_of_today(some) == parts_of_today(whole)


@given(decks, plans)
def test_answering_a_card_leaves_the_order_of_the_others(deck: list[Row], plan: Plan) -> None:
    rest, today = [row for row in deck if row.state in {"new", "review"}], Today()
    expected, asked = queue(rest, NOW, plan).order, []
    while order := queue(rest, NOW, plan, today).order:
        row = order[0]
        rest.remove(row)
        asked.append(row)
        new = row.state == "new"
        today = Today(today.new + new, today.reviews + (not new), today.notes | {row.note_id})
    assert asked == list(expected)


def test_learning_is_by_the_second_and_review_by_the_day() -> None:
    ready, soon, tomorrow = card("learning", 0), card("relearning", 30), card("learning", 60 * 16)
    tonight, next_day = card("review", 60 * 15), card("review", 60 * 16)
    found = queue([ready, soon, tomorrow, tonight, next_day], NOW, Plan())
    assert found.order == (ready, tonight)
    assert found.waiting == (soon,)
    assert set(found.later) == {tomorrow, next_day}
    assert found.counts == Counts(new=0, learning=2, due=1)


def test_what_is_left_in_learning_comes_a_little_early_when_nothing_else_is_due() -> None:
    soon, later = card("learning", LEARN_AHEAD.seconds / 60), card("learning", 21)
    assert queue([soon, later], NOW, Plan()).order == (soon,)
    assert queue([later], NOW, Plan()).order == ()
    due = card("review")
    assert queue([soon, due], NOW, Plan()).order == (due,)


def test_the_most_endangered_reviews_come_first_and_the_rest_of_a_backlog_is_spread() -> None:
    backlog = [card("review", -60 * 24 * 30, known=share / 10) for share in range(9, -1, -1)]
    plan = Plan(reviews_a_day=4)
    found = queue([*backlog, card("new")], NOW, plan)
    assert [row.retrievability for row in found.order] == [0, 0.1, 0.2, 0.3]
    assert [[row.retrievability for row in day] for day in spread(found.held_back, plan)] == [
        [0.4, 0.5, 0.6, 0.7],
        [0.8, 0.9],
    ]


def test_no_new_card_begins_while_a_backlog_is_worked_off() -> None:
    backlog, new = [card() for _ in range(4)], card("new")
    assert new in queue([*backlog, new], NOW, Plan(reviews_a_day=5)).order
    assert new in queue([*backlog, new], NOW, Plan(reviews_a_day=4)).unstarted


def test_new_cards_are_spread_evenly_in_their_order() -> None:
    reviews = [card(known=share / 10) for share in range(6)]
    second, first, third = card("new", position=2), card("new", position=1), card("new", position=3)
    found = queue([*reviews, second, first, third], NOW, Plan(new_a_day=2))
    assert [row.state == "new" for row in found.order] == [False, False, True, False, False, False, True, False]
    assert [row for row in found.order if row.state == "new"] == [first, second]
    assert found.unstarted == (third,)


def test_of_siblings_the_review_comes_before_the_new_one_and_learning_before_both() -> None:
    new, safe, endangered = card("new", note=7), card(known=0.8, note=7), card(known=0.3, note=7)
    found = queue([new, safe, endangered], NOW, Plan())
    assert (found.order, found.buried, found.unstarted) == ((endangered,), (safe,), (new,))
    learning = card("learning", 50, note=7)
    found = queue([new, safe, endangered, learning], NOW, Plan())
    assert (found.order, found.waiting, found.buried) == ((), (learning,), (endangered, safe))


def test_a_sibling_of_what_was_answered_today_waits_for_tomorrow() -> None:
    due, new = card(note=3), card("new", note=3)
    found = queue([due, new], NOW, Plan(), Today(notes=frozenset({3})))
    assert (found.order, found.buried, found.unstarted) == ((), (due,), (new,))
