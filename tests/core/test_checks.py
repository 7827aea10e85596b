"""What the checks say of an item, where they say it, and when they are silent."""

from __future__ import annotations

from typing import Any

import pytest

from quizapp.core.checks import check_question, check_set, silenceable
from quizapp.core.evidence import reading

LONG = "Because the harbour had been deepened for the large ships"
KEY = {"text": LONG, "correct": True}


def codes(language: str = "en", **document: Any) -> list[str]:
    return [weakness.code for weakness in check_question(document, language=language, reading=None)]


def places(language: str = "en", **document: Any) -> dict[str, tuple[str | int, ...]]:
    return {each.code: each.path for each in check_question(document, language=language, reading=None)}


def test_a_weakness_says_what_where_why_and_how_to_mend_it() -> None:
    (weakness,) = check_question({"stem": "Why?", "options": ["Rain", "War", KEY]}, language="en", reading=None)
    assert (weakness.code, weakness.path) == ("longest-key", ("options", 2))
    assert str(weakness.sentence) == "The key is clearly longer than every other option."
    assert "guess the longest option" in str(weakness.why)
    assert str(weakness.mend).startswith("Shorten the key")


def test_options_are_read_short_and_long() -> None:
    short = {"stem": "Which?", "options": ["Iron", "iron", {"text": "Tin", "correct": True}]}
    long = {"stem": "Which?", "options": [{"text": "Iron"}, {"text": "**iron**"}, {"text": "Tin", "weight": 1}]}
    assert codes(**short) == codes(**long) == ["duplicate-options"]


def test_an_option_is_named_by_its_place_even_beside_empty_ones() -> None:
    options = ["", None, {"text": "Rain"}, {"feedback": "x"}, "War", KEY]
    assert places(stem="Why?", options=options) == {"longest-key": ("options", 5)}


def test_a_gap_with_options_is_checked_where_it_stands() -> None:
    gap = {"kind": "choice", "options": ["biologist", "astronomer"], "answer": "astronomer"}
    assert places(text="She is an [[3]].", gaps={3: gap}) == {"grammar-cue": ("gaps", 3, "options", 0)}


def test_a_typed_gap_is_held_to_its_evidence() -> None:
    gaps = {"1": {"kind": "number", "answer": 30}, "2": {"kind": "number", "answer": 31}}
    told = places(text="[[1]] and [[2]]", gaps=gaps, evidence=[{"exact": "thirty ships"}])
    assert told == {"unsupported-key": ("gaps", "2", "answer")}


@pytest.mark.parametrize(
    ("answer", "passage"),
    [
        ("2019-11-23", "It was due to expire on 23 November."),
        ("2019-11-23", "am 23.11.2019"),
        ("2019-11", "in Nov. of 2019"),
        ("1965", "four years before 1969"),
        ("1965", "the crisis of '65"),
        ("2021-05-14", "the day before yesterday, in May"),
    ],
)
def test_a_date_is_found_however_it_is_written(answer: str, passage: str) -> None:
    document = {"stem": "When?", "answer": answer, "precision": "year", "evidence": [{"exact": passage}]}
    assert codes(**document) == []


@pytest.mark.parametrize(
    ("answer", "passage"),
    [
        ("2019-11-23", "It was due to expire on 22 November 2019."),
        ("2019-11-23", "on 23 October 2019"),
        ("2019-11-23", "on 23 November 2018"),
        ("2019-11", "in the autumn of 2019, in October"),
        ("1965", "in 1956"),
    ],
)
def test_another_date_is_no_evidence(answer: str, passage: str) -> None:
    document = {"stem": "When?", "answer": answer, "precision": "year", "evidence": [{"exact": passage}]}
    assert codes(**document) == ["unsupported-key"]


@pytest.mark.parametrize(
    ("language", "answer", "passage"),
    [
        ("en", 2.5, "nearly two and a half hours"),
        ("en", 90, "an hour and a half"),
        ("en", 35, "from 1910 to 1945"),
        ("en", 256_000, "two hundred and fifty-six thousand"),
        ("en", 1300, "some 1,300 people"),
        ("de", 25, "fünfundzwanzig Schafe"),
        ("de", 3.5, "dreieinhalb Stunden"),
        ("fr", 97, "quatre-vingt-dix-sept ans"),
        ("fr", 1200, "mille deux cents habitants"),
        ("ja", 20, "２０人"),
    ],
)
def test_a_number_is_found_in_words_and_other_units(language: str, answer: Any, passage: str) -> None:
    assert codes(language, stem="?", answer=answer, evidence=[{"exact": passage}]) == []
    assert codes(language, stem="?", answer=answer + 7777, evidence=[{"exact": passage}]) == ["unsupported-key"]


def test_numbers_are_read_as_a_form_sends_them() -> None:
    sent = {"stem": "How long?", "answer": "2.5", "tolerance": "1/4", "unit": "hours"}
    assert codes(**sent, evidence=[{"exact": "two and a half hours"}]) == []
    assert codes(**sent, evidence=[{"exact": "four hours"}]) == ["unsupported-key"]
    assert codes(stem="How long?", range=["2", "3"], evidence=[{"exact": "two and a half hours"}]) == []
    chosen = ["Rain", "War", {"text": LONG, "weight": "1"}]
    assert codes(stem="Why?", options=chosen) == ["longest-key"]


