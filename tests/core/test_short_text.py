"""short_text: accepted answers with their weights, slips that are told, wrong ones that are known."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from quizapp.core.kind import Presentation
from quizapp.core.kinds.short_text import KIND, ShortText, ShortTextAnswer
from quizapp.core.question import Quote
from quizapp.core.sentences import Unreadable
from quizapp.core.spelling import folded

Render = Callable[..., str]


def question(answer: str, *accept: Any, **rest: Any) -> ShortText:
    common: dict[str, Any] = {"id": "a-question", "kind": "short_text", "stem": "Who?", "explanation": "So."}
    return ShortText(answer=answer, accept=accept, **common, evidence=(Quote(exact="x"),), **rest)


def earned(asked: ShortText, text: str) -> Fraction:
    return KIND.mark(asked, ShortTextAnswer(text=text)).fraction


WHERE = question(
    "North Korea",
    "DPRK",
    {"text": "Korea", "weight": "1/2", "feedback": "Which of the two?"},
    {"text": "Pyongyang", "weight": 0, "feedback": "That is its capital."},
)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("north korea", 1),
        ("NorthKorea", 1),
        ("dprk", 1),
        ("Korea", Fraction(1, 2)),
        ("Koreaa", Fraction(1, 2)),
        ("Nort Korea", 1),
        ("South Korea", 0),
        ("DPRX", 0),
        ("Pyongyang", 0),
        ("Pyongyan", 0),
        ("Japan", 0),
    ],
)
def test_an_answer_earns_what_it_is_worth(text: str, mark: Fraction) -> None:
    assert earned(WHERE, text) == mark


def test_a_slip_is_accepted_and_told() -> None:
    note = KIND.mark(WHERE, ShortTextAnswer(text="Nroth Korea")).note
    assert str(note) == "Accepted. It is spelled “North Korea”."
    assert KIND.mark(WHERE, ShortTextAnswer(text="north korea")).note is None
    assert KIND.mark(WHERE, ShortTextAnswer(text="Pyongyan")).note is None


def test_a_known_wrong_answer_never_passes_as_a_slip() -> None:
    country = question("Austria", {"text": "Australia", "weight": 0}, {"text": "Astria", "weight": 0})
    assert earned(country, "Austria") == 1
    assert earned(country, "Astria") == 0
    assert earned(question("Austria"), "Astria") == 1


def test_what_is_as_near_to_a_known_wrong_answer_is_not_accepted() -> None:
    assert earned(question("North Korea", {"text": "South Korea", "weight": 0}), "Sorth Korea") == 0
    assert earned(question("North Korea"), "Sorth Korea") == 1


def test_the_nearest_answer_is_meant_and_of_equals_the_better() -> None:
    near = question("abcdefghij", {"text": "abcdefghxy", "weight": "1/2"})
    assert earned(near, "abcdefghxj") == 1
    assert earned(near, "abcdefgxy") == Fraction(1, 2)


@pytest.mark.parametrize("text", ["the Supreme Court", "The suprem court", "a Supreme Court"])
def test_a_leading_article_more_is_a_slip(text: str) -> None:
    asked = question("Supreme Court")
    assert earned(asked, text) == 1
    assert "Supreme Court" in str(KIND.mark(asked, ShortTextAnswer(text=text)).note)


def test_a_leading_article_less_is_a_slip_and_another_one_is_not() -> None:
    assert earned(question("the Hague"), "Hague") == 1
    assert earned(question("Takizaki"), "Mr. Takizaki") == 1
    assert earned(question("an owl"), "the owl") == 0
    assert earned(question("an owl"), "a owl") == 1
    assert earned(question("the"), "a") == 0
    assert earned(question("the Hague", typos=False), "Hague") == 0


def test_spelling_counts_where_the_author_says_so() -> None:
    assert earned(question("affect", typos=False), "effect") == 0
    assert earned(question("affect", typos=False), "AFFECT") == 1


@pytest.mark.parametrize("text", ["", "   ", "?!", "—", "a\x00b", "\ud800", "x" * 2001])
def test_what_holds_nothing_to_compare_is_sent_back(text: str) -> None:
    with pytest.raises(Unreadable):
        KIND.read(WHERE, {"answer": (text,)}, Presentation())


def test_cjk_answers_are_compared() -> None:
    city = question("名古屋", "なごや", "ナゴヤ")
    assert [earned(city, text) for text in ("名古屋", "名 古 屋", "ﾅｺﾞﾔ", "なこや", "名古城")] == [1, 1, 1, 0, 0]


def test_the_review_tells_the_key_what_else_is_accepted_and_the_feedback(render: Render) -> None:
    answer = ShortTextAnswer(text="<b>Korea</b>")
    page = render("short_text/review.html", view=KIND.review(WHERE, Presentation(), answer, KIND.mark(WHERE, answer)))
    assert "&lt;b&gt;Korea&lt;/b&gt;" in page
    answer = ShortTextAnswer(text="Korea")
    page = render("short_text/review.html", view=KIND.review(WHERE, Presentation(), answer, KIND.mark(WHERE, answer)))
    assert "Which of the two?" in page
    assert "<bdi>North Korea</bdi>" in page
    assert "<bdi>DPRK</bdi>" in page
    assert "Pyongyang" not in page
    assert "Partly right" in page


def test_the_card_is_typed() -> None:
    card = KIND.cards(WHERE)[0]
    assert (card.style, card.front, card.back) == ("typed", "Who?", "North Korea")


@pytest.mark.parametrize(
    ("answer", "accept", "place"),
    [
        ("?!", [], ("answer",)),
        ("Oslo", ["Bergen", "ＯＳＬＯ"], ("accept", 1)),
        ("Oslo", ["a b", "A-B"], ("accept", 1)),
        ("Oslo", ["…"], ("accept", 0)),
    ],
)
def test_answers_that_can_not_be_told_apart_are_refused(answer: str, accept: list[str], place: tuple[Any, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        question(answer, *accept)
    assert [error["loc"] for error in refused.value.errors()] == [place]


@given(answer=st.text(min_size=1, max_size=40).filter(lambda text: text.strip() and folded(text).letters))
def test_the_key_of_any_question_gets_the_full_mark(answer: str) -> None:
    try:
        asked = question(answer)
    except ValidationError:
        assert not answer.isprintable()
        return
    fields = KIND.fields(asked, KIND.key(asked), Presentation())
    assert KIND.mark(asked, KIND.read(asked, fields, Presentation())).fraction == 1
