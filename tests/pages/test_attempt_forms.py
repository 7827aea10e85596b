"""Forms of an attempt: only with a token, only their own fields, and never at the cost of what was typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import itsdangerous
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quizapp import create_app
from quizapp.settings import Settings
from quizapp.store.base import Base
from quizapp.store.tables import AnswerRow, AttemptRow, SlotRow
from quizapp.web.extensions import db

Begin = Callable[[str, str], str]
Forms = Callable[[str], list[dict[str, str]]]
KeyOf = Callable[[str, int], dict[str, list[str]]]

JSON = {"Accept": "application/json"}
ANEW = "Your visit had to be opened anew, so this was not taken yet. Nothing is lost: please send it again."


def form_of(forms: Forms, client: FlaskClient, page: str) -> dict[str, str]:
    return next(form for form in forms(client.get(page).text) if form["action"] == page)


def rows(session: Session) -> list[list[tuple[Any, ...]]]:
    session.rollback()
    return [[tuple(row) for row in session.execute(select(table))] for table in Base.metadata.sorted_tables]


def posts(app: Flask) -> list[str]:
    """The address of every route that takes a form, of attempt 1 and question 1."""
    values = {"attempt_id": 1, "position": 1, "slug": "who-and-what"}
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        return [
            adapter.build(rule.endpoint, {name: values.get(name, 1) for name in rule.arguments}, method="POST")
            for rule in app.url_map.iter_rules()
            if "POST" in (rule.methods or ())
        ]


@pytest.mark.parametrize("token", [None, "", "forged", "foreign"])
def test_no_form_is_taken_without_its_token(
    library_app: Flask, reader: FlaskClient, begin: Begin, forms: Forms, library_session: Session, token: str | None
) -> None:
    begin("who-and-what", "test")
    if token == "foreign":
        other = library_app.test_client()
        token = forms(other.get("/sets/who-and-what").text)[0]["csrf_token"]
    before, addresses = rows(library_session), posts(library_app)
    assert len(addresses) >= 7
    for address in addresses:
        sent = {"request": "a", "mode": "test", "answer": "0", "flagged": "yes", "hints": "0"}
        answer = reader.post(address, data=sent if token is None else {**sent, "csrf_token": token})
        assert answer.status_code == 400, address
        in_header = reader.post(address, data=sent, headers={"X-CSRFToken": token or ""})
        assert in_header.status_code == 400, address
    assert rows(library_session) == before


def test_a_token_in_a_header_is_not_enough(
    reader: FlaskClient, begin: Begin, forms: Forms, key_of: KeyOf, library_session: Session
) -> None:
    """A form that can't be read would otherwise pass for a cleared answer."""
    page = f"{begin('who-and-what', 'test')}/questions/1"
    form = form_of(forms, reader, page)
    reader.post(page, data={**form, **key_of(page.rsplit("/questions", 1)[0], 1)})
    before = rows(library_session)
    headers = {"X-CSRFToken": form["csrf_token"], "X-CSRF-Token": form["csrf_token"]}
    for body, content_type in (
        (b'{"answer": "0"}', "application/json"),
        (b"no parts", "multipart/form-data"),
        (b"no parts", "multipart/form-data; boundary=x"),
        (b"answer=0", "text/plain"),
        (b"", "application/x-www-form-urlencoded"),
    ):
        assert reader.post(page, data=body, content_type=content_type, headers=headers).status_code == 400
    assert rows(library_session) == before


@pytest.mark.parametrize("mode", ["practice", "test"])
@pytest.mark.parametrize("hours", [8, 24 * 300])
def test_a_page_that_lay_open_still_works(
    reader: FlaskClient,
    begin: Begin,
    forms: Forms,
    key_of: KeyOf,
    library_session: Session,
    monkeypatch: pytest.MonkeyPatch,
    mode: str,
    hours: int,
) -> None:
    address = begin("money-and-law", mode)
    form = form_of(forms, reader, f"{address}/questions/1")
    signed_at = itsdangerous.TimestampSigner.get_timestamp
    monkeypatch.setattr(itsdangerous.TimestampSigner, "get_timestamp", lambda signer: signed_at(signer) + hours * 3600)
    assert reader.post(form["action"], data={**form, **key_of(address, 1)}).status_code == 303
    assert library_session.scalars(select(AnswerRow.answer)).all() == [{"value": True}]


@pytest.mark.parametrize("mode", ["practice", "test"])
def test_a_lost_session_keeps_what_was_typed_and_gives_a_form_that_works(
    reader: FlaskClient, begin: Begin, forms: Forms, key_of: KeyOf, library_session: Session, mode: str
) -> None:
    address = begin("who-and-what", mode)
    page, key = f"{address}/questions/4", key_of(address, 4)
    form = form_of(forms, reader, page)
    reader.delete_cookie("quizapp_session")
    refused = reader.post(page, data={**form, **key})
    assert refused.status_code == 400
    assert ANEW in refused.text
    for name, values in key.items():
        assert f'value="{values[0]}" selected' in refused.text.split(f'name="{name}"')[1].split("</select>")[0]
    assert library_session.scalars(select(AnswerRow)).all() == []
    again = next(form for form in forms(refused.text) if form["action"] == page)
    assert reader.post(page, data={**again, **key}).status_code == 303
    library_session.rollback()
    assert len(library_session.scalars(select(AnswerRow)).all()) == 1


