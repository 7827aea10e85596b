"""matching: the mean over the pairs."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from pydantic import ValidationError

from quizapp.core.kind import Presentation
from quizapp.core.kinds.matching import KIND, Matching, MatchingAnswer
from quizapp.core.question import Quote
from quizapp.core.sentences import Blank, Unreadable

Render = Callable[..., str]


def question(*pairs: tuple[str, str], **rest: Any) -> Matching:
    written = [{"id": f"pair-{number}", "left": left, "right": right} for number, (left, right) in enumerate(pairs)]
    common: dict[str, Any] = {"id": "a-question", "kind": "matching", "stem": "Who is what?", "explanation": "So."}
    return Matching(**{"pairs": written, **common, "evidence": (Quote(exact="x"),), **rest})


OFFICES = question(("Ada", "minister"), ("Ben", "envoy"), ("Cho", "Minister"), extra=("judge",))


def findings(*pairs: tuple[str, str], **rest: Any) -> set[tuple[int | str, ...]]:
    with pytest.raises(ValidationError) as refused:
        question(*pairs, **rest)
    return {error["loc"] for error in refused.value.errors()}


def test_a_right_side_of_two_pairs_is_one_choice_and_right_for_both() -> None:
    assert OFFICES.choices == ("minister", "envoy", "judge")
    mark = KIND.mark(OFFICES, MatchingAnswer(choices=(0, 2, 0)))
    assert mark.fraction == Fraction(2, 3)
    assert [part.verdict for part in mark.parts] == ["right", "wrong", "right"]


def test_an_open_pair_earns_nothing_and_the_others_count() -> None:
    answer = KIND.read(OFFICES, {"answer.1": ["0"], "answer.2": [""]}, Presentation((1, 2, 0)))
    assert answer.choices == (None, 1, None)
    assert KIND.mark(OFFICES, answer).fraction == Fraction(1, 3)


def test_all_open_is_blank_and_a_foreign_choice_is_sent_back() -> None:
    with pytest.raises(Blank):
        KIND.read(OFFICES, {"answer.0": [""], "answer.7": ["1"]}, Presentation())
    with pytest.raises(Unreadable, match="not on this page"):
        KIND.read(OFFICES, {"answer.0": ["3"]}, Presentation())


def test_the_left_sides_stay_and_the_choices_are_shuffled() -> None:
    orders = {KIND.order(OFFICES, Random(seed)) for seed in range(60)}
    assert len(orders) == 6
    view = KIND.ask(OFFICES, Presentation((2, 1, 0)))
    assert [row.text for row in view.rows] == ["Ada", "Ben", "Cho"]
    assert [(choice.letter, choice.text) for choice in view.choices] == [
        ("A", "judge"),
        ("B", "envoy"),
        ("C", "minister"),
    ]


def test_choices_that_are_not_shuffled_stand_by_their_text_and_not_beside_their_pairs() -> None:
    asked = question(("x", "c"), ("y", "a"), ("z", "B"), shuffle=False)
    view = KIND.ask(asked, Presentation(KIND.order(asked, Random(0))))
    assert [choice.text for choice in view.choices] == ["a", "B", "c"]


def test_the_page_is_the_same_whatever_belongs_together(render: Render) -> None:
    rights = ("a", "b", "c")
    turned = (rights, rights[1:] + rights[:1], rights[::-1])
    asked = [question(*zip("xyz", sides, strict=True), shuffle=False) for sides in turned]
    pages = {
        render("matching/ask.html", view=KIND.ask(each, Presentation(KIND.order(each, Random(0))))) for each in asked
    }
    assert len(pages) == 1


def test_choices_that_a_select_cannot_show_are_listed_beside_it(render: Render) -> None:
    pictured = question(("Ada", "![a crown](crown.png)"), ("Ben", "*envoy*"))
    page = render("matching/ask.html", view=KIND.ask(pictured, Presentation()))
    assert "<img" in page
    assert ">B envoy</option>" in page
    assert "q-match-choices" not in render("matching/ask.html", view=KIND.ask(OFFICES, Presentation()))


def test_the_review_tells_yours_and_the_right_one_pair_by_pair(render: Render) -> None:
    answer = MatchingAnswer(choices=(0, 2, None))
    review = KIND.review(OFFICES, Presentation(), answer, KIND.mark(OFFICES, answer))
    assert [(row.left, row.yours, row.key, row.verdict) for row in review.rows] == [
        ("Ada", "minister", "minister", "right"),
        ("Ben", "judge", "envoy", "wrong"),
        ("Cho", None, "Minister", "wrong"),
    ]
    page = render("matching/review.html", view=review)
    assert page.count("Right match:") == 2
    assert "none chosen" in page


def test_each_pair_makes_a_card_under_its_own_id() -> None:
    cards = KIND.cards(OFFICES)
    assert [(card.part, card.back) for card in cards] == [
        ("pair-0", "minister"),
        ("pair-1", "envoy"),
        ("pair-2", "Minister"),
    ]
    assert cards[1].front == "Who is what?\n\n**Ben**"


def test_repeats_are_refused_where_they_stand() -> None:
    assert findings(("a", "x"), ("A", "y")) == {("pairs", 1, "left")}
    assert findings(("a", "x"), ("b", "y"), extra=("z", "Z")) == {("extra", 1)}
    twice = [{"id": "one", "left": left, "right": left} for left in "ab"]
    assert findings(pairs=twice) == {("pairs", 1, "id")}


def test_an_extra_choice_must_fit_no_pair() -> None:
    assert findings(("a", "x"), ("b", "y"), extra=("z", "X")) == {("extra", 1)}


def test_there_must_be_something_to_choose_between() -> None:
    assert findings(("a", "x"), ("b", "X")) == {("pairs",)}
    assert len(question(("a", "x"), ("b", "X"), extra=("z",)).choices) == 2


def test_the_most_choices_still_have_a_letter_each() -> None:
    widest = question(*((f"l{n}", f"r{n}") for n in range(20)), extra=tuple(f"e{n}" for n in range(6)))
    assert KIND.ask(widest, Presentation()).choices[-1].letter == "Z"


def test_a_key_on_paper_names_the_letters_of_the_sheet(render: Render) -> None:
    asked = KIND.sample().question
    shown = Presentation((2, 0, 1))
    sheet = KIND.ask(asked, shown).choices
    rows = KIND.review(asked, shown, None, None).rows
    assert [{choice.letter: choice.text for choice in sheet}[row.letter] for row in rows] == ["Oslo", "Stockholm"]
    page = render("matching/review.html", view=KIND.review(asked, shown, None, None))
    assert '<span class="q-option-letter">B</span>' in page
