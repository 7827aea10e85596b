"""The faces of a card."""

from __future__ import annotations

from typing import Any

from quizapp.core.card import Card, CardGap, CardOption
from quizapp.core.deck import Note
from quizapp.core.faces import face


def note(**card: Any) -> Note:
    return Note(question="q", card=Card(**card), explanation="Why.", evidence=("left\n Bergen",), source="Coast")


def test_a_cloze_asks_the_gap_of_its_place_and_shows_the_others() -> None:
    gaps = (CardGap(number=1, answer="larch"), CardGap(number=3, answer="oak"))
    found = face(note(style="cloze", front="[[1]] [[3]]", gaps=gaps), 2)
    assert (found.asked, found.wanted, list(found.gaps)) == (3, "oak", [1, 3])


def test_only_what_is_written_out_can_be_typed() -> None:
    assert face(note(style="typed", front="Who?", back="Ida")).wanted == "Ida"
    assert face(note(style="basic", front="Who?", back="Ida")).wanted is None


def test_options_stand_in_the_order_of_the_seed_and_a_pinned_one_in_its_place() -> None:
    options = [CardOption(text=f"{number}", correct=number == 1, pinned=number == 9) for number in range(1, 10)]
    card = note(style="choice", front="Which?", back="1", options=tuple(options))
    orders = {tuple(option.text for option in face(card, 0, seed).options) for seed in "abcdefgh"}
    assert len(orders) > 4
    assert {order[-1] for order in orders} == {"9"}
    assert all(sorted(order) == [f"{number}" for number in range(1, 10)] for order in orders)
    assert face(card, 0, "a") == face(card, 0, "a")


def test_a_passage_is_one_line() -> None:
    assert face(note(style="basic", front="Who?", back="Ida")).evidence == ("left Bergen",)
