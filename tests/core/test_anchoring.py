"""Passages keep their place when an article changes, and what is marked in one becomes a quote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.anchoring import Anchored, anchor, minimal_context, select
from quizapp.core.evidence import Reading
from quizapp.core.question import Quote
from quizapp.core.sentences import Refusal

BODY = (
    "The old bridge was built in 1887. It helps both towns. It helps nobody else.\n\n"
    "The mayor, Ada Lind, opened it in Nagoya on 3 May. She didn't stay long."
)


def after(new: str, **quote: str) -> Anchored:
    return anchor(Quote(**quote), Reading(BODY), Reading(new))


def test_a_quote_that_still_fits_is_kept() -> None:
    quote = Quote(exact="built in 1887")
    assert anchor(quote, Reading(BODY), Reading("A new beginning.\n\n" + BODY)) == Anchored("kept", quote, 1.0)


def test_of_two_that_read_alike_the_one_that_was_meant_is_found() -> None:
    without = BODY.replace("It helps both towns. ", "")
    assert after(without, exact="It helps", suffix="both").how == "lost"
    assert after(without, exact="It helps", suffix="nobody").how == "kept"


def test_a_passage_that_now_has_a_twin_gets_the_least_around_it_that_tells_them_apart() -> None:
    found = after("It helps both towns, as they say.\n\n" + BODY, exact="It helps both towns")
    assert (found.how, found.quote) == ("moved", Quote(exact="It helps both towns", suffix=". It"))


def test_words_around_a_passage_that_are_gone_are_not_needed_any_more() -> None:
    found = after(BODY.replace("both towns. It", "nobody. It"), exact="It helps", suffix="nobody else")
    assert found.how == "kept"
    found = after(BODY.replace(" It helps both towns.", ""), exact="It helps", prefix="towns.")
    assert (found.how, found.quote) == ("moved", Quote(exact="It helps"))


@pytest.mark.parametrize(
    ("old", "new", "exact"),
    [
        ("didn't", "didn’t", "She didn't stay"),
        ("The old bridge", "The  old\nbridge", "The old bridge"),
        ("mayor, ", "mayor,\u00a0", "The mayor, Ada"),
        ("bridge was", "bri\u00addge was", "old bridge was"),
    ],
)
def test_other_typography_is_no_other_wording(old: str, new: str, exact: str) -> None:
    found = after(BODY.replace(old, new), exact=exact)
    assert found.how in {"kept", "moved"}
    assert found.changed == ()


@pytest.mark.parametrize(
    ("was", "now", "exact"),
    [
        ("1887", "1878", "The old bridge was built in 1887"),
        ("3 May", "4 May", "opened it in Nagoya on 3 May"),
        ("Ada Lind", "Ida Lind", "The mayor, Ada Lind, opened it"),
        ("Nagoya", "Osaka", "Nagoya"),
    ],
)
def test_a_changed_number_date_or_name_is_never_silent(was: str, now: str, exact: str) -> None:
    found = after(BODY.replace(was, now), exact=exact)
    assert found.how == "reworded"
    assert found.facts
    assert found.changed[0].was in was
    assert found.changed[0].now in now


def test_a_mended_slip_is_told_but_is_no_fact() -> None:
    found = anchor(
        Quote(exact="the brigde was old"), Reading("Then the brigde was old."), Reading("Then the bridge was old.")
    )
    assert found.how == "reworded"
    assert [(change.was, change.now) for change in found.changed] == [("brigde", "bridge")]
    assert found.facts == ()


def test_a_passage_that_is_gone_is_lost_even_where_the_rest_is_new() -> None:
    assert after("Nothing of this is true any more. Go home.", exact="It helps both towns").how == "lost"
    assert after("", exact="It helps both towns").how == "lost"


def test_a_quote_that_named_nothing_before_must_fit_as_it_is() -> None:
    assert after(BODY + " A late addition.", exact="A late addition").how == "kept"
    assert after(BODY, exact="nowhere to be seen").how == "lost"


def test_a_part_of_a_word_is_not_found_in_another_word() -> None:
    found = anchor(Quote(exact="art"), Reading("He loves art. They left."), Reading("They took part. They left."))
    assert found.how == "lost"


def marked(text: str, part: str) -> Quote:
    reading = Reading(text)
    start = reading.text.index(part)
    return minimal_context(reading, start, start + len(part))


@pytest.mark.parametrize(
    ("text", "part", "exact"),
    [
        (BODY, "ridge wa", "bridge was"),
        (BODY, " old bridge ", "old bridge"),
        (BODY, "idn't stay", "didn't stay"),
        ("It is 2.5 km or 1,000 m.", "5 km or 1", "2.5 km or 1,000"),
        ("日韓の協定は23日に失効する。", "協定は2", "協定は23"),
        ("新しいミサイル防衛。", "サイル防", "ミサイル防"),
        ("ينتهي الاتفاق يوم السبت", "تفاق يوم", "الاتفاق يوم"),
        ("협정은 토요일에 끝난다.", "요일에", "토요일에"),
        ("A so\u00adft hyphen.", "ft hy", "so\u00adft hyphen"),
        ("Cafe\u0301s close, e&#x301;t all.", "s clo", "Cafés close"),
        ("नमस्ते दुनिया", "स्ते", "नमस्ते"),
    ],
)
def test_a_passage_is_widened_to_whole_words(text: str, part: str, exact: str) -> None:
    assert marked(text, part) == Quote(exact=exact)


def test_context_is_the_shortest_that_tells_a_passage_from_its_twins() -> None:
    reading = Reading("We met in Rome. They met in Rome. We met in Bern.")
    second = reading.text.index("met in Rome", 10)
    assert minimal_context(reading, second, second + 11) == Quote(exact="met in Rome", prefix="They")
    assert minimal_context(reading, 3, 6) == Quote(exact="met", prefix="We", suffix="in Rome")


def test_twins_with_the_same_words_around_them_are_told_apart_by_all_that_is_there() -> None:
    reading = Reading("One two three. " * 6)
    quotes = [minimal_context(reading, at, at + 3) for at in range(4, 90, 15)]
    assert len(set(quotes)) == 6
    assert all(reading.count(quote) == 1 for quote in quotes)


def test_nothing_is_no_passage() -> None:
    with pytest.raises(Refusal, match="Mark a little more"):
        minimal_context(Reading(BODY), 7, 7)
    with pytest.raises(Refusal, match="Mark a little more"):
        minimal_context(Reading("a " * 5000), 4, 5)


@pytest.mark.parametrize(
    ("text", "before", "behind", "quote"),
    [
        ("built in 1887", "", "", Quote(exact="built in 1887")),
        ("It helps", "was built in 1887. ", " both towns.", Quote(exact="It helps", suffix="both")),
        ("nobody else.\n\nThe mayor", "", "", Quote(exact="nobody else.\n\nThe mayor".replace("\n\n", " "))),
        ("uilt in 18", "", "", Quote(exact="built in 1887")),
        ("Ada  Lind,\u00a0opened", "", "", Quote(exact="Ada Lind, opened")),
        ("She didn’t st\u00aday", "", "", Quote(exact="She didn't stay")),
        ("It helps", "", "", None),
        ("somewhere else", "", "", None),
        (" \n\u200b", "", "", None),
        (".", "1887", "It", None),
    ],
)
def test_what_a_browser_sends_becomes_a_quote(text: str, before: str, behind: str, quote: Quote | None) -> None:
    assert select(Reading(BODY), text, before, behind) == quote


def test_a_selection_over_lists_and_tables_is_found() -> None:
    reading = Reading("- one\n- two **old** boats\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    assert select(reading, "one\ntwo old boats\n\na\tb\n1\t2") == Quote(exact="one two old boats a b 1 2")


@given(st.text(alphabet="ab .é\u0301\u00ad日ア1,\n*", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_whatever_is_marked_is_named_once_or_refused(body: str, start: int, end: int) -> None:
    reading = Reading(body)
    try:
        quote = minimal_context(reading, min(start, end), max(start, end))
    except Refusal:
        return
    assert reading.count(quote) == 1
    assert select(reading, quote.exact, quote.prefix, quote.suffix) in {quote, None}
    assert anchor(quote, reading, Reading(body)).how == "kept"


@given(st.text(max_size=80), st.text(max_size=80), st.text(min_size=1, max_size=20))
def test_any_two_texts_give_a_quote_that_is_found_once_or_none(before: str, new: str, exact: str) -> None:
    later = Reading(new)
    found = anchor(Quote.model_construct(exact=exact, prefix="", suffix=""), Reading(before), later)
    assert (found.quote is None) == (found.how == "lost")
    assert found.quote is None or later.count(found.quote) == 1


def test_what_became_of_another_passage_is_not_taken_for_this_one() -> None:
    old = "Exports rose by 4 per cent in 2018. Exports rose by 7 per cent in 2019. So they said."
    new = "Exports rose by 7 per cent in all of 2019. So they said."
    first, second = (Quote(exact=sentence + ".") for sentence in old.split(".")[:2])
    assert anchor(first, Reading(old), Reading(new)).how == "lost"
    found = anchor(Quote(exact=second.exact.strip()), Reading(old), Reading(new))
    assert (found.how, [change.now for change in found.changed]) == ("reworded", ["all of"])
