"""choice: one option is chosen, and earns its weight."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from pydantic import ValidationError

from quizapp.core.kind import Presentation
from quizapp.core.kinds import from_dict, to_dict
from quizapp.core.kinds.choice import KIND, Choice, ChoiceAnswer
from quizapp.core.question import Quote
from quizapp.core.sentences import Blank, Unreadable

Render = Callable[..., str]
REST: dict[str, Any] = {
    "id": "a-question",
    "kind": "choice",
    "stem": "Which?",
    "explanation": "Because.",
    "evidence": (Quote(exact="x"),),
}


def question(*options: Any, **rest: Any) -> Choice:
    return Choice(options=options, **{**REST, **rest})


RIGHT = {"text": "Seoul", "correct": True}
THREE = question(RIGHT, {"text": "Busan", "weight": "1/3", "feedback": "The *second* city."}, "Incheon")


def findings(*options: Any) -> dict[tuple[int | str, ...], str]:
    with pytest.raises(ValidationError) as refused:
        question(*options)
    return {error["loc"]: error["msg"] for error in refused.value.errors()}


@pytest.mark.parametrize(("option", "earned"), [(0, Fraction(1)), (1, Fraction(1, 3)), (2, Fraction(0))])
def test_an_option_earns_its_weight(option: int, earned: Fraction) -> None:
    assert KIND.mark(THREE, ChoiceAnswer(option=option)).fraction == earned


def test_the_answer_is_kept_by_the_authored_place_whatever_was_shown() -> None:
    assert KIND.read(THREE, {"answer": ["0"]}, Presentation(order=(2, 0, 1))) == ChoiceAnswer(option=2)
    assert KIND.fields(THREE, ChoiceAnswer(option=2), Presentation(order=(1, 0, 2))) == {"answer": ("2",)}


def test_a_place_that_is_not_on_the_page_is_sent_back() -> None:
    for value in ("3", "-1", "٠", "0x0", " 0", "Seoul", "9" * 5000):
        with pytest.raises(Unreadable, match="not on this page"):
            KIND.read(THREE, {"answer": [value]}, Presentation())


def test_two_answers_are_sent_back() -> None:
    with pytest.raises(Unreadable, match="one answer only"):
        KIND.read(THREE, {"answer": ["0", "1"]}, Presentation())


def test_no_answer_is_blank() -> None:
    with pytest.raises(Blank):
        KIND.read(THREE, {"answer": ["", ""], "other": ["0"]}, Presentation())


def test_a_pinned_option_keeps_its_place() -> None:
    pinned = question(RIGHT, "Busan", "Incheon", {"text": "None of these cities", "pinned": True})
    orders = {KIND.order(pinned, Random(seed)) for seed in range(60)}
    assert {order[3] for order in orders} == {3}
    assert len(orders) == 6


def test_nothing_is_shuffled_where_the_author_says_so() -> None:
    assert KIND.order(question(RIGHT, "Busan", shuffle=False), Random(1)) == ()


def test_options_are_lettered_as_shown() -> None:
    view = KIND.ask(THREE, Presentation(order=(2, 0, 1)))
    assert [(option.letter, option.value, option.text) for option in view.options] == [
        ("A", "0", "Incheon"),
        ("B", "1", "Seoul"),
        ("C", "2", "Busan"),
    ]


def test_the_page_is_the_same_whichever_option_is_the_key(render: Render) -> None:
    pages = set()
    for key in range(3):
        options = [{"text": text, "correct": place == key} for place, text in enumerate(("Seoul", "Busan", "Incheon"))]
        view = KIND.ask(question(*options), Presentation(KIND.order(question(*options), Random(5))))
        pages.add(render("choice/ask.html", view=view))
    assert len(pages) == 1


def test_the_review_shows_the_choice_the_key_and_the_feedback() -> None:
    answer = ChoiceAnswer(option=1)
    review = KIND.review(THREE, Presentation(order=(2, 1, 0)), answer, KIND.mark(THREE, answer))
    rows = [(option.text, option.chosen, option.is_key, option.verdict, option.feedback) for option in review.options]
    assert rows == [
        ("Incheon", False, False, None, None),
        ("Busan", True, False, "partly", "The *second* city."),
        ("Seoul", False, True, None, None),
    ]


def test_the_review_page_says_it_in_words(render: Render) -> None:
    answer = ChoiceAnswer(option=1)
    page = render("choice/review.html", view=KIND.review(THREE, Presentation(), answer, KIND.mark(THREE, answer)))
    assert "Your answer" in page
    assert "Partly right" in page
    assert "Right answer" in page
    assert "The <em>second</em> city." in page


def test_one_card_carries_all_options_with_pinned_ones_told() -> None:
    (card,) = KIND.cards(question(RIGHT, {"text": "Busan", "pinned": True}))
    assert (card.style, card.front, card.back, card.part) == ("choice", "Which?", "Seoul", "")
    assert [(option.text, option.correct, option.pinned) for option in card.options] == [
        ("Seoul", True, False),
        ("Busan", False, True),
    ]


def test_an_option_of_text_alone_is_written_as_text() -> None:
    written = to_dict(THREE)
    assert written["options"][0] == {"text": "Seoul", "correct": True}
    assert written["options"][1]["weight"] == "1/3"
    assert written["options"][2] == "Incheon"
    assert from_dict(written) == THREE


def test_a_question_without_a_key_is_refused() -> None:
    assert "no key" in findings("Seoul", {"text": "Busan", "weight": "1/2"})[("options",)]


def test_options_that_look_the_same_are_refused_at_each_repeat() -> None:
    assert set(findings(RIGHT, "Ｓeoul", "Busan", " seoul ")) == {("options", 1), ("options", 3)}


def test_one_option_is_no_choice() -> None:
    assert set(findings(RIGHT)) == {("options",)}


def test_a_faulty_option_is_not_told_as_a_missing_one() -> None:
    assert set(findings(RIGHT, {"text": "Busan", "corect": True})) == {("options", 1, "corect")}


def test_a_number_is_no_text() -> None:
    assert set(findings(RIGHT, 1965)) == {("options", 1, "text")}


def test_a_correct_option_with_less_than_the_full_weight_is_refused() -> None:
    assert set(findings(RIGHT, {"text": "Busan", "correct": True, "weight": "1/2"})) == {("options", 1, "weight")}


def test_the_schema_allows_the_short_form() -> None:
    option = Choice.model_json_schema()["$defs"]["Option"]
    assert {"type": "string"} in option["anyOf"]
    assert Choice.model_json_schema()["properties"]["options"]["minItems"] == 2


def test_an_option_may_carry_markdown_and_no_markup_of_its_own(render: Render) -> None:
    asked = question({"text": "*Seoul* <b>city</b>", "correct": True}, "Busan")
    for template in ("choice/ask.html", "choice/review.html"):
        view = KIND.ask(asked, Presentation()) if "ask" in template else KIND.review(asked, Presentation(), None, None)
        assert "<em>Seoul</em> &lt;b&gt;city&lt;/b&gt;" in render(template, view=view)
