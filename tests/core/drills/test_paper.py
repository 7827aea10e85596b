"""A test made from cards: mixed, with one right answer to each, marked by the question's own key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from quizapp.core.drills.cards import DrillCard, also_right, answer_text
from quizapp.core.drills.paper import MOST, Item, marked, paper

Cards = Callable[..., list[DrillCard]]

PEOPLE = ["Ida Holm", "Tove Lind", "Per Aas", "Ana Ruiz", "Jan Berg", "Eva Dahl"]
DAYS = ["2019-11-20", "2019-11-23", "2018-07-04", "2016-11-30"]


def questions() -> list[dict[str, Any]]:
    people = [
        {"kind": "short_text", "stem": f"Who was number {place}?", "answer": each} for place, each in enumerate(PEOPLE)
    ]
    days = [{"kind": "date", "stem": f"When was number {place}?", "answer": each} for place, each in enumerate(DAYS)]
    pairs = [{"id": "a", "left": "Ada", "right": "mayor"}, {"id": "b", "left": "Ben", "right": "envoy"}]
    pairs += [{"id": "c", "left": "Cho", "right": "mayor"}, {"id": "d", "left": "Dag", "right": "judge"}]
    options = [{"text": "larch", "correct": True}, {"text": "oak", "correct": True}, "steel"]
    return [
        *people,
        *days,
        {"kind": "matching", "pairs": pairs},
        {"kind": "true_false", "answer": True},
        {"kind": "multiple", "options": options},
    ]


def test_forms_are_mixed(cards: Cards) -> None:
    for seed in range(10):
        forms = Counter(item.form for item in paper(cards(*questions()), Random(seed)))
        assert forms["several"] == 1
        assert min(forms["choose"], forms["type"], forms["truth"]) >= 3


def test_each_item_has_one_right_answer_and_it_is_the_cards(cards: Cards) -> None:
    made = cards(*questions())
    held = {card.id: card for card in made}
    for seed in range(25):
        for item in paper(made, Random(seed)):
            right = answer_text(held[item.card])
            if item.form == "choose":
                assert len(item.keys) == 1
                assert item.options[item.keys[0]] == right
                wrong = [each for place, each in enumerate(item.options) if place not in item.keys]
                assert not [each for each in wrong if also_right(held[item.card], each)]
            if item.form == "truth":
                assert item.holds is (item.proposed == right) is also_right(held[item.card], item.proposed)


def test_statements_are_true_and_false_by_turns_of_chance(cards: Cards) -> None:
    items = [item for seed in range(30) for item in paper(cards(*questions()), Random(seed)) if item.form == "truth"]
    assert 0.3 < sum(item.holds for item in items) / len(items) < 0.7


def test_it_has_at_most_twenty_items_each_of_another_card(cards: Cards) -> None:
    made = cards(*({"kind": "number", "answer": number} for number in range(30)))
    items = paper(made, Random(1))
    assert len({item.card for item in items}) == len(items) == MOST


def test_a_card_that_no_form_suits_is_left_out(cards: Cards) -> None:
    ordering = {"kind": "ordering", "items": ["The whole long plan is drawn by the office", "A"]}
    assert paper(cards(ordering), Random(1)) == ()


@pytest.mark.parametrize(
    ("item", "given", "fraction"),
    [
        (Item(card=1, form="choose", options=("a", "b"), keys=(1,)), ["1"], 1),
        (Item(card=1, form="choose", options=("a", "b"), keys=(1,)), ["0"], 0),
        (Item(card=1, form="choose", options=("a", "b", "c"), keys=(0, 1)), ["0"], 1),
        (Item(card=1, form="choose", options=("a", "b", "c"), keys=(0, 1)), ["0", "1"], 0),
        (Item(card=1, form="several", options=("a", "b", "c"), keys=(0, 1)), ["1", "0"], 1),
        (Item(card=1, form="several", options=("a", "b", "c"), keys=(0, 1)), ["1"], 0),
        (Item(card=1, form="truth", proposed="a", holds=True), ["true"], 1),
        (Item(card=1, form="truth", proposed="a", holds=False), ["true"], 0),
        (Item(card=1, form="truth", proposed="a", holds=False), ["false"], 1),
        (Item(card=1, form="type"), ["ida holm"], 1),
        (Item(card=1, form="type"), ["?!"], 0),
        (Item(card=1, form="type"), [], 0),
        (Item(card=1, form="truth", holds=False), [], 0),
    ],
)
def test_items_are_marked(cards: Cards, item: Item, given: list[str], fraction: int) -> None:
    assert marked(item, cards(*questions())[0], given).fraction == Fraction(fraction)


def test_true_and_false_are_no_answers_of_other_cards(cards: Cards) -> None:
    statements = [{"kind": "true_false", "answer": bool(place % 2)} for place in range(4)]
    made = cards({"kind": "short_text", "answer": "larch"}, *statements)
    for seed in range(10):
        forms = {item.card: item for item in paper(made, Random(seed))}
        assert forms[1].form == "type"
        assert all(forms[card].options == ("True", "False") for card in (2, 3, 4, 5))


def test_of_cards_that_give_one_another_away_one_is_asked(cards: Cards) -> None:
    gaps = {str(number): {"kind": "short_text", "answer": f"tree {number}"} for number in range(1, 5)}
    made = cards({"kind": "cloze", "text": "[[1]] [[2]] [[3]] [[4]]", "gaps": gaps}, *questions())
    for seed in range(10):
        assert len({item.card for item in paper(made, Random(seed))} & {1, 2, 3, 4}) == 1


def test_options_that_were_written_for_a_question_stay_with_it(cards: Cards) -> None:
    options = [{"text": "They share what they know.", "correct": True}, "They sell their ships.", "They build a road."]
    alike = [{"kind": "short_text", "answer": f"They ask {name}."} for name in ("the mayor", "the judge", "the envoy")]
    made = cards({"kind": "choice", "options": options}, *alike)
    for seed in range(20):
        item = next(item for item in paper(made, Random(seed)) if item.card == 1)
        assert "ask" not in f"{item.options} {item.proposed}"
