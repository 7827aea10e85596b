"""How an account begins: the first of all, by an invitation, or by oneself where the site is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quizapp.core.account import Account
from quizapp.store import accounts
from quizapp.web import clock
from quizapp.web.extensions import db
from quizapp.work.accounts import links

SignIn = Callable[..., Account]
Forms = Callable[[str], list[dict[str, str]]]
Send = Callable[..., TestResponse]

FIELDS = {"name": "Tove Lind", "email": "tove@school.example", "password": "seven larch bridges"}


@pytest.fixture
def send(forms: Forms) -> Send:
    """`send(client, page, **fields)`: fill in the first form of the page and send it."""

    def fill(client: FlaskClient, page: str, **fields: str) -> TestResponse:
        found = [form for form in forms(client.get(page).text) if form["action"] != "/sign-out"]
        return client.post(found[0]["action"], data={**found[0], **fields})

    return fill


@pytest.fixture
def in_app(library_app: Flask) -> Callable[[Callable[..., Any]], Any]:
    """`in_app(deed)`: what the deed gives with a session and the time."""

    def run(deed: Callable[..., Any]) -> Any:
        with library_app.app_context():
            try:
                return deed(db.session(), clock.now())
            finally:
                db.session.remove()

    return run


@pytest.fixture
def open_site(library_app: Flask) -> Iterator[None]:
    settings = library_app.config["SETTINGS"]
    library_app.config["SETTINGS"] = replace(settings, sign_up="open")
    yield
    library_app.config["SETTINGS"] = settings


def test_the_first_link_makes_the_administrator_and_signs_in(reader: FlaskClient, send: Send, in_app: Any) -> None:
    page = f"/first-start/{in_app(links.first_start)}"
    done = send(reader, page, **FIELDS)
    assert (done.status_code, done.location) == (303, "/people")
    assert "You are the administrator" in reader.get("/people").text
    assert reader.get(page).status_code == 404


@pytest.mark.parametrize(
    "address", ["/first-start/x", "/invitations/x", "/reset/x", "/reset/%00", "/invitations/" + "x" * 9999]
)
def test_a_link_that_works_no_more_says_so(reader: FlaskClient, address: str) -> None:
    answer = reader.get(address)
    assert answer.status_code == 404
    assert "%00" in address or "does not work" in answer.text or "Ask for another" in answer.text


def test_looking_at_a_link_does_not_use_it_up(reader: FlaskClient, send: Send, in_app: Any) -> None:
    page = f"/invitations/{in_app(lambda session, now: links.invite(session, 'teacher', None, None, now))}"
    for _ in range(3):
        assert reader.get(page).status_code == 200
        assert reader.head(page).status_code == 200
    assert send(reader, page, **FIELDS).status_code == 303
    assert "Tove Lind" in reader.get("/").text


def test_an_invitation_to_an_address_asks_for_none(reader: FlaskClient, send: Send, in_app: Any) -> None:
    def invite(session: Any, now: Any) -> str:
        return links.invite(session, "teacher", "ida@school.example", None, now)

    page = f"/invitations/{in_app(invite)}"
    assert 'name="email"' not in reader.get(page).text
    assert send(reader, page, **FIELDS).location == "/teach"
    found = in_app(lambda session, _: accounts.everyone(session))
    assert [(each.email, each.role) for each in found] == [("ida@school.example", "teacher")]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": " "}, "Type a name"),
        ({"email": "tove"}, "no e-mail address"),
        ({"password": "short"}, "at least 8 characters"),
        ({"password": "password123"}, "Strangers try"),
        ({"password": "tovelind1"}, "too close to your name"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_else_is_lost(
    reader: FlaskClient, send: Send, in_app: Any, wrong: dict[str, str], told: str
) -> None:
    page = f"/invitations/{in_app(lambda session, now: links.invite(session, 'learner', None, None, now))}"
    answer = send(reader, page, **{**FIELDS, **wrong})
    assert answer.status_code == 422
    name = next(iter(wrong))
    beside = answer.text.split(f'id="{name}-error">')[1].split("</p>")[0]
    assert told in beside
    assert f'aria-describedby="{name}-error' in answer.text
    kept = {**FIELDS, **wrong}
    assert f'value="{kept["email"]}"' in answer.text
    assert kept["password"] not in answer.text
    assert send(reader, page, **FIELDS).status_code == 303


def test_someone_signed_in_takes_an_invitation_up_with_that_account(
    reader: FlaskClient, send: Send, sign_in: SignIn, in_app: Any
) -> None:
    ida = sign_in(reader, "learner")
    page = f"/invitations/{in_app(lambda session, now: links.invite(session, 'teacher', None, None, now))}"
    assert "You are signed in as Ida Holm" in reader.get(page).text
    assert send(reader, page).location == "/sign-in"
    found = in_app(lambda session, _: accounts.everyone(session))
    assert [(each.person_id, each.role) for each in found] == [(ida.person_id, "teacher")]


@pytest.mark.parametrize("fields", [FIELDS, {**FIELDS, "role": "administrator", "person_id": "1"}])
@pytest.mark.usefixtures("open_site")
def test_on_an_open_site_everyone_may_sign_up_as_a_learner(
    reader: FlaskClient, send: Send, in_app: Any, fields: dict[str, str]
) -> None:
    assert send(reader, "/sign-up", **fields).location == "/sign-in"
    found = in_app(lambda session, _: accounts.everyone(session))
    assert [(each.email, each.role) for each in found] == [("tove@school.example", "learner")]
    assert send(reader, "/sign-in", **fields).location == "/"


@pytest.mark.usefixtures("open_site")
def test_a_taken_address_is_told_as_a_free_one_is(library_app: Flask, send: Send) -> None:
    told = []
    for _ in range(2):
        client = library_app.test_client()
        answer = send(client, "/sign-up", **FIELDS)
        told.append((answer.status_code, answer.location, client.get("/about").text))
    assert told[0] == told[1]


def test_by_default_one_needs_an_invitation(reader: FlaskClient, forms: Forms) -> None:
    assert "begin with an invitation" in reader.get("/sign-up").text
    token = next(form["csrf_token"] for form in forms(reader.get("/sign-in").text) if "csrf_token" in form)
    assert reader.post("/sign-up", data={"csrf_token": token, **FIELDS}).status_code == 403


def test_a_closed_site_says_so(library_app: Flask, reader: FlaskClient) -> None:
    library_app.config["SETTINGS"] = replace(library_app.config["SETTINGS"], sign_up="closed")
    assert "made by the administrator" in reader.get("/sign-up").text
