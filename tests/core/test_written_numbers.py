"""Numbers as people write them, in their languages, with their units."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.sentences import Unreadable
from quizapp.core.units import factor
from quizapp.core.written_numbers import read_number, written

HALF = Fraction(5, 2)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("2.5", HALF, ""),
        ("2,5", HALF, ""),
        ("2½", HALF, ""),
        ("2 ½", HALF, ""),
        ("½", Fraction(1, 2), ""),
        ("5/2", HALF, ""),
        ("5 / 2", HALF, ""),
        ("5⁄2", HALF, ""),
        ("2 1/2", HALF, ""),
        ("2.5 hours", HALF, "hours"),
        ("2½h", HALF, "h"),
        ("nearly 2.5 hours", HALF, "hours"),
        ("About 2½", HALF, ""),
        ("~2.5", HALF, ""),
        ("ca. 2,5 h", HALF, "h"),
        ("約2.5時間", HALF, "時間"),
        ("€ 2,50", HALF, "€"),
        ("$2.50", HALF, "$"),
        ("50 %", Fraction(50), "%"),
        ("-3", Fraction(-3), ""),
        ("−3", Fraction(-3), ""),
        ("+3", Fraction(3), ""),
        (".5", Fraction(1, 2), ""),
        ("5 m²", Fraction(5), "m^2"),
        ("1e3", Fraction(1000), ""),
        ("２．５", HALF, ""),
        ("٢٫٥", HALF, ""),
        ("1,965", Fraction(1965), ""),
        ("1 234 567", Fraction(1234567), ""),
        ("1\u202f234", Fraction(1234), ""),
        ("1’234’567", Fraction(1234567), ""),
        ("1,234,567.25", Fraction(4938269, 4), ""),
        ("12,34,567", Fraction(1234567), ""),
        ("1.234,5", Fraction(2469, 2), ""),
        ("0,125", Fraction(1, 8), ""),
        ("1.125", Fraction(9, 8), ""),
    ],
)
def test_english_reads(text: str, value: Fraction, unit: str) -> None:
    assert read_number(text, "en") == (value, unit)


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("de", "1.965", Fraction(1965)),
        ("de", "1,965", Fraction(1965, 1000)),
        ("en", "1.965", Fraction(1965, 1000)),
        ("fr", "1,965", Fraction(1965, 1000)),
        ("qaa", "1,965", Fraction(1965)),
    ],
)
def test_a_mark_before_three_digits_is_read_as_the_language_does(language: str, text: str, value: Fraction) -> None:
    assert read_number(text, language) == (value, "")


def test_a_mark_that_the_language_does_not_use_is_not_guessed() -> None:
    with pytest.raises(Unreadable, match="can be a whole number or one with three decimals"):
        read_number("1.965", "fr")


@pytest.mark.parametrize(
    "text",
    [
        "", "two", "1/0", "1/2/3", "1 2", "1,2,3", "1.2.3", "2..5", "1,23,45", "5-6", "5 - 6", "5*6", "5+6", "1e99",
        "about", "nearly no", "2:30", "9" * 31, "9" * 5000, "1/" + "9" * 40, "/2", ".", ",", "٫", "²", "5²/2",
        "¼¼", "1 ¼ ¼",
    ],
)  # fmt: skip
def test_what_is_no_number_is_sent_back(text: str) -> None:
    with pytest.raises(Unreadable) as sent_back:
        read_number(text, "en")
    assert len(str(sent_back.value)) < 200


@given(st.fractions(max_denominator=10**6), st.sampled_from(["en", "de", "fr", "ar", "hi", "ja", "de-CH"]))
def test_what_is_written_is_read_back(value: Fraction, language: str) -> None:
    if abs(value) >= 10_000 or value.denominator == 1 or 10**6 % value.denominator or abs(value) < 1:
        value = Fraction(round(value) % 1000, 8)
    assert read_number(written(value, language), language)[0] == value


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (HALF, "en", "2.5"),
        (HALF, "de", "2,5"),
        (Fraction(1, 3), "en", "1/3"),
        (Fraction(1965), "en", "1965"),
        (Fraction(1234567), "en", "1,234,567"),
        (Fraction(-1, 8), "en", "-0.125"),
    ],
)
def test_a_number_is_written_for_the_eye(value: Fraction, language: str, text: str) -> None:
    assert written(value, language) == text


@pytest.mark.parametrize(
    ("one", "other", "size"),
    [
        ("minutes", "hours", Fraction(1, 60)),
        ("Hrs.", "hours", Fraction(1)),
        ("day", "hours", Fraction(24)),
        ("decades", "years", Fraction(10)),
        ("kg", "tonnes", Fraction(1, 1000)),
        ("percent", "%", Fraction(1)),
        ("members", "members", Fraction(1)),
        ("kg", "hours", None),
        ("apples", "pears", None),
    ],
)
def test_known_units_are_converted(one: str, other: str, size: Fraction | None) -> None:
    assert factor(one, other) == size


@given(st.text(max_size=70), st.sampled_from(["en", "de", "fr", "ja"]))
def test_anything_is_a_number_or_sent_back(text: str, language: str) -> None:
    try:
        value, unit = read_number(text, language)
    except Unreadable:
        return
    assert isinstance(value, Fraction)
    assert not unit[:1].isdigit()
