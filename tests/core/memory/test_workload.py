"""What a desired retention costs: the more is to stay, the more reviews a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from quizapp.core.memory.memory import Memory
from quizapp.core.memory.plan import Plan
from quizapp.core.memory.scheduling import retrievability
from quizapp.core.memory.workload import RETENTIONS, runs, workload, workloads

SEEN = datetime(2026, 3, 10, tzinfo=UTC)
CARDS = [Memory("review", None, float(days), 1 + days % 9, SEEN, SEEN, 0, 3) for days in range(2, 42)]


def test_more_to_remember_costs_more_reviews() -> None:
    table = workloads(Plan(), CARDS)
    assert tuple(table) == RETENTIONS
    assert all(less < more for less, more in pairwise(table.values()))
    assert table[0.9] == workload(Plan(), CARDS)


def test_twice_the_cards_cost_about_twice_the_reviews() -> None:
    assert workload(Plan(), CARDS * 4) == pytest.approx(4 * workload(Plan(), CARDS), rel=0.1)


def test_of_many_cards_an_even_sample_stands_for_all() -> None:
    assert workload(Plan(), CARDS * 50) == pytest.approx(50 * workload(Plan(), CARDS), rel=0.1)


def test_stable_cards_cost_less() -> None:
    stable = [replace(card, stability=300.0) for card in CARDS]
    assert workload(Plan(), stable) < workload(Plan(), CARDS) / 3


def test_a_card_that_always_comes_the_next_day_costs_a_review_a_day() -> None:
    """Nearly: what is forgotten is asked twice, what is remembered once."""
    daily = Plan(maximum_interval=1)
    assert workload(daily, CARDS[20:21]) == pytest.approx(1, abs=0.05)


def test_what_is_forgotten_costs_a_second_review_on_the_same_day() -> None:
    weak = Memory("review", None, 0.3, 10.0, SEEN, SEEN, 0, 3)
    assert 9.5 < 10 * workload(Plan(maximum_interval=1), [weak], days=10) < 18


@pytest.mark.parametrize("wanted", [0.7, 0.8, 0.9, 0.97])
def test_a_card_first_comes_when_it_is_known_as_well_as_wanted(wanted: float) -> None:
    card, plan = CARDS[38], Plan(desired_retention=wanted)
    chances = [retrievability(card, SEEN + timedelta(days=day), plan) for day in range(1000)]
    day = min(range(1000), key=lambda day: abs(chances[day] - wanted))
    assert workload(plan, [card], days=day - 1) == 0
    assert workload(plan, [card], days=day + 2) > 0


def test_new_cards_begin_at_the_pace_of_the_plan() -> None:
    new = [Memory()] * 100
    assert workload(Plan(new_a_day=0), new) == 0
    slow, fast = (workload(Plan(new_a_day=pace), new, days=30) for pace in (1, 100))
    assert 0 < slow < fast
    assert workload(Plan(new_a_day=1), new, days=1) == 1


def test_the_order_of_the_cards_does_not_matter() -> None:
    assert workload(Plan(), CARDS[::-1]) == workload(Plan(), CARDS)


def test_no_cards_cost_nothing() -> None:
    assert workload(Plan(), []) == 0


@pytest.mark.parametrize("longest", [1, 2, 3, 7, 20, 90, 36_500])
def test_a_short_longest_interval_does_not_make_the_work_long(longest: int) -> None:
    """Cards that come every day are met 365 times in their year: few of them are taken through it."""
    met_at_least = 365 / longest
    assert runs(Plan(maximum_interval=longest)) * met_at_least < 10_000


def test_few_cards_tell_as_much_where_all_come_every_few_days() -> None:
    alike = Plan(maximum_interval=3)
    one_by_one = sum(workload(alike, [card]) for card in CARDS)
    assert workload(alike, CARDS) == pytest.approx(one_by_one, rel=0.05)
