"""date: as exact as is asked for; ambiguous is sent back, not marked wrong."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from quizapp.core.dates import PartialDate
from quizapp.core.kind import Presentation
from quizapp.core.kinds.date import KIND, Date
from quizapp.core.question import Quote
from quizapp.core.sentences import Unreadable

Render = Callable[..., str]


def question(answer: Any, precision: str = "day") -> Date:
    common: dict[str, Any] = {"id": "a-question", "kind": "date", "stem": "When?", "explanation": "So."}
    return Date(answer=answer, precision=precision, **common, evidence=(Quote(exact="x"),))


def earned(asked: Date, text: str, language: str = "en") -> Fraction:
    return KIND.mark(asked, KIND.read(asked, {"answer": (text,)}, Presentation(language=language))).fraction


@pytest.mark.parametrize(
    ("asked", "right", "wrong"),
    [
        (question("2019-11-23"), ["23 Nov 2019", "23/11/2019"], ["22 Nov 2019", "23 Dec 2019", "23 Nov 2018"]),
        (question("2019-11", "month"), ["Nov 2019", "23 Nov 2019"], ["Oct 2019", "Nov 2018"]),
        (question(2019, "year"), ["2019", "Nov 2019", "11/12/2019"], ["2018", "1 Jan 2020"]),
        (question("2019", "year"), ["2019"], ["2018"]),
    ],
)
def test_a_date_is_right_as_exactly_as_it_is_asked_for(asked: Date, right: list[str], wrong: list[str]) -> None:
    assert {earned(asked, text) for text in right} == {1}
    assert {earned(asked, text) for text in wrong} == {0}


@pytest.mark.parametrize(
    ("asked", "text", "said"),
    [
        (
            question("2019-12-11"),
            "11/12/2019",
            "can be 12 November 2019 or 11 December 2019.",
        ),
        (question("2019-11-23"), "Nov 2019", "Write the whole date: day, month and year."),
        (question("2019-11-23"), "2019", "Write the whole date: day, month and year."),
        (question("2019-11", "month"), "2019", "Write the month and the year."),
        (question("2019-11", "month"), "11/12/2019", "can be November 2019 or December 2019"),
        (question(2019, "year"), "in spring", "can't be read as a year. Write it in digits, like 1984."),
        (question("2019-11-23"), "5", "can't be read as a date. Write it like this: 5 March 1984."),
        (question("2019-11", "month"), "soon", "Write it like this: March 1984."),
    ],
)
def test_what_is_ambiguous_or_less_exact_is_sent_back(asked: Date, text: str, said: str) -> None:
    with pytest.raises(Unreadable) as sent_back:
        earned(asked, text)
    assert said in str(sent_back.value)


def test_dates_are_shown_in_the_language_of_the_set(render: Render) -> None:
    asked, shown = question("2019-11-23"), Presentation(language="ja")
    view = KIND.ask(asked, shown)
    assert view.example == "1984年3月5日"
    assert "1984年3月5日" in render("date/ask.html", view=view)
    assert KIND.review(asked, shown, None, None).key == "2019年11月23日"
    assert KIND.cards(asked, "ja")[0].back == "2019年11月23日"


@pytest.mark.parametrize("language", ["en", "vi", "eu", "ja", "qaa"])
def test_the_example_can_itself_be_read(language: str) -> None:
    asked = question("1984-03-05")
    assert earned(asked, KIND.ask(asked, Presentation(language=language)).example, language) == 1


@pytest.mark.parametrize(
    ("answer", "precision"),
    [
        ("2019-11", "day"), ("2019-11-23", "month"), ("2019-11", "year"), (2019, "day"), ("2019-13", "month"),
        ("2019-11-31", "day"), ("2019-00-01", "day"), ("23 November 2019", "day"), (True, "year"), (19, "year"),
        ("0099", "year"), (20191, "year"), (None, "day"),
    ],
)  # fmt: skip
def test_a_key_that_is_not_as_exact_as_it_says_is_refused(answer: Any, precision: str) -> None:
    with pytest.raises(ValidationError) as refused:
        question(answer, precision)
    assert [error["loc"] for error in refused.value.errors()] == [("answer",)]


@given(st.dates(), st.sampled_from(["day", "month", "year"]), st.sampled_from(["en", "de", "ja", "ar", "vi"]))
def test_the_key_of_any_question_gets_the_full_mark(day: Any, precision: Any, language: str) -> None:
    key = PartialDate(max(day.year, 100), day.month, min(day.day, 28)).to(precision)
    asked, shown = question(key, precision), Presentation(language=language)
    assert KIND.mark(asked, KIND.read(asked, KIND.fields(asked, KIND.key(asked), shown), shown)).fraction == 1


@pytest.mark.parametrize("text", ["476", "0476", "in the year 476", "476 AD", "4 September 476"])
def test_an_early_year_is_kept_and_read(text: str) -> None:
    asked = question(476, "year")
    assert earned(asked, text) == 1
    assert Date.model_validate(asked.model_dump(mode="json")) == asked
