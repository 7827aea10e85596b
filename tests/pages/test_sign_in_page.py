"""Signing in and out: who is signed in is known on every page, and a cookie of before is worth nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from http.cookies import SimpleCookie
from pathlib import Path

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


def test_an_account_costs_one_statement_more_and_a_stranger_none(
    library_app: Flask, reader: FlaskClient, sign_in: SignIn, queries: list[str]
) -> None:
    counts = []
    for client in (library_app.test_client(), reader):
        if client is reader:
            sign_in(reader)
        queries.clear()
        client.get("/about")
        counts.append(len(queries))
    assert counts == [0, 1]


def test_over_https_the_cookies_travel_by_https_alone(
    library_app: Flask, reader: FlaskClient, sign_in: SignIn, enter: Enter, password: str
) -> None:
    found = sign_in(library_app.test_client())
    library_app.config["SETTINGS"] = replace(library_app.config["SETTINGS"], https=True)
    answer = enter(reader, email=found.email, password=password)
    cookies = [line for line in answer.headers.getlist("Set-Cookie") if "quizapp_" in line]
    named = {line.partition("=")[0]: line for line in cookies}
    for name in ("__Host-quizapp_account", "__Host-quizapp_browser", "__Host-quizapp_guest"):
        assert "; Path=/" in named[name] and "Domain" not in named[name]
        assert "; Secure" in named[name] and "; HttpOnly" in named[name] and "; SameSite=Lax" in named[name]


@pytest.fixture
def lose(sqlite_file: Path) -> Callable[[str], None]:
    """`lose("sign_ins")`: from then on the database has no such table."""

    def take_away(table: str) -> None:
        with closing(sqlite3.connect(sqlite_file)) as connection:
            connection.execute(f"DROP TABLE {table}")

    return take_away


@pytest.mark.parametrize(("method", "address"), [("GET", "/about"), ("GET", "/account"), ("POST", "/sign-out")])
def test_a_database_that_can_not_say_who_is_there_is_told_and_breaks_no_page(
    reader: FlaskClient, sign_in: SignIn, forms: Forms, lose: Callable[[str], None], method: str, address: str
) -> None:
    sign_in(reader)
    data = {"csrf_token": token(reader, forms, "/about")}
    lose("sign_ins")
    answer = reader.open(address, method=method, data=data if method == "POST" else None)
    # A page for everyone is shown as to a stranger.
    assert answer.status_code == (200 if address == "/about" else 503)
    assert 'href="/sign-in"' in answer.text


def test_no_log_holds_the_token_of_a_link(
    reader: FlaskClient, lose: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    lose("one_time_links")
    assert reader.get("/reset/a-token-that-opens-an-account").status_code == 503
    assert "GET /reset/<token>" in caplog.text
    assert "a-token-that-opens-an-account" not in caplog.text


def test_no_log_holds_an_address(
    reader: FlaskClient, enter: Enter, lose: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    lose("accounts")
    answer = enter(reader, email="ida@school.example", password="seven larch bridges")
    assert answer.status_code == 503
    assert "no such table: accounts" in caplog.text
    assert "ida@school.example" not in caplog.text


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537 (KHTML, like Gecko) Chrome/130.0 Safari/537",
            "Chrome, ChromeOS",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/130.0 Safari/537 Edg/130.0", "Edge, Windows"),
        ("curl/8.9 <script>", "A browser"),
    ],
)
def test_a_browser_is_called_what_its_owner_calls_it(
    library_app: Flask, reader: FlaskClient, sign_in: SignIn, forms: Forms, password: str, agent: str, device: str
) -> None:
    found = sign_in(reader)
    other = library_app.test_client()
    data = {"csrf_token": token(other, forms), "email": found.email, "password": password}
    other.post("/sign-in", data=data, headers={"User-Agent": agent})
    assert f"<strong>{device}</strong>" in reader.get("/account").text