def test_a_text_that_counts_in_full_may_be_the_one_that_is_quoted() -> None:
    question = {"stem": "Who?", "answer": "Bonn", "evidence": [{"exact": "It was the mayor."}]}
    assert codes(**question, accept=["the mayor"]) == codes(**question, accept=[{"text": "mayor"}]) == []
    assert codes(**question, accept=[{"text": "mayor", "weight": "1/2"}]) == ["unsupported-key"]


def test_a_range_is_proved_by_a_number_within_it() -> None:
    within = {"stem": "How long?", "range": [2, 3], "evidence": [{"exact": "two and a half hours"}]}
    assert codes(**within) == []
    assert codes(**within | {"range": [4, 5]}) == ["unsupported-key"]


@pytest.mark.parametrize("language", ["sv", "ar", "xx"])
def test_checks_that_need_words_are_silent_in_a_language_they_do_not_know(language: str) -> None:
    document = {
        "stem": "Which is not an",
        "options": ["always", "All of the above", {"text": "often", "correct": True}],
    }
    assert codes(language, **document, evidence=[{"exact": "nothing"}]) == []


@pytest.mark.parametrize("language", ["sv", "ar", "xx", "de-AT", "en-GB"])
def test_checks_that_need_no_words_know_every_language(language: str) -> None:
    assert codes(language, stem="?", options=["a", "b", KEY]) == ["longest-key"]
    assert codes(language, stem="?", options=["3", "1", "2"], shuffle=False) == ["unordered-numbers"]
    assert codes(language, stem="?", options=["Köln", "köln"]) == ["duplicate-options"]


def test_usually_is_not_all_and_a_scale_is_none() -> None:
    assert codes(stem="?", options=["It is unusually small", {"text": "It is neverending", "correct": True}]) == []
    assert codes(stem="How often?", options=["Always", "Often", {"text": "Never", "correct": True}]) == []


def test_a_reason_for_the_silence_is_not_needed_for_a_draft_to_be_silent() -> None:
    document = {"stem": "Why?", "options": ["Rain", "War", KEY], "silence": {"longest-key": ""}}
    assert check_question(document, language="en", reading=None) == ()
    listed = check_question(document, language="en", reading=None, include_silenced=True)
    assert [weakness.code for weakness in listed] == ["longest-key"]


def test_a_silence_hides_its_own_code_alone() -> None:
    document = {"stem": "Why not?", "options": ["Rain", "rain", KEY], "silence": {"longest-key": "So."}}
    assert codes(**document) == ["duplicate-options"]


def told(*documents: Any) -> list[tuple[int, str, tuple[str | int, ...]]]:
    return [(at, each.code, each.path) for at, each in check_set(documents, language="en", reading=None)]


def test_a_silence_that_silences_nothing_is_told_in_the_set() -> None:
    idle = {"stem": "Why?", "silence": {"longest-key": "So."}}
    assert told({}, idle) == [(1, "idle-silence", ("silence", "longest-key"))]
    assert codes(**idle) == []


def test_a_silence_of_what_only_the_set_shows_is_not_idle() -> None:
    first = {"stem": "Who discovered penicillin?", "answer": "Fleming"}
    second = {"stem": "In which year had Fleming discovered penicillin?", "answer": 1928}
    assert told(first, second) == [(0, "answer-in-another-stem", ("answer",))]
    assert told({**first, "silence": {"answer-in-another-stem": "They are never in one test."}}, second) == []


def test_no_silence_silences_itself() -> None:
    assert "idle-silence" not in silenceable()
    assert "longest-key" in silenceable()


def test_the_key_is_told_to_stand_at_one_place_too_often_once() -> None:
    names = ["Ada", "Ben", "Cho", "Dan", "Eve"]
    fixed = [
        {"stem": f"Who, with {len(name)}?", "shuffle": False, "options": ["X", {"text": name, "correct": True}, "Z"]}
        for name in names
    ]
    assert told(*fixed) == [(0, "key-position", ("options", 1))]
    assert told(*({**each, "shuffle": True} for each in fixed)) == []


def test_how_hard_a_stem_is_needs_an_article() -> None:
    hard = (
        "Notwithstanding considerable entrepreneurial uncertainty, which professional establishment previously "
        "accommodated prospective successors?"
    )
    easy = reading("The baker has an old oven. Two men want to take over the shop. They start in May. " * 4)
    assert codes(stem=hard) == []
    assert [each.code for each in check_question({"stem": hard}, language="en", reading=easy)] == ["hard-stem"]


def test_a_quote_within_the_stem_negates_nothing() -> None:
    options = ["Ann", {"text": "Bob", "correct": True}, "Cid"]
    assert codes(stem="Who said: “I did not do it”?", options=options) == []
    assert places(stem="Who did not do it?", options=options) == {"negative-stem": ("stem",)}
    assert codes(stem="Who did **not** do it?", options=options) == []
