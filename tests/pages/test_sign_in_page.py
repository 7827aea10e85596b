"""Signing in and out: who is signed in is known on every page, and a cookie of before is worth nothing."""

from __future__ import annotations

from collections.abc import Callable
from http.cookies import SimpleCookie

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quizapp.core.account import Account
from quizapp.web import accounts

SignIn = Callable[..., Account]
Forms = Callable[[str], list[dict[str, str]]]


def token(client: FlaskClient, forms: Forms, page: str = "/sign-in") -> str:
    return next(form["csrf_token"] for form in forms(client.get(page).text) if "csrf_token" in form)


@pytest.fixture
def enter(forms: Forms) -> Callable[..., TestResponse]:
    """`enter(client, email=..., password=...)`: send the form of the page."""

    def send(client: FlaskClient, **fields: str) -> TestResponse:
        return client.post("/sign-in", data={"csrf_token": token(client, forms), **fields})

    return send


Enter = Callable[..., TestResponse]


def test_whoever_is_signed_in_is_named_on_every_page(reader: FlaskClient, sign_in: SignIn) -> None:
    sign_in(reader, name="Tove <b>Lind")
    for page in ("/", "/about", "/sets/who-and-what", "/nowhere"):
        assert "Tove &lt;b&gt;Lind" in reader.get(page).text
        assert 'href="/sign-in"' not in reader.get(page).text


def test_everyone_else_is_shown_where_to_sign_in(reader: FlaskClient) -> None:
    assert 'href="/sign-in"' in reader.get("/").text


@pytest.mark.parametrize(
    ("email", "typed"),
    [("nobody@school.example", "seven larch bridges"), ("teacher-1@school.example", "Seven larch bridges"), ("", "x")],
)
def test_a_wrong_password_and_an_unknown_address_are_told_alike(
    library_app: Flask, sign_in: SignIn, enter: Enter, email: str, typed: str
) -> None:
    sign_in(library_app.test_client())
    client = library_app.test_client()
    answer = enter(client, email=email, password=typed)
    assert answer.status_code == 422
    assert client.get_cookie("quizapp_account") is None
    assert f'value="{email}"' in answer.text
    assert typed not in answer.text or typed == "x"
    if email:
        assert "don&#39;t belong together" in answer.text


def test_an_address_is_known_in_capitals_and_with_spaces_around(
    library_app: Flask, sign_in: SignIn, enter: Enter, password: str
) -> None:
    sign_in(library_app.test_client())
    client = library_app.test_client()
    assert enter(client, email=" Teacher-1@SCHOOL.example ", password=password).status_code == 303


def test_a_cookie_of_before_is_worth_nothing_after_signing_out(
    library_app: Flask, reader: FlaskClient, sign_in: SignIn, forms: Forms
) -> None:
    sign_in(reader)
    cookie = reader.get_cookie("quizapp_account")
    assert cookie
    reader.post("/sign-out", data={"csrf_token": token(reader, forms, "/")})
    assert reader.get_cookie("quizapp_account") is None
    thief = library_app.test_client()
    thief.set_cookie("quizapp_account", cookie.value)
    assert 'href="/sign-in"' in thief.get("/").text


def test_each_sign_in_has_a_token_of_its_own(
    library_app: Flask, reader: FlaskClient, sign_in: SignIn, enter: Enter, password: str
) -> None:
    found = sign_in(reader)
    tokens = set()
    for client in (reader, library_app.test_client(), library_app.test_client()):
        if client is not reader:
            enter(client, email=found.email, password=password)
        cookie = client.get_cookie("quizapp_account")
        assert cookie
        tokens.add(cookie.value)
    assert len(tokens) == 3


@pytest.mark.parametrize("keep", [{}, {"keep": "y"}], ids=["for now", "kept"])
def test_the_cookie_is_for_the_server_alone_and_lasts_as_was_asked(
    reader: FlaskClient, library_app: Flask, sign_in: SignIn, enter: Enter, password: str, keep: dict[str, str]
) -> None:
    found = sign_in(library_app.test_client())
    answer = enter(reader, email=found.email, password=password, **keep)
    cookie = next(
        line for line in answer.headers.getlist("Set-Cookie") if line.startswith("quizapp_account=")
    )  # fmt: skip
    read = SimpleCookie(cookie)["quizapp_account"]
    assert read["httponly"] and read["samesite"] == "Lax"
    assert bool(read["max-age"]) is bool(keep)


@pytest.mark.parametrize(
    ("wanted", "leads"),
    [
        ("/sets/who-and-what", "/sets/who-and-what"),
        ("/attempts/1?answer=x", "/attempts/1?answer=x"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_it_goes_on_where_the_reader_came_from_on_this_site_alone(
    reader: FlaskClient, library_app: Flask, sign_in: SignIn, enter: Enter, password: str, wanted: str, leads: str
) -> None:
    found = sign_in(library_app.test_client())
    answer = enter(reader, email=found.email, password=password, next=wanted)
    assert answer.location == leads


@pytest.fixture
def guarded(library_app: Flask) -> FlaskClient:
    """A reader of pages that are for some alone."""
    for rule in ("signed_in", "teacher", "administrator"):
        asked = getattr(accounts, rule)
        library_app.add_url_rule(
            f"/for/{rule}", f"for-{rule}", lambda asked=asked: asked().name, methods=["GET", "POST"]
        )
    return library_app.test_client()


@pytest.mark.parametrize(
    ("role", "statuses"),
    [("learner", [200, 403, 403]), ("teacher", [200, 200, 403]), ("administrator", [200, 200, 200])],
)
def test_a_role_opens_its_own_pages(guarded: FlaskClient, sign_in: SignIn, role: str, statuses: list[int]) -> None:
    sign_in(guarded, role)
    pages = [guarded.get(f"/for/{name}") for name in ("signed_in", "teacher", "administrator")]
    assert [page.status_code for page in pages] == statuses
    assert all("This page is for" in page.text for page in pages if page.status_code == 403)


def test_who_is_not_signed_in_is_asked_to_and_comes_back(guarded: FlaskClient) -> None:
    answer = guarded.get("/for/teacher?page=2")
    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=/for/teacher?page%3D2"


def test_a_script_is_told_in_a_sentence_that_its_user_is_signed_out(guarded: FlaskClient, forms: Forms) -> None:
    data = {"csrf_token": token(guarded, forms)}
    answer = guarded.post("/for/teacher", data=data, headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json and "Sign in" in answer.json["sentence"]


def test_a_guests_attempts_come_along(
    library_app: Flask, reader: FlaskClient, sign_in: SignIn, begin: Callable[[str, str], str]
) -> None:
    address = begin("who-and-what", "practice")
    sign_in(reader)
    assert reader.get_cookie("quizapp_guest") is None
    page = reader.get(address, follow_redirects=True)
    assert page.status_code == 200
    assert library_app.test_client().get(address).status_code == 404
