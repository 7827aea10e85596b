"""A set on paper: the worksheet tells nothing, the key tells all."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quizapp.store import library

Begin = Callable[[str, str], str]
SHEET, KEY = "/sets/who-and-what/worksheet", "/sets/who-and-what/answer-key"


def test_a_worksheet_has_every_question_and_lines_to_fill(reader: FlaskClient, library_session: Session) -> None:
    page = reader.get(SHEET).text
    held = library.question_set(library_session, "who-and-what")
    assert held
    assert [question.stem in page for question in held.content.questions] == [True] * 5
    assert "<dt>Name</dt>" in page
    assert "<dt>Date</dt>" in page
    assert "of 8" in page


def test_a_worksheet_has_nothing_to_click(reader: FlaskClient) -> None:
    assert re.findall(r"<(?:input|select|textarea|button|form)\b", reader.get(SHEET).text) == []


def test_a_worksheet_tells_no_answer(reader: FlaskClient, library_session: Session) -> None:
    page = reader.get(SHEET).text
    held = library.question_set(library_session, "who-and-what")
    assert held
    for question in held.content.questions:
        assert question.explanation not in page
        assert all(quote.exact not in page for quote in question.evidence)
    assert "Right answer" not in page


def test_the_key_has_the_answers_why_and_the_evidence(reader: FlaskClient) -> None:
    page = reader.get(KEY).text
    assert "The mayor, Ida Holm, opened it on Friday." in page
    assert '<mark class="evidence">is made of larch and oak</mark>' in page
    assert page.count("Right answer") == 4


def order_of(page: str) -> list[str]:
    """The options with their letters, as the page shows them."""
    return re.findall(r'q-option-letter">(\w)</span>\s*<span class="q-option-text">([^<]+)<', page)


def test_sheet_and_key_show_the_same_order_each_time(reader: FlaskClient) -> None:
    assert order_of(reader.get(SHEET).text)[:8] == order_of(reader.get(KEY).text)[:8]
    assert reader.get(SHEET).text == reader.get(SHEET).text


def test_the_key_is_closed_while_a_test_runs(reader: FlaskClient, begin: Begin) -> None:
    address = begin("who-and-what", "test")
    answer = reader.get(KEY)
    assert answer.status_code == 403
    assert "You are in the middle of a test on this set. Finish it first." in answer.text
    assert f'href="{address}"' in answer.text
    assert "Ida Holm" not in answer.text


def test_practice_and_other_tests_leave_the_key_open(reader: FlaskClient, begin: Begin) -> None:
    begin("who-and-what", "practice")
    begin("money-and-law", "test")
    assert reader.get(KEY).status_code == 200


def test_someone_elses_test_leaves_the_key_open(library_app: Flask, begin: Begin) -> None:
    begin("who-and-what", "test")
    assert library_app.test_client().get(KEY).status_code == 200


def test_a_sheet_runs_in_the_direction_of_its_language(reader: FlaskClient) -> None:
    assert '<div class="sheet" lang="ar" dir="rtl">' in reader.get("/sets/jisr/worksheet").text


@pytest.mark.parametrize("sheet", ["worksheet", "answer-key"])
def test_a_sheet_of_no_set_is_told_in_a_sentence(reader: FlaskClient, sheet: str) -> None:
    assert reader.get(f"/sets/none/{sheet}").status_code == 404
