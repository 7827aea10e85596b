"""What every page has: its title, landmarks, headers and style; and numbers as they are shown."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.web.languages import direction, language_name
from quizapp.web.numbers import percent, points, whole_percent

ADDRESSES = [
    "/",
    "/about",
    "/articles/bridge",
    "/articles/arabic",
    "/sets/who-and-what",
    "/sets/who-and-what/worksheet",
    "/sets/who-and-what/answer-key",
    "/nowhere",
]
every_page = pytest.mark.parametrize("address", ADDRESSES)


@every_page
def test_a_page_has_one_headline_a_title_and_landmarks(reader: FlaskClient, address: str) -> None:
    page = reader.get(address).text
    assert len(re.findall(r"<h1\b", page)) == 1
    assert re.search(r"<title>\S.* · quizapp</title>", page)
    assert re.search(r'<meta name="description" content="\S[^"]+">', page)
    for landmark in ('<a class="skip-link" href="#main">', '<main id="main"', "<header", "<nav", "<footer"):
        assert landmark in page


def test_titles_and_descriptions_differ(reader: FlaskClient) -> None:
    titles = [re.findall(r"<title>.*</title>", reader.get(address).text)[0] for address in ADDRESSES]
    assert len(set(titles)) == len(ADDRESSES)


@every_page
def test_headings_leave_no_level_out(reader: FlaskClient, address: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", reader.get(address).text)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@every_page
def test_nothing_inline_and_nothing_from_elsewhere(reader: FlaskClient, address: str) -> None:
    page = reader.get(address).text
    assert re.findall(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|javascript:", page) == []
    assert re.findall(r'<(?:link|script|img)[^>]*(?:href|src)="(?!/|data:)', page) == []


@every_page
def test_every_file_of_a_page_is_there_and_kept_for_a_year(reader: FlaskClient, address: str) -> None:
    files = re.findall(r'<(?:link rel="(?!manifest)|script)[^>]*(?:href|src)="([^"]+)"', reader.get(address).text)
    assert len(files) >= 3
    for file in files:
        with reader.get(file) as answer:
            assert answer.status_code == 200
            assert "immutable" in answer.headers["Cache-Control"]


@every_page
def test_no_word_of_markup_escapes_into_the_text(reader: FlaskClient, address: str) -> None:
    page = reader.get(address).text
    assert re.findall(r"&lt;/?(?:p|em|b|svg)\b|object at 0x|Undefined|\{\{|\}\}|%\(", page) == []


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Fraction(7), "7"), (Fraction(15, 2), "7.5"), (Fraction(1, 3), "0.33"), (Fraction(2, 3), "0.67"), (0, "0")],
)
def test_points_are_rounded_to_two_places(library_app: Flask, value: Fraction, shown: str) -> None:
    with library_app.test_request_context():
        assert points(Fraction(value)) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [(Fraction(1), 100), (Fraction(999, 1000), 99), (Fraction(1, 1000), 1), (Fraction(0), 0), (Fraction(1, 2), 50)],
)
def test_only_all_is_a_hundred_percent_and_only_nothing_is_none(share: Fraction, shown: int) -> None:
    assert whole_percent(share) == shown


def test_a_percentage_is_written_as_the_reader_writes_it(library_app: Flask) -> None:
    with library_app.test_request_context():
        assert percent(Fraction(7, 8)) == "88%"


def test_a_language_that_nobody_has_described_runs_left_to_right() -> None:
    assert [direction(tag) for tag in ("ar", "he-IL", "ko", "zh-Hant-TW", "xx-invalid-tag")] == [
        "rtl",
        "rtl",
        *["ltr"] * 3,
    ]


def test_a_language_is_named_in_itself() -> None:
    assert [language_name(tag) for tag in ("ja", "ar", "qq")] == ["日本語", "العربية", "qq"]
