"""All questions on one page: nothing that was typed is lost, whatever goes wrong or happens elsewhere."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from quizapp.web.extensions import db
from quizapp.work import transactions

from .conftest import JSON, TWICE, Begin, KeyOf, Sheet, end_in, saved, words

Forms = Callable[[str], list[dict[str, str]]]


def test_two_tabs_do_not_clear_one_anothers_answers(sheet: Sheet, key_of: KeyOf, library_session: Session) -> None:
    other = Sheet(sheet.client, sheet.address, key_of)
    other.open()
    sheet.send(sheet.key(1, 2))
    other.send(other.key(3))
    assert set(saved(library_session)) == {1, 2, 3}
    sheet.send({**sheet.key(1), "q4.answer.0": "1"})
    assert set(saved(library_session)) == {1, 2, 3, 4}


def test_a_question_that_was_not_on_the_page_is_not_touched(sheet: Sheet, library_session: Session) -> None:
    sheet.send(sheet.key(1, 2))
    for asked, given in ((["2"], {}), ([], sheet.key(3)), (["x", "0", "-1", "2-zz", "99999"], sheet.key(3))):
        data = MultiDict([("csrf_token", sheet.token), ("go", "save")])
        data.setlist("asked", asked)
        for name, values in given.items():
            data.setlist(name, values)
        assert sheet.client.post(f"{sheet.address}/page", data=data).status_code == 303
    assert set(saved(library_session)) == {1}


def test_what_can_not_be_read_is_kept_told_beside_it_and_led_to(sheet: Sheet) -> None:
    answer = sheet.send({**sheet.key(1), **TWICE})
    assert answer.location == f"{sheet.address}/page#question-5"
    sheet.open()
    assert sheet.states() == ["answered", "open", "open", "open", "unreadable"]
    question = sheet.page.split('id="question-5"')[1]
    assert 'aria-describedby="q5.trouble"' in question.split(">")[0]
    assert "Place 1 is taken twice." in question
    assert sheet.page.count("Place 1 is taken twice.") == 1
    assert sheet.fields()["q5.answer.1"] == ["1"]


def test_a_second_click_on_the_finish_leads_to_the_same_result(sheet: Sheet) -> None:
    everything = sheet.key(1, 2, 3, 4, 5)
    for _ in range(2):
        assert sheet.send(everything, "finish").location == f"{sheet.address}/result"
    assert "This attempt is finished" not in words(sheet.client.get(f"{sheet.address}/result").text)
    late = sheet.send({**everything, "q3.answer": "true"}, "finish")
    assert late.location == sheet.address
    page = sheet.client.get(late.location, follow_redirects=True)
    assert "This attempt is finished" in words(page.text)
    assert sheet.send({}, headers=JSON).json == {"saved": False, "ended": True, "onward": sheet.address}


@pytest.mark.parametrize("go", ["save", "finish"])
def test_what_can_not_even_be_kept_stays_on_the_page_and_the_others_are_saved(
    app: Flask, client: FlaskClient, forms: Forms, key_of: KeyOf, go: str
) -> None:
    form = next(form for form in forms(client.get("/sets/dates-and-deadlines").text) if form.get("mode") == "test")
    address = str(client.post(form["action"], data={**form, "layout": "page"}).location).removesuffix("/page")
    taking = Sheet(client, address, key_of)
    taking.open()
    typed = "ü" * 2001
    answer = taking.send({"q1.answer": typed, "q2.answer": "0"}, go)
    assert answer.status_code == 422
    taking.page = answer.text
    assert taking.fields()["q1.answer"] == [typed]
    assert "That answer is too long." in taking.page.split('id="question-1"')[1].split("</fieldset>")[0]
    with app.app_context():
        engine = db.engine
    with Session(engine) as session:
        assert saved(session) == {2: {"answer": ["0"]}}
        assert taking.send({"q1.answer": "23 November 2019"}).status_code == 303
        assert saved(session)[1] == {"answer": ["23 November 2019"]}


def test_a_lost_session_keeps_what_was_typed_and_gives_a_form_that_works(
    sheet: Sheet, key_of: KeyOf, library_session: Session
) -> None:
    sheet.send(sheet.key(1))
    sheet.open()
    other = Sheet(sheet.client, sheet.address, key_of)
    other.open()
    other.send(other.key(3))
    given = sheet.key(2, 4)
    sheet.client.delete_cookie("quizapp_session")
    answer = sheet.send({**given, "q1.answer": []})
    assert answer.status_code == 400
    assert set(saved(library_session)) == {1, 3}
    sheet.page = answer.text
    assert "Nothing is lost: please send it again." in words(sheet.page)
    assert {**sheet.fields(), **given, **sheet.key(3)} == sheet.fields()
    assert re.findall(r'data-question="(\d)"\s+data-unsaved', sheet.page) == ["1", "2", "4"]
    assert sheet.send({}).status_code == 303
    assert set(saved(library_session)) == {2, 3, 4}


def test_a_lost_session_gives_a_script_a_new_token(sheet: Sheet) -> None:
    sheet.client.delete_cookie("quizapp_session")
    refused = sheet.send(sheet.key(1), headers=JSON)
    assert refused.status_code == 400
    assert refused.json
    sheet.page = sheet.page.replace(sheet.token, refused.json["token"])
    assert sheet.send(sheet.key(1), headers=JSON).status_code == 200


def test_a_lost_session_of_a_finished_test_leads_to_its_result(sheet: Sheet) -> None:
    sheet.send(sheet.key(1, 2, 3, 4, 5), "finish")
    sheet.client.delete_cookie("quizapp_session")
    refused = sheet.send({})
    assert refused.status_code == 400
    assert f'href="{sheet.address}"' in refused.text


def test_a_busy_database_keeps_what_was_typed(
    sqlite_file: Path, sheet: Sheet, library_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "PAUSES", ())
    library_session.rollback()
    with closing(sqlite3.connect(sqlite_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = sheet.send(sheet.key(1, 4))
        told = sheet.send(sheet.key(1, 4), headers=JSON)
    assert (answer.status_code, told.status_code) == (503, 503)
    assert answer.headers["Retry-After"]
    assert told.json
    assert told.json["saved"] is False
    sheet.page = answer.text
    assert "Nothing is lost" in words(sheet.page)
    assert {**sheet.fields(), **sheet.key(1, 4)} == sheet.fields()
    assert saved(library_session) == {}
    assert sheet.send({}).status_code == 303
    assert set(saved(library_session)) == {1, 4}


def test_time_is_the_servers(sheet: Sheet, library_session: Session) -> None:
    end_in(library_session, 120)
    left = re.findall(r'data-timer="(\d+)"\s+data-onward="([^"]+)"', sheet.open())
    assert [(60 < int(seconds) <= 120, onward) for seconds, onward in left] == [(True, f"{sheet.address}?view=page")]
    assert sheet.client.get(f"{sheet.address}?view=page").location == f"{sheet.address}/page"
    end_in(library_session, -0.5)
    assert sheet.send(sheet.key(3), headers=JSON).status_code == 200
    end_in(library_session, -60)
    for go in ("save", "finish"):
        late = sheet.send(sheet.key(1, 3), go)
        assert late.location == sheet.address
        assert sheet.send(sheet.key(1, 3), go, JSON).status_code == 409
    page = sheet.client.get(f"{sheet.address}/page", follow_redirects=True)
    assert page.request.path == f"{sheet.address}/finish"
    assert "this change came too late" in words(page.text)
    assert set(saved(library_session)) == {3}


def test_practice_has_no_such_page(reader: FlaskClient, begin: Begin, forms: Forms) -> None:
    address = begin("who-and-what", "practice")
    assert reader.get(f"{address}/page").location == address
    form = forms(reader.get(f"{address}/questions/1").text)[0]
    data = {"csrf_token": form["csrf_token"], "asked": "1", "q1.answer": "0"}
    assert reader.post(f"{address}/page", data=data).location == address
    assert "one question is answered at a time" in words(reader.get(address, follow_redirects=True).text)
    assert "/page" not in reader.get(f"{address}/finish?view=page").text.split("<main")[1]


def test_a_question_that_is_not_there_is_not_found(sheet: Sheet) -> None:
    data = {"csrf_token": sheet.token, "asked": "77", "q77.answer": "0"}
    for headers in ({}, JSON):
        assert sheet.client.post(f"{sheet.address}/page", data=data, headers=headers).status_code == 404


def test_a_test_too_long_for_one_form_is_taken_one_by_one(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizapp.web.pages.attempt_page.MOST_FIELDS", 10)
    answer = sheet.client.get(f"{sheet.address}/page")
    assert answer.location == f"{sheet.address}/questions/1"
    assert "too many questions for one page" in words(sheet.client.get(answer.location).text)
