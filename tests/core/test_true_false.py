"""true_false: a statement is true or false."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from quizapp.core.kind import Presentation
from quizapp.core.kinds.true_false import KIND, TrueFalse, TrueFalseAnswer
from quizapp.core.question import Quote
from quizapp.core.sentences import Blank, Unreadable

Render = Callable[..., str]


def statement(answer: Any) -> TrueFalse:
    return TrueFalse(
        id="a-statement",
        kind="true_false",
        stem="It is so.",
        answer=answer,
        feedback_true="You held it true.",
        feedback_false="You held it false.",
        explanation="Because.",
        evidence=(Quote(exact="x"),),
    )


@pytest.mark.parametrize("answer", [True, False])
def test_only_the_answer_earns(answer: bool) -> None:
    asked = statement(answer)
    assert KIND.mark(asked, TrueFalseAnswer(value=answer)).fraction == 1
    assert KIND.mark(asked, TrueFalseAnswer(value=not answer)).fraction == 0


def test_true_is_always_shown_first(render: Render) -> None:
    pages = {render("true_false/ask.html", view=KIND.ask(statement(key), Presentation())) for key in (True, False)}
    assert len(pages) == 1
    (page,) = pages
    assert page.index("True</span>") < page.index("False</span>")


def test_nothing_else_is_read() -> None:
    for fields in ({"answer": ["True"]}, {"answer": ["1"]}, {"answer": ["true", "false"]}):
        with pytest.raises(Unreadable, match="Choose True or False"):
            KIND.read(statement(True), fields, Presentation())
    with pytest.raises(Blank):
        KIND.read(statement(True), {"answer": [""]}, Presentation())


@pytest.mark.parametrize("word", ["yes", "true", 1, None])
def test_the_answer_must_be_a_truth_value(word: Any) -> None:
    with pytest.raises(ValidationError):
        statement(word)


def test_the_review_gives_the_feedback_for_what_was_held() -> None:
    answer = TrueFalseAnswer(value=True)
    review = KIND.review(statement(False), Presentation(), answer, KIND.mark(statement(False), answer))
    true, false = review.options
    assert (true.chosen, true.is_key, true.verdict, true.feedback) == (True, False, "wrong", "You held it true.")
    assert (false.chosen, false.is_key, false.verdict, false.feedback) == (False, True, None, None)


def test_the_card_keeps_true_before_false() -> None:
    (card,) = KIND.cards(statement(False))
    assert [(option.text, option.correct, option.pinned) for option in card.options] == [
        ("True", False, True),
        ("False", True, True),
    ]
    assert card.back == "False"
