"""How a card is asked and marked: by its question's own key."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from quizapp.core.drills.cards import (
    DrillCard,
    also_right,
    answer_text,
    asked,
    can_be_typed,
    chosen_right,
    front_text,
    gives_away,
    typed_mark,
)
from quizapp.core.kinds import all_kinds
from quizapp.core.sentences import Unreadable

Cards = Callable[..., list[DrillCard]]

CLOZE = {
    "kind": "cloze",
    "text": "It is of [[1]], was opened in [[2]] in [[4]] and cost [[3]] crowns.",
    "gaps": {
        "1": {"kind": "short_text", "answer": "larch"},
        "2": {"kind": "choice", "options": ["Bergen", "Oslo", "Molde"], "answer": "Oslo"},
        "3": {"kind": "number", "answer": "6.2", "unit": "million"},
        "4": {"kind": "date", "answer": 2021, "precision": "year"},
    },
}


def sample(name: str) -> dict[str, Any]:
    question = all_kinds()[name].sample().question
    return {each: value for each, value in question.model_dump(mode="json").items() if each != "id"}


def test_each_gap_is_asked_and_marked_by_its_own_key(cards: Cards) -> None:
    larch, oslo, cost, year = cards(CLOZE)
    ways = [asked(card, "a") for card in (larch, oslo, cost, year)]
    assert [each.way for each in ways] == ["type", "choose", "type", "type"]
    assert [option.text for option in ways[1].options if option.correct] == ["Oslo"]
    assert (ways[2].unit, ways[3].example) == ("million", "1984")
    assert typed_mark(larch, "LARCH").fraction == 1
    assert typed_mark(larch, "oak").fraction == 0
    assert typed_mark(cost, "6.2").fraction == 1
    assert typed_mark(year, "2020").fraction == 0
    with pytest.raises(Unreadable, match="Gap 4"):
        typed_mark(year, "lately")


def test_a_slip_is_forgiven_and_told(cards: Cards) -> None:
    mark = typed_mark(*cards({"kind": "short_text", "answer": "Takizaki"}), "Takizaky")
    assert mark.fraction == 1
    assert "Takizaki" in str(mark.note)
    assert "Takizaki" in str(typed_mark(cards(CLOZE | _gap("Takizaki"))[0], "Takizaky").note)


def _gap(answer: str) -> dict[str, Any]:
    return {"text": "[[1]]", "gaps": {"1": {"kind": "short_text", "answer": answer}}}


@pytest.mark.parametrize("name", all_kinds())
def test_every_kind_makes_cards_that_can_be_asked(cards: Cards, name: str) -> None:
    for card in cards(sample(name)):
        found = asked(card, "seed")
        assert found.way == ("choose" if found.options else "flip" if found.face.wanted is None else "type")
        assert front_text(card)
        answer = answer_text(card)
        assert answer is None or also_right(card, answer)
        if answer and can_be_typed(card):
            assert typed_mark(card, answer).fraction == 1


def test_where_several_are_right_all_of_them_are_to_be_chosen(cards: Cards) -> None:
    options = [{"text": "larch", "correct": True}, {"text": "oak", "correct": True}, "steel"]
    found = asked(*cards({"kind": "multiple", "options": options}), "a")
    keys = frozenset(place for place, option in enumerate(found.options) if option.correct)
    assert found.several
    assert chosen_right(found.options, keys, several=True)
    assert not chosen_right(found.options, frozenset([min(keys)]), several=True)
    assert not chosen_right(found.options, frozenset(range(3)), several=True)


def test_of_a_choice_with_two_keys_either_is_right(cards: Cards) -> None:
    options = [{"text": "Oslo", "correct": True}, {"text": "Kristiania", "correct": True}, "Bergen"]
    card = cards({"kind": "choice", "options": options})[0]
    found = asked(card, "a")
    verdicts = {
        option.text: chosen_right(found.options, frozenset([place]), several=False)
        for place, option in enumerate(found.options)
    }
    assert verdicts == {"Oslo": True, "Kristiania": True, "Bergen": False}
    assert not chosen_right(found.options, frozenset(range(2)), several=False)
    assert answer_text(card) is None


def test_a_front_in_one_line_hides_the_gap_that_is_asked_and_fills_the_others(cards: Cards) -> None:
    larch, _, cost, _ = cards(CLOZE)
    assert front_text(larch) == "What is it? It is of …, was opened in Oslo in 2021 and cost 6.2 crowns."
    assert front_text(cost) == "What is it? It is of larch, was opened in Oslo in 2021 and cost … crowns."


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("It was [[1]] of [[2]].", ("oak", "the old town")),
        ("市長の[[1]]が最初の[[2]]を掘った。", ("田中さくら", "穴")),
    ],
)
def test_the_gaps_of_a_text_tell_one_another(cards: Cards, text: str, answers: tuple[str, str]) -> None:
    gaps = {str(number): {"kind": "short_text", "answer": answer} for number, answer in enumerate(answers, 1)}
    assert gives_away(*cards({"kind": "cloze", "text": text, "gaps": gaps}))


def test_what_earns_something_is_right_as_well(cards: Cards) -> None:
    text = cards(
        {
            "kind": "short_text",
            "answer": "Oslo",
            "accept": ["the city of Oslo", {"text": "Kristiania", "weight": "1/2"}],
        }
    )[0]
    assert [also_right(text, each) for each in ("oslo", "City of Oslo", "Kristiania", "Bergen")] == [
        True,
        True,
        True,
        False,
    ]
    number = cards({"kind": "number", "answer": "2.5", "tolerance": "0.5", "unit": "hours"})[0]
    assert [also_right(number, each) for each in ("2", "150 min", "4 hours", "Oslo")] == [True, True, False, False]
    weighed = {
        "kind": "choice",
        "options": [{"text": "Oslo", "correct": True}, {"text": "Kristiania", "weight": "1/2"}, "Molde"],
    }
    assert [also_right(cards(weighed)[0], each) for each in ("OSLO", "Kristiania", "Molde")] == [True, True, False]


def test_partly_right_is_not_right(cards: Cards) -> None:
    card = cards({"kind": "short_text", "answer": "Oslo", "accept": [{"text": "Kristiania", "weight": "1/2"}]})[0]
    assert typed_mark(card, "Kristiania").fraction == Fraction(1, 2)


def test_a_date_on_a_card_is_turned_over_and_can_be_typed_in_a_test(cards: Cards) -> None:
    card = cards({"kind": "date", "answer": "2019-11-23"})[0]
    assert asked(card, "").way == "flip"
    assert can_be_typed(card)
    assert typed_mark(card, "23 Nov. 2019").fraction == 1
