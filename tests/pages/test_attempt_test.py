"""A test in the browser: move freely, save as you go; the time is the server's."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quizapp.store.tables import AnswerRow, AttemptRow, SlotRow

Begin = Callable[[str, str], str]
Forms = Callable[[str], list[dict[str, str]]]
KeyOf = Callable[[str, int], dict[str, list[str]]]
Send = Callable[..., TestResponse]

JSON = {"Accept": "application/json"}


@pytest.fixture
def address(begin: Begin) -> str:
    return begin("who-and-what", "test")


@pytest.fixture
def send(reader: FlaskClient, forms: Forms, address: str) -> Send:
    """`send(1, "/flag", **fields)`: send a form of question 1; `headers` go with it."""
    token = forms(reader.get(f"{address}/questions/1").text)[0]["csrf_token"]

    def post(position: int, deed: str = "", headers: dict[str, str] | None = None, **fields: Any) -> TestResponse:
        page = f"{address}/questions/{position}{deed}"
        return reader.post(page, data={"csrf_token": token, **fields}, headers=headers)

    return post


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main")[1]).split())


def end_in(session: Session, seconds: float) -> None:
    """The running test ends so many seconds from now."""
    session.rollback()
    session.scalars(select(AttemptRow)).one().deadline = datetime.now(UTC) + timedelta(seconds=seconds)
    session.commit()


@pytest.mark.parametrize(
    ("position", "go", "onward"),
    [
        (1, "next", "/questions/2"),
        (2, "previous", "/questions/1"),
        (1, "previous", "/questions/1"),
        (5, "next", "/finish"),
        (2, "finish", "/finish"),
        (3, "", "/questions/3"),
        (3, "https://evil.example/", "/questions/3"),
    ],
)
def test_saving_leads_on_to_where_the_button_says(
    address: str, send: Send, position: int, go: str, onward: str
) -> None:
    answer = send(position, go=go)
    assert (answer.status_code, answer.location) == (303, address + onward)


def test_questions_can_be_taken_in_any_order_and_come_back_as_answered(
    reader: FlaskClient, address: str, send: Send, key_of: KeyOf
) -> None:
    for position in (5, 2, 4):
        send(position, **key_of(address, position))
    page = reader.get(f"{address}/questions/4").text
    for name, values in key_of(address, 4).items():
        select_ = page.split(f'name="{name}"')[1].split("</select>")[0]
        assert f'<option value="{values[0]}" selected' in select_
    navigator = page.split('<nav class="navigator"')[1].split("</nav>")[0]
    states = re.findall(r"navigator-link is-(\w+)", navigator)
    assert states == ["open", "answered", "open", "answered", "answered"]


def test_a_script_is_told_what_was_saved(send: Send, address: str, key_of: KeyOf) -> None:
    saved = send(1, headers=JSON, **key_of(address, 1))
    assert (saved.status_code, saved.json) == (200, {"saved": True, "state": "answered"})
    assert send(1, headers=JSON).json == {"saved": True, "state": "open"}


def test_a_cleared_answer_is_cleared(
    reader: FlaskClient, address: str, send: Send, key_of: KeyOf, library_session: Session
) -> None:
    send(1, **key_of(address, 1))
    chosen = [len(re.findall(r'name="answer"[^>]*checked', reader.get(f"{address}/questions/1").text))]
    send(1)
    chosen += [len(re.findall(r'name="answer"[^>]*checked', reader.get(f"{address}/questions/1").text))]
    assert chosen == [1, 0]
    assert library_session.scalars(select(AnswerRow.answer)).all() == [None]


def test_what_can_not_be_read_is_told_and_kept(reader: FlaskClient, address: str, send: Send) -> None:
    twice = {"answer.0": "1", "answer.1": "1"}
    page, json = send(5, **twice), send(5, headers=JSON, **twice)
    assert (page.status_code, json.status_code) == (422, 422)
    assert json.json
    assert (json.json["saved"], json.json["state"]) == (True, "unreadable")
    assert "Place 1 is taken twice." in json.json["sentence"]
    later = reader.get(f"{address}/questions/5").text
    assert "Place 1 is taken twice." in words(later)
    assert later.count('<option value="1" selected') == 2
    assert "Can't be read yet" in words(reader.get(f"{address}/finish").text)


def test_a_flag_is_put_and_taken_off(reader: FlaskClient, address: str, send: Send, library_session: Session) -> None:
    assert send(2, "/flag", headers=JSON, flagged="yes").json == {"saved": True, "flagged": True}
    assert "Flagged to look at again" in words(reader.get(f"{address}/finish").text)
    back = send(2, "/flag", flagged="no", answer="1")
    assert (back.status_code, back.location) == (303, f"{address}/questions/2?answer=1")
    assert not any(library_session.scalars(select(SlotRow.flagged)).all())


def test_the_finish_lists_what_is_open_first(reader: FlaskClient, address: str, send: Send, key_of: KeyOf) -> None:
    send(1, **key_of(address, 1))
    page = reader.get(f"{address}/finish").text
    assert "1 of 5 questions are answered." in words(page)
    assert re.findall(r'to-check-number">(\d)<', page) == ["2", "3", "4", "5"]


def test_the_time_left_is_counted_by_the_server(reader: FlaskClient, address: str, library_session: Session) -> None:
    end_in(library_session, 120)
    for page in ("questions/1", "finish"):
        left = int(re.findall(r'data-timer="(\d+)"', reader.get(f"{address}/{page}").text)[0])
        assert 60 < left <= 120


def test_answers_count_for_five_seconds_more(send: Send, address: str, key_of: KeyOf, library_session: Session) -> None:
    end_in(library_session, -0.5)
    assert send(1, headers=JSON, **key_of(address, 1)).status_code == 200


def test_a_late_answer_is_refused_in_a_sentence_and_what_was_saved_counts(
    reader: FlaskClient, send: Send, address: str, key_of: KeyOf, library_session: Session
) -> None:
    send(3, **key_of(address, 3))
    end_in(library_session, -60)
    for position in (2, 3):
        assert send(position, headers=JSON).status_code == 409
    late = send(1, **key_of(address, 1))
    assert (late.status_code, late.location) == (303, address)
    page = reader.get(late.location, follow_redirects=True)
    assert page.request.path == f"{address}/finish"
    assert "Time is up. What was saved before counts; this change came too late." in words(page.text)
    assert "Back to the questions" not in words(page.text)
    assert reader.get(f"{address}/questions/1").location == address
    assert send(1, "/flag", headers=JSON, flagged="yes").status_code == 409


def test_an_overdue_test_is_closed_with_what_was_saved(
    reader: FlaskClient, send: Send, address: str, key_of: KeyOf, library_session: Session, forms: Forms
) -> None:
    send(3, **key_of(address, 3))
    end_in(library_session, -60)
    form = forms(reader.get(f"{address}/finish").text)[0]
    result = reader.post(form["action"], data=form, follow_redirects=True)
    assert result.request.path == f"{address}/result"
    assert "1 of 8 points" in words(result.text)
    row = library_session.scalars(select(AttemptRow)).one()
    library_session.refresh(row)
    assert row.finished_at == row.deadline


def test_the_key_is_closed_while_the_test_runs_and_open_afterwards(
    reader: FlaskClient, send: Send, address: str, forms: Forms
) -> None:
    assert reader.get("/sets/who-and-what/answer-key").status_code == 403
    form = next(form for form in forms(reader.get(f"{address}/finish").text) if form["action"] == f"{address}/finish")
    reader.post(form["action"], data=form)
    assert reader.get("/sets/who-and-what/answer-key").status_code == 200


def test_the_result_is_not_shown_before_the_end(reader: FlaskClient, address: str) -> None:
    assert reader.get(f"{address}/result").location == address


def test_hints_and_the_key_are_for_practice_alone(
    reader: FlaskClient, address: str, send: Send, library_session: Session
) -> None:
    for deed in ("/hint", "/reveal"):
        assert send(1, deed, hints="0").status_code == 303
    row = library_session.scalars(select(SlotRow).where(SlotRow.position == 1)).one()
    assert (row.hints_taken, row.revealed) == (0, False)
    assert "It is the mayor." not in reader.get(f"{address}/questions/1").text
