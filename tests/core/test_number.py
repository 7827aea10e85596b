"""number: tolerances, ranges, units, and what is sent back."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from quizapp.core.kind import Presentation
from quizapp.core.kinds.number import KIND, Number
from quizapp.core.question import Quote
from quizapp.core.sentences import Blank, Unreadable

Render = Callable[..., str]


def question(**rest: Any) -> Number:
    common: dict[str, Any] = {"id": "a-question", "kind": "number", "stem": "How many?", "explanation": "So."}
    return Number(**common, evidence=(Quote(exact="x"),), **rest)


def earned(asked: Number, text: str, language: str = "en") -> Fraction:
    return KIND.mark(asked, KIND.read(asked, {"answer": (text,)}, Presentation(language=language))).fraction


@pytest.mark.parametrize(
    ("rest", "right", "wrong"),
    [
        ({"answer": 3}, ["3", "3.0", "6/2"], ["3.01", "-3"]),
        ({"answer": "2.5", "tolerance": "0.25"}, ["2.25", "2.75"], ["2.249", "2.76"]),
        ({"answer": "-200", "relative_tolerance": "1/10"}, ["-180", "-220"], ["-179", "200"]),
        ({"range": [2, "2.5"]}, ["2", "2.25", "2½"], ["1.99", "2.51"]),
        ({"answer": 0, "tolerance": 0}, ["0", "-0"], ["0.0001"]),
        ({"answer": "1/3"}, ["1/3", "2/6"], ["0.333"]),
    ],
)
def test_a_number_is_right_within_its_bounds(rest: dict[str, Any], right: list[str], wrong: list[str]) -> None:
    assert {earned(question(**rest), text) for text in right} == {1}
    assert {earned(question(**rest), text) for text in wrong} == {0}


HOURS = question(answer="2.5", unit="hours", units={"shifts": 8})


@pytest.mark.parametrize(
    "text",
    [
        "2.5",
        "2½ hours",
        "2.5 H",
        "150 min",
        "0.3125 shifts",
        "9000 seconds",
        "2.5 Hrs.",
        "2 hours 30 minutes",
        "2h 30m",
        "2 h and 30 min",
        "2 hours, 30 minutes",
        "1.5 hours 60 min",
        "2h30m",
        "2hours30minutes",
        "2 Hours And 30 Minutes",
        "25e-1 hours",
        "\u200e2.5\u200f",
        "“2.5 hours”",
        "2.5 hours!",
        "about 2.5 hours",
    ],
)
def test_a_unit_may_be_written_and_is_converted(text: str) -> None:
    assert earned(HOURS, text) == 1


@pytest.mark.parametrize(
    ("rest", "text", "language"),
    [
        ({"answer": -5}, "minus 5", "en"),
        ({"answer": -5}, "—5", "en"),
        ({"answer": -5}, "moins 5", "fr"),
        ({"answer": 3_500_000}, "3.5 million", "en"),
        ({"answer": 3_500_000}, "3,5 million", "fr"),
        ({"answer": 3_500_000, "unit": "people"}, "3.5 million people", "en"),
        ({"answer": 3_500_000, "unit": "people"}, "3500 thousand", "en"),
        ({"answer": 3_000, "unit": "km"}, "3 million metres", "en"),
        ({"answer": "3.5", "unit": "million"}, "3.5 million", "en"),
        ({"answer": 20, "unit": "%"}, "20 per cent", "en"),
        ({"answer": 20, "unit": "%"}, "٢٠٪", "ar"),
        ({"answer": 1000, "unit": "m"}, "1e3m", "en"),
    ],
)
def test_signs_and_sizes_that_are_words_count(rest: dict[str, Any], text: str, language: str) -> None:
    assert earned(question(**rest), text, language) == 1


@pytest.mark.parametrize("text", ["2.5-3", "3.5*10^6", "3_500_000", "(5)", "5 billion"])
def test_a_number_is_not_cut_short(text: str) -> None:
    with pytest.raises(Unreadable):
        earned(question(answer=1), text)


@pytest.mark.parametrize("text", ["\u200b", "\u200e \u200f"])
def test_what_can_not_be_seen_is_no_answer(text: str) -> None:
    with pytest.raises(Blank):
        earned(HOURS, text)


@pytest.mark.parametrize(
    ("asked", "text", "said"),
    [
        (HOURS, "2 hours 3 kg", "Write the number in hours."),
        (HOURS, "2:30", "can't be read as a number"),
        (question(answer=3), "2 h 30 min", "Write it all in digits"),
        (question(answer="2.5"), "2 and a half", "Write it all in digits, without “and a half”"),
        (HOURS, "2.5 kg", "Write the number in hours."),
        (question(answer=3), "3 apples", "Write it all in digits, without “apples”, like 1500 or 2.5."),
        (question(answer=3, unit="people", unit_required=True), "3 million", "The unit “million” is not known here"),
        (question(answer=3, unit="km", unit_required=True), "3", "Write the unit too"),
        (question(answer=3, unit="km", unit_required=True), "3 apples", "The unit “apples” is not known here"),
        (question(answer=3), "three", "can't be read as a number"),
    ],
)
def test_what_can_not_be_read_is_sent_back_with_what_to_do(asked: Number, text: str, said: str) -> None:
    with pytest.raises(Unreadable) as sent_back:
        earned(asked, text)
    assert said in str(sent_back.value)


def test_a_unit_that_is_asked_for_is_not_told() -> None:
    asked = question(answer=3, unit="km", unit_required=True)
    assert KIND.ask(asked, Presentation()).unit == ""
    with pytest.raises(Unreadable) as sent_back:
        earned(asked, "3 apples")
    assert "km" not in str(sent_back.value)
    assert earned(asked, "3000 m") == 1


def test_numbers_are_read_and_shown_in_the_language_of_the_set(render: Render) -> None:
    asked, shown = question(answer="1965.5", unit="Tage"), Presentation(language="de")
    assert earned(asked, "1.965,5", "de") == 1
    answer = KIND.read(asked, {"answer": ("7",)}, shown)
    page = render("number/review.html", view=KIND.review(asked, shown, answer, KIND.mark(asked, answer)))
    assert "<bdi>1965,5 Tage</bdi>" in page
    assert "<bdi>7 Tage</bdi>" in page
    assert KIND.cards(asked, "de")[0].back == "1965,5 Tage"


def test_a_range_is_shown_with_both_its_ends() -> None:
    assert KIND.review(question(range=[1, 2], unit="m"), Presentation(), None, None).key == "1 – 2 m"


@pytest.mark.parametrize(
    ("rest", "place", "finding"),
    [
        ({}, ("answer",), "missing"),
        ({"answer": 1, "tolerance": 1, "relative_tolerance": 1}, ("relative_tolerance",), "exclude"),
        ({"range": [1, 2], "tolerance": 1}, ("range",), "exclude"),
        ({"range": [2, 1]}, ("range",), "lower number first"),
        ({"range": [1, 2], "answer": 3}, ("answer",), "not within"),
        ({"answer": 1, "unit_required": True}, ("unit",), "missing"),
        ({"answer": 1, "units": {"km": 1}}, ("unit",), "missing"),
        ({"answer": 1, "unit": "m", "units": {"km": 0}}, ("units", "km"), "above 0"),
        ({"answer": 1, "unit": "3 m"}, ("unit",), "can't be told from the number"),
        ({"answer": 1, "unit": "m", "units": {"/s": 1}}, ("units", "/s"), "can't be told from the number"),
        ({"answer": 1, "tolerance": -1}, ("tolerance",), "greater than or equal"),
    ],
)
def test_a_key_that_can_not_be_marked_is_refused(rest: dict[str, Any], place: tuple[str, ...], finding: str) -> None:
    with pytest.raises(ValidationError) as refused:
        question(**rest)
    assert [error["loc"] for error in refused.value.errors()] == [place]
    assert finding in refused.value.errors()[0]["msg"]


_EXACT = st.fractions(-(10**6), 10**6, max_denominator=10**4)


@given(
    answer=_EXACT,
    tolerance=st.none() | st.fractions(0, 100, max_denominator=1000),
    unit=st.sampled_from([None, "hours", "m²", "%", "Mitglieder", "人"]),
    required=st.booleans(),
    language=st.sampled_from(["en", "de", "fr", "ja", "ar"]),
)
def test_the_key_of_any_question_gets_the_full_mark(
    answer: Fraction, tolerance: Fraction | None, unit: str | None, required: bool, language: str
) -> None:
    asked = question(answer=answer, tolerance=tolerance, unit=unit, unit_required=bool(unit) and required)
    shown = Presentation(language=language)
    assert KIND.mark(asked, KIND.read(asked, KIND.fields(asked, KIND.key(asked), shown), shown)).fraction == 1
