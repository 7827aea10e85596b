"""Learn mode: whatever is answered, it comes to an end, and each card was right twice running."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.drills.learning import ENOUGH, ROUND, Learning, answered, begun, next_round, only

SIZES = st.integers(1, 30)
SEEDS = st.integers(0, 10**6)


def played(size: int, seed: int, wrongs: list[bool]) -> list[tuple[int, int, bool]]:
    """A whole game: round, card and answer of each; wrong where `wrongs` says so, as long as it lasts."""
    rng, left = Random(seed), iter(wrongs)
    state, told = begun(range(size), rng), list[tuple[int, int, bool]]()
    while not state.over:
        if state.asked is None:
            state = next_round(state, rng)
        assert state.asked is not None
        right = not next(left, False)
        told.append((state.round, state.asked, right))
        state = answered(state, right)
        assert len(told) <= (size + len(wrongs)) * ENOUGH * 3, "it comes to an end"
    assert state.asked is None
    assert state.known == size
    return told


@given(SIZES, SEEDS, st.lists(st.booleans(), max_size=60))
def test_it_ends_and_each_card_was_right_twice_running_in_two_rounds(size: int, seed: int, wrongs: list[bool]) -> None:
    told = played(size, seed, wrongs)
    for card in range(size):
        own = [(number, right) for number, asked, right in told if asked == card]
        assert [right for _, right in own[-ENOUGH:]] == [True] * ENOUGH
        assert own[-1][0] > own[-2][0]
        assert all(not (one and other) for (_, one), (_, other) in pairwise(own[:-1]))


@given(SIZES, SEEDS)
def test_who_knows_all_is_asked_each_card_twice(size: int, seed: int) -> None:
    assert Counter(card for _, card, _ in played(size, seed, [])) == dict.fromkeys(range(size), ENOUGH)


@given(SIZES, SEEDS, st.lists(st.booleans(), max_size=60))
def test_a_round_asks_at_most_seven_cards_and_each_until_it_is_right_once(
    size: int, seed: int, wrongs: list[bool]
) -> None:
    rounds: dict[int, list[tuple[int, bool]]] = {}
    for number, card, right in played(size, seed, wrongs):
        rounds.setdefault(number, []).append((card, right))
    assert list(rounds) == list(range(1, len(rounds) + 1))
    for told in rounds.values():
        assert 1 <= len({card for card, _ in told}) <= ROUND
        assert Counter(card for card, right in told if right) == dict.fromkeys({card for card, _ in told}, 1)


def test_a_wrong_answer_comes_again_at_the_end_of_the_round_and_begins_anew() -> None:
    state = begun([1, 2, 3], Random(1))
    first, second, third = state.line
    for right in (True, True, True):
        state = answered(state, right)
    assert state.between
    state = next_round(state, Random(2))
    forgotten = state.line[0]
    rest = state.line[1:]
    state = answered(state, False)
    assert state.line == (*rest, forgotten)
    assert {each.card: each.rights for each in state.cards} == {first: 1, second: 1, third: 1} | {forgotten: 0}
    assert [each.wrongs for each in state.cards if each.card == forgotten] == [1]


def test_a_card_rests_for_a_round_where_there_are_others() -> None:
    state, rounds = begun(range(20), Random(4)), list[set[int]]()
    while not state.over:
        rounds.append(set(state.line))
        while state.asked is not None:
            state = answered(state, True)
        state = next_round(state, Random(5))
    assert rounds[0].isdisjoint(rounds[1])
    assert rounds[2] == rounds[0]


def test_a_round_that_goes_on_is_not_left() -> None:
    state = begun([1, 2], Random(1))
    assert next_round(state, Random(1)) is state


def test_nothing_can_be_answered_where_nothing_is_asked() -> None:
    state = answered(begun([1], Random(1)), True)
    with pytest.raises(ValueError, match="no card is asked"):
        answered(state, True)


@given(SIZES, SEEDS, st.sets(st.integers(0, 29)), st.integers(0, 20))
def test_cards_that_are_taken_away_are_asked_no_more(size: int, seed: int, there: set[int], steps: int) -> None:
    state, rng = begun(range(size), Random(seed)), Random(seed)
    for _ in range(steps):
        state = answered(state, rng.random() < 0.7) if state.asked is not None else next_round(state, rng)
        if state.over:
            break
    left = only(state, there)
    assert {each.card for each in left.cards} == there & set(range(size))
    assert [card for card in state.line if card in there] == list(left.line)
    while not left.over:
        left = answered(left, True) if left.asked is not None else next_round(left, rng)
    assert left.known == len(left.cards)


@given(SIZES, SEEDS)
def test_a_state_is_read_back_as_it_was_written(size: int, seed: int) -> None:
    state = answered(begun(range(size), Random(seed)), False)
    assert Learning.model_validate(state.model_dump(mode="json")) == state
