"""cloze: gaps of each kind, their places, their marks, their cards."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from pydantic import ValidationError

from quizapp.core.card import CardGap
from quizapp.core.kind import Presentation
from quizapp.core.kinds.cloze import KIND, Cloze, ClozeAnswer
from quizapp.core.question import Quote
from quizapp.core.sentences import Blank, Unreadable

Render = Callable[..., str]

WHO = {"kind": "short_text", "answer": "Takizaki", "accept": [{"text": "Shigeki", "weight": "1/2"}]}
WHERE = {"kind": "choice", "options": ["Seoul", "Tokyo", "Nagoya"], "answer": "Tokyo"}
WHEN = {"kind": "date", "answer": "2019-11", "precision": "month"}
LONG = {"kind": "number", "answer": "2.5", "unit": "hours"}


def question(text: str, **rest: Any) -> Cloze:
    gaps = rest.pop("gaps", {1: WHO, 2: WHERE, 3: WHEN, 4: LONG})
    common: dict[str, Any] = {"id": "a-question", "kind": "cloze", "stem": "Fill.", "explanation": "So."}
    return Cloze(text=text, gaps=gaps, **common, evidence=(Quote(exact="x"),), **rest)


ALL = question("[[1]] was in [[2]] in [[3]] for [[4]].")


def filled(*values: str) -> dict[str, tuple[str, ...]]:
    return {f"answer.{number}": (value,) for number, value in enumerate(values, start=1)}


def earned(*values: str) -> Fraction:
    return KIND.mark(ALL, KIND.read(ALL, filled(*values), Presentation())).fraction


@pytest.mark.parametrize(
    ("values", "mark"),
    [
        (("Takizaki", "1", "Nov 2019", "2½ hours"), Fraction(1)),
        (("Takizaky", "1", "2019-11", "150 min"), Fraction(1)),
        (("Shigeki", "0", "", ""), Fraction(1, 8)),
        (("", "1", "", ""), Fraction(1, 4)),
        (("Kim", "2", "Oct 2019", "3"), Fraction(0)),
    ],
)
def test_the_mark_is_the_mean_over_the_gaps(values: tuple[str, ...], mark: Fraction) -> None:
    assert earned(*values) == mark


def test_each_gap_is_told_by_itself_and_a_slip_too() -> None:
    mark = KIND.mark(ALL, KIND.read(ALL, filled("Takizaky", "0", "", "2.5"), Presentation()))
    assert [part.verdict for part in mark.parts] == ["right", "wrong", "wrong", "right"]
    assert "Takizaki" in str(mark.parts[0].note)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("Kim", "", "never", ""), "Gap 3: That can't be read as a date."),
        (("Kim", "", "", "many"), "Gap 4: “many” can't be read as a number."),
        (("?!", "", "", ""), "Gap 1: There is no letter or digit in that answer."),
        (("", "9", "", ""), "Gap 2: That choice is not on this page."),
    ],
)
def test_a_gap_that_can_not_be_read_is_named(values: tuple[str, ...], said: str) -> None:
    with pytest.raises(Unreadable) as sent_back:
        KIND.read(ALL, filled(*values), Presentation())
    assert str(sent_back.value).startswith(said)


def test_a_cloze_without_any_answer_is_blank() -> None:
    with pytest.raises(Blank):
        KIND.read(ALL, filled("", " ", "", ""), Presentation())


def test_options_are_shuffled_within_their_own_gap_only() -> None:
    two = question("[[2]] [[7]]", gaps={2: WHERE, 7: {"kind": "choice", "options": ["a", "b"], "answer": "b"}})
    orders = {KIND.order(two, Random(seed)) for seed in range(100)}
    assert len(orders) == 12
    assert all(sorted(order[:3]) == [0, 1, 2] and sorted(order[3:]) == [3, 4] for order in orders)
    for order in orders:
        view = KIND.ask(two, Presentation(order))
        shown = [option.text for option in view.gaps[2].options]
        answer = KIND.read(two, {"answer.2": (str(shown.index("Tokyo")),)}, Presentation(order))
        assert KIND.mark(two, answer).fraction == Fraction(1, 2)


def test_options_keep_their_order_where_the_author_says_so() -> None:
    fixed = question("[[1]]", gaps={1: {**WHERE, "shuffle": False}})
    assert {KIND.order(fixed, Random(seed)) for seed in range(50)} == {(0, 1, 2)}


def test_fields_stand_in_the_text_and_tell_no_key(render: Render) -> None:
    page = render("cloze/ask.html", view=KIND.ask(ALL, Presentation()), given={"answer.1": ["<i>"]})
    assert page.index('name="answer.1"') < page.index("was in") < page.index('name="answer.2"') < page.index("answer.4")
    assert page.count('aria-label="Gap ') == 4
    assert 'value="&lt;i&gt;"' in page
    assert "Takizaki" not in page
    assert "2.5" not in page
    assert "March 1984" in page


def test_the_review_fills_the_text_with_the_key_and_tells_each_gap(render: Render) -> None:
    answer = KIND.read(ALL, filled("Takizaky", "0", "", "3"), Presentation())
    page = render("cloze/review.html", view=KIND.review(ALL, Presentation(), answer, KIND.mark(ALL, answer)))
    for key in ("Takizaki", "Tokyo", "November 2019", "2.5 hours"):
        assert f"<bdi>{key}</bdi></span>" in page
    assert "<bdi>Takizaky</bdi>" in page
    assert "<bdi>Seoul</bdi>" in page
    assert "Accepted. It is spelled “Takizaki”." in page
    assert page.count("Wrong") == 3


def test_the_card_has_a_deletion_for_each_gap() -> None:
    (card,) = KIND.cards(ALL, "en")
    assert card.front == "Fill.\n\n[[1]] was in [[2]] in [[3]] for [[4]]."
    assert card.gaps == (
        CardGap(number=1, answer="Takizaki"),
        CardGap(number=2, answer="Tokyo", hint="Seoul / Tokyo / Nagoya"),
        CardGap(number=3, answer="November 2019"),
        CardGap(number=4, answer="2.5", hint="hours"),
    )


def test_an_answer_kept_before_a_correction_is_still_marked() -> None:
    answer = ClozeAnswer(language="en", kept=("Takizaki", "1", None, None))
    assert KIND.mark(ALL, answer).fraction == Fraction(1, 2)


def test_an_answer_is_shown_as_typed_after_the_set_has_changed_its_language() -> None:
    when = {1: {"kind": "date", "answer": "2019-11-12"}, 2: {"kind": "number", "answer": 1965}}
    asked = question("[[1]] and [[2]]", gaps=when)
    answer = KIND.read(asked, filled("12/11/2019", "1.965"), Presentation(language="de"))
    review = KIND.review(asked, Presentation(language="fr"), answer, KIND.mark(asked, answer))
    assert [review.gaps[number].yours for number in (1, 2)] == ["12/11/2019", "1.965"]


@pytest.mark.parametrize(
    ("text", "gaps", "places"),
    [
        ("[[1]] and [[2]]", {1: WHO}, [("text",)]),
        ("[[1]]", {1: WHO, 2: WHERE}, [("gaps", 2)]),
        ("[[1]] and [[1]]", {1: WHO}, [("text",)]),
        ("![a [[1]]](map.png)", {1: WHO}, [("text",)]),
        ("[a [[1]]](https://example.org)", {1: WHO}, [("text",)]),
        ("no gap", {1: WHO}, [("gaps", 1)]),
        ("[[1]]", {"01": WHO}, [("gaps", "01", "[key]")]),
        ("[[100]]", {100: WHO}, [("gaps", 100, "[key]")]),
        ("[[1]]", {1: {"kind": "essay"}}, [("gaps", 1)]),
        ("[[1]]", {1: {**WHERE, "answer": "Osaka"}}, [("gaps", 1, "choice", "answer")]),
        ("[[1]]", {1: {**WHERE, "options": ["Tokyo", "tokyo"]}}, [("gaps", 1, "choice", "options", 1)]),
        ("[[1]]", {}, [("gaps",)]),
    ],
)
def test_a_text_and_its_gaps_must_fit(text: str, gaps: dict[Any, Any], places: list[tuple[Any, ...]]) -> None:
    with pytest.raises(ValidationError) as refused:
        question(text, gaps=gaps)
    assert [error["loc"] for error in refused.value.errors()] == places


def test_typed_text_around_the_gaps_is_never_markup(render: Render) -> None:
    odd = question("<script>x</script> **[[1]]** `[[2]]`", gaps={1: WHO, 2: WHERE})
    page = render("cloze/ask.html", view=KIND.ask(odd, Presentation()))
    assert "<script" not in page
    assert "<strong><span" in page
