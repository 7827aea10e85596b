"""One's own account: what can be changed there, and what nobody else can."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quizapp.core.account import Account

SignIn = Callable[..., Account]
Forms = Callable[[str], list[dict[str, str]]]
Send = Callable[..., TestResponse]


@pytest.fixture
def send(forms: Forms) -> Send:
    """`send(client, "/account/name", name="Ida")`: send the form of the account page that goes there."""

    def fill(client: FlaskClient, action: str, **fields: str) -> TestResponse:
        form = next(form for form in forms(client.get("/account").text) if form["action"] == action)
        return client.post(action, data={**form, **fields})

    return fill


@pytest.fixture
def ida(reader: FlaskClient, sign_in: SignIn) -> Account:
    return sign_in(reader)


@pytest.fixture
def elsewhere(library_app: Flask, ida: Account, forms: Forms, password: str) -> FlaskClient:
    """Another browser in which she is signed in."""
    client = library_app.test_client(use_cookies=True)
    form = next(form for form in forms(client.get("/sign-in").text) if form["action"] == "/sign-in")
    agent = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/131.0"}
    client.post("/sign-in", data={**form, "email": ida.email, "password": password, "keep": "y"}, headers=agent)
    return client


def signed_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_a_name_is_changed_and_seen_at_once(reader: FlaskClient, ida: Account, send: Send) -> None:
    assert send(reader, "/account/name", name="Ida  Lind ").location == "/account"
    assert '<bdi translate="no">Ida Lind</bdi>' in reader.get("/").text


def test_a_name_that_is_none_is_sent_back(reader: FlaskClient, ida: Account, send: Send) -> None:
    answer = send(reader, "/account/name", name=" ")
    assert answer.status_code == 422
    assert "Type a name" in answer.text
    assert answer.text.count("<h1>") == 1


def test_an_address_is_changed_with_the_password(reader: FlaskClient, ida: Account, send: Send, password: str) -> None:
    wrong = send(reader, "/account/email", email="new@school.example", password="guess")
    assert wrong.status_code == 422
    assert 'value="new@school.example"' in wrong.text
    assert "This is not your password." in wrong.text
    assert send(reader, "/account/email", email="new@school.example", password=password).status_code == 303
    assert "new@school.example" in reader.get("/account").text


def test_a_changed_password_keeps_this_browser_alone(
    reader: FlaskClient, elsewhere: FlaskClient, send: Send, password: str
) -> None:
    before = reader.get_cookie("quizapp_account")
    assert signed_in(elsewhere)
    assert send(reader, "/account/password", old=password, new="eight stone bridges").status_code == 303
    assert signed_in(reader)
    assert not signed_in(elsewhere)
    after = reader.get_cookie("quizapp_account")
    assert before and after and before.value != after.value
    reader.set_cookie("quizapp_account", before.value)
    assert not signed_in(reader)


@pytest.mark.parametrize(
    ("fields", "name", "told"),
    [
        ({"old": "guess", "new": "eight stone bridges"}, "old", "not your password"),
        ({"old": "", "new": "eight stone bridges"}, "old", "Type your password"),
        ({"new": "short"}, "new", "at least 8"),
        ({"new": "idaholm99"}, "new", "too close"),
    ],
)
def test_a_password_that_can_not_be_changed_says_why_beside_its_field(
    reader: FlaskClient, ida: Account, send: Send, password: str, fields: dict[str, str], name: str, told: str
) -> None:
    answer = send(reader, "/account/password", **{"old": password, **fields})
    assert answer.status_code == 422
    assert told in answer.text.split(f'id="{name}-error">')[1].split("</p>")[0]


def test_too_many_guesses_at_it_are_told_with_when_to_come_back(reader: FlaskClient, ida: Account, send: Send) -> None:
    statuses = [send(reader, "/account/email", email="x@y.example", password="guess").status_code for _ in range(12)]
    assert statuses == [422] * 10 + [429] * 2
    answer = send(reader, "/account/email", email="x@y.example", password="guess")
    assert int(answer.headers["Retry-After"]) > 0
    assert 'value="x@y.example"' in answer.text


def test_another_browser_is_named_and_signed_out(
    reader: FlaskClient, elsewhere: FlaskClient, send: Send, forms: Forms
) -> None:
    page = reader.get("/account").text
    assert "Firefox, Windows" in page
    assert [page.count(words) for words in ("this one", "Sign out there")] == [1, 1]
    form = next(form for form in forms(page) if form["action"].startswith("/account/sign-ins/"))
    assert reader.post(form["action"], data=form).status_code == 303
    assert not signed_in(elsewhere)
    assert signed_in(reader)


def test_nobody_signs_another_out(
    library_app: Flask, reader: FlaskClient, elsewhere: FlaskClient, sign_in: SignIn, forms: Forms
) -> None:
    theirs = next(
        form for form in forms(reader.get("/account").text) if form["action"].startswith("/account/sign-ins/")
    )
    stranger = library_app.test_client()
    sign_in(stranger, "administrator")
    token = forms(stranger.get("/account").text)[0]["csrf_token"]
    stranger.post(theirs["action"], data={"csrf_token": token})
    assert signed_in(elsewhere)


def test_signing_out_everywhere_means_here_too(reader: FlaskClient, elsewhere: FlaskClient, send: Send) -> None:
    assert send(reader, "/account/sign-ins/end").location == "/sign-in"
    assert not signed_in(reader)
    assert not signed_in(elsewhere)


def test_what_is_kept_comes_as_a_file(reader: FlaskClient, ida: Account) -> None:
    answer = reader.get("/account/export")
    assert answer.json and answer.json["account"]["email"] == ida.email
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_account_is_deleted_with_the_password_and_its_cookie_is_worth_nothing(
    reader: FlaskClient, elsewhere: FlaskClient, ida: Account, send: Send, forms: Forms, password: str
) -> None:
    assert send(reader, "/account/delete", password="guess").status_code == 422
    assert signed_in(reader)
    assert send(reader, "/account/delete", password=password).location == "/"
    assert "are deleted" in reader.get("/").text
    assert not signed_in(reader)
    assert not signed_in(elsewhere)
    form = next(form for form in forms(reader.get("/sign-in").text) if form["action"] == "/sign-in")
    assert reader.post("/sign-in", data={**form, "email": ida.email, "password": password}).status_code == 422


def test_the_last_administrator_is_told_why_the_account_stays(
    reader: FlaskClient, sign_in: SignIn, send: Send, password: str
) -> None:
    sign_in(reader, "administrator")
    answer = send(reader, "/account/delete", password=password)
    assert answer.status_code == 409
    assert "last administrator" in answer.text


@pytest.mark.parametrize("address", ["/account", "/account/export", "/people", "/people/1"])
def test_a_stranger_is_asked_to_sign_in(reader: FlaskClient, address: str) -> None:
    answer = reader.get(address)
    assert answer.status_code == 303
    assert answer.location == f"/sign-in?next={address}"
