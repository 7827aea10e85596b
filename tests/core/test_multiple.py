"""multiple: right chosen / right, less wrong chosen / wrong."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from quizapp.core.kind import Presentation
from quizapp.core.kinds.multiple import KIND, Multiple, MultipleAnswer
from quizapp.core.question import Quote
from quizapp.core.sentences import Blank, Unreadable

Render = Callable[..., str]


def question(*options: Any, **rest: Any) -> Multiple:
    common: dict[str, Any] = {
        "id": "a-question",
        "kind": "multiple",
        "stem": "Which?",
        "explanation": "Because.",
        "evidence": (Quote(exact="x"),),
    }
    return Multiple(options=options, **common, **rest)


def right(text: str, **rest: Any) -> dict[str, Any]:
    return {"text": text, "correct": True, **rest}


TWO_OF_FIVE = question(right("a"), right("b"), "c", "d", "e")


def earned(asked: Multiple, *options: int) -> Fraction:
    return KIND.mark(asked, MultipleAnswer(options=options)).fraction


@pytest.mark.parametrize(
    ("chosen", "fraction"),
    [
        ((0, 1), Fraction(1)),
        ((0,), Fraction(1, 2)),
        ((0, 1, 2), Fraction(2, 3)),
        ((0, 2), Fraction(1, 6)),
        ((2,), Fraction(0)),
        ((0, 1, 2, 3, 4), Fraction(0)),
    ],
)
def test_right_choices_earn_and_wrong_ones_cost(chosen: tuple[int, ...], fraction: Fraction) -> None:
    assert earned(TWO_OF_FIVE, *chosen) == fraction


def test_all_or_nothing_earns_all_or_nothing() -> None:
    asked = question(right("a"), right("b"), "c", scoring="all_or_nothing")
    assert earned(asked, 0, 1) == 1
    assert earned(asked, 0) == earned(asked, 0, 1, 2) == 0


def test_a_heavier_right_option_earns_more() -> None:
    asked = question(right("a"), right("b", weight="1/2"), "c")
    assert earned(asked, 0) == Fraction(2, 3)
    assert earned(asked, 1) == Fraction(1, 3)
    assert earned(asked, 0, 1) == 1


def test_without_a_wrong_option_nothing_is_lost() -> None:
    asked = question(right("a"), right("b"))
    assert earned(asked, 0) == Fraction(1, 2)
    assert earned(asked, 0, 1) == 1


@given(chosen=st.sets(st.integers(0, 4), min_size=1))
def test_one_more_right_choice_never_costs(chosen: set[int]) -> None:
    assert earned(TWO_OF_FIVE, *sorted(chosen | {0})) >= earned(TWO_OF_FIVE, *sorted(chosen))
    assert earned(TWO_OF_FIVE, *sorted(chosen | {4})) <= earned(TWO_OF_FIVE, *sorted(chosen))


def test_the_same_option_twice_counts_once() -> None:
    assert KIND.read(TWO_OF_FIVE, {"answer": ["1", "1", "0"]}, Presentation((4, 3, 2, 1, 0))).options == (3, 4)


def test_no_choice_is_blank_and_a_foreign_one_is_sent_back() -> None:
    with pytest.raises(Blank):
        KIND.read(TWO_OF_FIVE, {}, Presentation())
    with pytest.raises(Unreadable, match="not on this page"):
        KIND.read(TWO_OF_FIVE, {"answer": ["0", "5"]}, Presentation())


def test_pinned_options_stay_and_the_author_may_forbid_the_shuffle() -> None:
    asked = question(right("a"), {"text": "b", "pinned": True}, "c", "d")
    assert {KIND.order(asked, Random(seed))[1] for seed in range(30)} == {1}
    assert KIND.order(question(right("a"), "b", shuffle=False), Random(0)) == ()


def test_the_review_tells_a_missed_key_from_a_chosen_one(render: Render) -> None:
    answer = MultipleAnswer(options=(0, 2))
    review = KIND.review(TWO_OF_FIVE, Presentation(), answer, KIND.mark(TWO_OF_FIVE, answer))
    assert [option.verdict for option in review.options] == ["right", None, "wrong", None, None]
    assert [option.is_key for option in review.options] == [True, True, False, False, False]
    page = render("multiple/review.html", view=review)
    assert page.count("Your answer") == 2
    assert page.count("Right answer, not chosen") == 1


def test_a_review_without_an_answer_shows_the_keys_alone(render: Render) -> None:
    page = render("multiple/review.html", view=KIND.review(TWO_OF_FIVE, Presentation(), None, None))
    assert page.count("Right answer") == 2
    assert "not chosen" not in page


def test_the_page_does_not_tell_how_many_are_right(render: Render) -> None:
    pages = {
        render("multiple/ask.html", view=KIND.ask(asked, Presentation()))
        for asked in (TWO_OF_FIVE, question("a", "b", "c", right("d"), right("e", weight="1/2")))
    }
    assert len(pages) == 1


def test_one_card_names_every_right_option() -> None:
    (card,) = KIND.cards(TWO_OF_FIVE)
    assert card.back == "a\n\nb"
    assert [option.correct for option in card.options] == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("options", "place"),
    [
        (("a", "b"), ("options",)),
        ((right("a"), "A"), ("options", 1)),
        ((right("a", weight=0), right("b")), ("options", 0, "weight")),
        ((right("a"),), ("options",)),
    ],
)
def test_an_unsound_question_is_refused_where_it_is_unsound(options: tuple[Any, ...], place: tuple[Any, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        question(*options)
    assert [error["loc"] for error in refused.value.errors()] == [place]