def test_a_lost_session_gives_a_script_a_new_token(
    reader: FlaskClient, begin: Begin, forms: Forms, key_of: KeyOf
) -> None:
    address = begin("who-and-what", "test")
    page = f"{address}/questions/1"
    form = {**form_of(forms, reader, page), **key_of(address, 1)}
    reader.delete_cookie("quizapp_session")
    refused = reader.post(page, data=form, headers=JSON)
    assert refused.status_code == 400
    assert refused.json
    assert (refused.json["saved"], refused.json["sentence"]) == (False, ANEW)
    again = reader.post(page, data={**form, "csrf_token": refused.json["token"]}, headers=JSON)
    assert again.json == {"saved": True, "state": "answered"}


@pytest.mark.parametrize("deed", ["/finish", "/questions/1/flag", "/questions/1/hint"])
def test_a_lost_session_is_told_on_every_form(reader: FlaskClient, begin: Begin, deed: str) -> None:
    address = begin("who-and-what", "test")
    reader.delete_cookie("quizapp_session")
    refused = reader.post(address + deed, data={"flagged": "yes"})
    assert refused.status_code == 400
    assert ANEW in refused.text
    assert 'name="csrf_token"' in refused.text


def test_a_lost_session_of_a_finished_attempt_leads_to_its_result(
    reader: FlaskClient, begin: Begin, forms: Forms
) -> None:
    address = begin("who-and-what", "practice")
    form = form_of(forms, reader, f"{address}/questions/1")
    reader.post(f"{address}/finish", data=form)
    reader.delete_cookie("quizapp_session")
    refused = reader.post(f"{address}/questions/1", data=form)
    assert refused.status_code == 400
    assert f'href="{address}/result"' in refused.text


def test_who_has_lost_all_cookies_learns_nothing(reader: FlaskClient, begin: Begin) -> None:
    address = begin("who-and-what", "test")
    reader.delete_cookie("quizapp_session")
    reader.delete_cookie("quizapp_guest")
    for headers in ({}, JSON):
        assert reader.post(f"{address}/questions/1", data={"answer": "0"}, headers=headers).status_code == 404


FORGED = {
    "score": "100",
    "out_of": "1",
    "started_at": "2001-01-01",
    "deadline": "2999-01-01",
    "finished_at": "2001-01-01",
    "person_id": "999",
    "set_id": "1",
    "whole": "1",
    "mark": '{"fraction": 1}',
    "is_correct": "1",
    "fraction": "1",
    "revealed": "1",
    "hints_taken": "0",
    "version_id": "1",
    "try_number": "9",
    "role": "teacher",
    "id": "1",
}


@pytest.mark.parametrize("mode", ["practice", "test"])
def test_fields_that_no_form_has_are_ignored(
    library_app: Flask, forms: Forms, library_session: Session, mode: str
) -> None:
    kept = []
    for forged in ({}, FORGED):
        client = library_app.test_client()
        start = next(form for form in forms(client.get("/sets/money-and-law").text) if form.get("mode") == mode)
        address = str(client.post(start["action"], data={**forged, **start}).location)
        form = form_of(forms, client, f"{address}/questions/1")
        client.post(form["action"], data={**forged, **form, "answer": "false"})
        client.post(f"{address}/finish", data={**forged, **form})
        row = library_session.get_one(AttemptRow, int(address.rsplit("/", 1)[1]))
        answer = library_session.scalars(
            select(AnswerRow).join(SlotRow, SlotRow.id == AnswerRow.slot_id).where(SlotRow.attempt_id == row.id)
        ).one()
        kept.append((row.score, row.out_of, row.whole, row.deadline, answer.fields, answer.mark, answer.try_number))
        assert row.finished_at
        assert row.finished_at >= row.started_at
        assert row.started_at.year > 2001
    assert kept[0] == kept[1]
    assert kept[0][0] == 0


def cookies(answer: TestResponse) -> dict[str, set[str]]:
    """Each cookie that was set, with its attributes."""
    found = {}
    for line in answer.headers.getlist("Set-Cookie"):
        pair, *attributes = line.split("; ")
        found[pair.split("=")[0]] = {re.sub("=.*", "", word) if "Expires" in word else word for word in attributes}
    return found


@pytest.mark.parametrize("https", [False, True])
def test_cookies_are_for_this_site_alone_and_no_script_reads_them(
    library_app: Flask, tmp_path: Any, forms: Forms, https: bool
) -> None:
    url = str(library_app.config["SQLALCHEMY_DATABASE_URI"])
    app = create_app(Settings(instance=tmp_path, database_url=url, secret_key="k" * 40, https=https))
    client = app.test_client()
    page = client.get("/sets/who-and-what", base_url="https://localhost")
    form = forms(page.text)[0]
    started = client.post(form["action"], data=form, base_url="https://localhost", headers={"Referer": ""})
    with app.app_context():
        db.engine.dispose()
    found = {**cookies(page), **cookies(started)}
    prefix = "__Host-" if https else ""
    assert set(found) == {f"{prefix}quizapp_session", f"{prefix}quizapp_guest"}
    for attributes in found.values():
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= attributes
        assert ("Secure" in attributes) is https
        assert not any(word.startswith("Domain") for word in attributes)
    assert "Max-Age=34560000" in found[f"{prefix}quizapp_guest"]
