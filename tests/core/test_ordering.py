"""ordering: by places, or by pairs in the right order."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from pydantic import ValidationError

from quizapp.core.kind import Presentation
from quizapp.core.kinds.ordering import KIND, Ordering, OrderingAnswer
from quizapp.core.question import Quote
from quizapp.core.sentences import Blank, Unreadable

Render = Callable[..., str]


def question(*items: str, **rest: Any) -> Ordering:
    common: dict[str, Any] = {"id": "a-question", "kind": "ordering", "stem": "Which came first?", "explanation": "So."}
    return Ordering(items=items, **common, evidence=(Quote(exact="x"),), **rest)


PLACES = question("a", "b", "c", "d")
PAIRS = question("a", "b", "c", "d", scoring="pairs")


def earned(asked: Ordering, *places: int | None) -> Fraction:
    return KIND.mark(asked, OrderingAnswer(places=places)).fraction


def placed(*places: str) -> dict[str, list[str]]:
    return {f"answer.{shown}": [place] for shown, place in enumerate(places)}


@pytest.mark.parametrize(
    ("places", "by_place", "by_pair"),
    [
        ((0, 1, 2, 3), Fraction(1), Fraction(1)),
        ((1, 0, 2, 3), Fraction(1, 2), Fraction(5, 6)),
        ((1, 2, 3, 0), Fraction(0), Fraction(1, 2)),
        ((3, 2, 1, 0), Fraction(0), Fraction(0)),
        ((0, None, None, None), Fraction(1, 4), Fraction(0)),
        ((0, None, 2, None), Fraction(1, 2), Fraction(1, 6)),
    ],
)
def test_an_order_is_marked_by_places_or_by_pairs(
    places: tuple[int | None, ...], by_place: Fraction, by_pair: Fraction
) -> None:
    assert earned(PLACES, *places) == by_place
    assert earned(PAIRS, *places) == by_pair


def test_each_item_is_told_whether_it_stands_right() -> None:
    mark = KIND.mark(PAIRS, OrderingAnswer(places=(1, 0, 2, 3)))
    assert [part.verdict for part in mark.parts] == ["wrong", "wrong", "right", "right"]


def test_places_are_read_as_shown_and_kept_as_authored() -> None:
    answer = KIND.read(PLACES, placed("4", "", "1", "2"), Presentation((3, 1, 0, 2)))
    assert answer.places == (0, None, 1, 3)


def test_a_place_taken_twice_is_named() -> None:
    with pytest.raises(Unreadable, match="Place 3 is taken twice"):
        KIND.read(PLACES, placed("1", "3", "3", "2"), Presentation())


@pytest.mark.parametrize("place", ["0", "5", "-1", "1.0", "first", "9" * 5000])
def test_a_place_that_there_is_not_is_sent_back(place: str) -> None:
    with pytest.raises(Unreadable):
        KIND.read(PLACES, placed("1", "2", "3", place), Presentation())


def test_no_place_at_all_is_blank() -> None:
    with pytest.raises(Blank):
        KIND.read(PLACES, placed("", "", "", ""), Presentation())


@pytest.mark.parametrize("asked", [question("a", "b"), question("a", "b", "c"), PLACES])
def test_the_items_never_come_in_their_right_order(asked: Ordering) -> None:
    right = tuple(range(len(asked.items)))
    assert right not in {KIND.order(asked, Random(seed)) for seed in range(200)}


def test_every_other_order_may_come() -> None:
    assert len({KIND.order(question("a", "b", "c"), Random(seed)) for seed in range(200)}) == 5


def test_the_page_numbers_the_shown_places_only(render: Render) -> None:
    page = render("ordering/ask.html", view=KIND.ask(PLACES, Presentation((2, 0, 3, 1))), given={"answer.1": ["4"]})
    assert page.index('name="answer.0"') < page.index(">c</span>") < page.index('name="answer.1"')
    assert page.count('<option value="4" selected') == 1
    assert "from 1 to 4" in page


def test_the_review_tells_who_belongs_where_and_who_was_put_there(render: Render) -> None:
    answer = OrderingAnswer(places=(1, 0, None, 3))
    review = KIND.review(PAIRS, Presentation((3, 2, 1, 0)), answer, KIND.mark(PAIRS, answer))
    assert [(row.place, row.key, row.yours, row.verdict) for row in review.rows] == [
        (1, "a", "b", "wrong"),
        (2, "b", "a", "wrong"),
        (3, "c", None, "wrong"),
        (4, "d", "d", "right"),
    ]
    page = render("ordering/review.html", view=review)
    assert page.count("You put here:") == 4
    assert "Marked by pairs" in page


def test_each_place_makes_a_card_that_asks_what_comes_next() -> None:
    cards = KIND.cards(question("a", "b", "c"))
    assert [(card.part, card.back) for card in cards] == [("1", "a"), ("2", "b"), ("3", "c")]
    assert cards[2].front == "Which came first?\n\n1. a\n2. b\n3. **?** (3/3)"


def test_items_that_look_the_same_are_refused_where_they_stand() -> None:
    with pytest.raises(ValidationError) as refused:
        question("a", "b", "Ａ", "b ")
    assert [error["loc"] for error in refused.value.errors()] == [("items", 2), ("items", 3)]
