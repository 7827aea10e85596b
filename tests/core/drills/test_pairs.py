"""Pairs to match: short, and each fitting one other alone."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from quizapp.core.drills.cards import DrillCard
from quizapp.core.drills.pairs import COUNT, drawn, fitting

Cards = Callable[..., list[DrillCard]]


def text(answer: str, stem: str = "") -> dict[str, object]:
    return {"kind": "short_text", "stem": stem or f"What is it, {answer}?", "answer": answer}


def test_up_to_six_pairs_are_drawn(cards: Cards) -> None:
    made = cards(*(text(each) for each in "larch oak steel stone iron brass copper".split()))
    for seed in range(10):
        pairs = drawn(made, Random(seed))
        assert len({pair.card for pair in pairs}) == len({pair.answer for pair in pairs}) == COUNT
        assert all(pair.front == f"What is it, {pair.answer}?" for pair in pairs)


def test_fewer_than_three_are_none(cards: Cards) -> None:
    assert drawn(cards(text("larch"), text("oak")), Random(1)) == ()
    assert len(drawn(cards(text("larch"), text("oak"), text("steel")), Random(1))) == 3


def test_what_is_long_or_a_picture_or_true_and_false_fits_on_no_tile(cards: Cards) -> None:
    made = cards(
        text("larch"),
        text("an answer that goes on and on and on and on until nobody reads it"),
        text("oak", "word " * 40),
        text("steel", "![The bridge](bridge.png) What is this?"),
        {"kind": "true_false", "answer": True},
        {"kind": "multiple", "options": [{"text": "one", "correct": True}, {"text": "two", "correct": True}, "three"]},
    )
    assert [card.id for card in fitting(made)] == [1]


def test_no_answer_fits_two_fronts(cards: Cards) -> None:
    two_right = {"kind": "short_text", "stem": "Which wood?", "answer": "larch", "accept": ["oak"]}
    made = cards(two_right, text("oak"), text("OAK.", "Of what?"), text("steel"), text("stone"))
    for seed in range(20):
        chosen = {pair.card for pair in drawn(made, Random(seed))}
        assert len(chosen & {1, 2, 3}) == 1


def test_no_two_fronts_say_the_same(cards: Cards) -> None:
    made = cards(text("larch", "Which?"), text("oak", "which"), text("steel"), text("stone"))
    assert all(len({pair.card for pair in drawn(made, Random(seed))} & {1, 2}) == 1 for seed in range(10))


def test_no_front_tells_another_pairs_answer(cards: Cards) -> None:
    gaps = {"1": {"kind": "short_text", "answer": "larch"}, "2": {"kind": "short_text", "answer": "oak"}}
    made = cards({"kind": "cloze", "text": "[[1]] and [[2]]", "gaps": gaps}, text("steel"), text("stone"), text("iron"))
    assert all(len({pair.card for pair in drawn(made, Random(seed))} & {1, 2}) == 1 for seed in range(10))
