"""What can't be done is told in the style of all pages, with a way on."""

from __future__ import annotations

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from quizapp.core.sentences import Blank, Busy, NotFound, Refusal, say

CODES = [400, 403, 404, 405, 413, 422, 429, 500, 503]


@pytest.fixture
def broken(library_app: Flask) -> FlaskClient:
    """A reader of pages that fail as asked."""
    refusals = {kind.__name__: kind for kind in (Blank, Busy, NotFound, Refusal)}

    def refuse(name: str) -> str:
        raise refusals[name](say("No %(what)s today.", what="<cake>"))

    def away() -> str:
        raise OperationalError("SELECT", {}, Exception("server closed the connection"))

    library_app.add_url_rule("/fails/<int:code>", "fails", abort)
    library_app.add_url_rule("/refuses/<name>", "refuses", refuse)
    library_app.add_url_rule("/breaks", "breaks", lambda: 1 / 0)
    library_app.add_url_rule("/away", "away", away)
    return library_app.test_client()


@pytest.mark.parametrize("code", CODES)
def test_each_error_has_a_headline_a_sentence_and_a_way_on(broken: FlaskClient, code: int) -> None:
    answer = broken.get(f"/fails/{code}")
    assert answer.status_code == code
    assert f"Error {code}" in answer.text
    assert answer.text.count("<h1>") == 1
    assert '<a class="button button-primary" href="/">Go to the library</a>' in answer.text


def test_each_error_says_something_else(broken: FlaskClient) -> None:
    titles = {broken.get(f"/fails/{code}").text.split("<title>")[1].split("<")[0] for code in CODES}
    assert len(titles) == len(CODES)


def test_an_error_without_a_text_of_its_own_is_told_too(broken: FlaskClient) -> None:
    assert "Error 418" in broken.get("/fails/418").text
    assert "Our mistake" in broken.get("/fails/502").text


@pytest.mark.parametrize(("name", "code"), [("NotFound", 404), ("Blank", 422), ("Busy", 503), ("Refusal", 409)])
def test_a_refusal_is_told_with_its_sentence(broken: FlaskClient, name: str, code: int) -> None:
    answer = broken.get(f"/refuses/{name}")
    assert answer.status_code == code
    assert "No &lt;cake&gt; today." in answer.text


@pytest.mark.parametrize("address", ["/refuses/Busy", "/away"])
def test_a_busy_site_says_when_to_come_back(broken: FlaskClient, address: str) -> None:
    answer = broken.get(address)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"


def test_our_own_mistake_shows_no_trace(broken: FlaskClient) -> None:
    answer = broken.get("/breaks")
    assert answer.status_code == 500
    assert "Our mistake" in answer.text
    assert "ZeroDivisionError" not in answer.text


def test_a_form_that_is_too_large_is_refused(reader: FlaskClient) -> None:
    answer = reader.post("/sets/who-and-what/attempts", data={"request": "a" * 2_000_000})
    assert answer.status_code == 413
    assert "That is too much" in answer.text


def test_what_an_address_takes_is_told(reader: FlaskClient) -> None:
    answer = reader.get("/sets/who-and-what/attempts")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_redirect_stays_a_redirect(library_app: Flask) -> None:
    library_app.add_url_rule("/folder/", "folder", lambda: "here")
    answer = library_app.test_client().get("/folder")
    assert answer.status_code == 308
    assert answer.location.endswith("/folder/")


def test_an_unknown_host_gets_a_plain_sentence(library_app: Flask) -> None:
    library_app.config["TRUSTED_HOSTS"] = ["quiz.example"]
    answer = library_app.test_client().get("/", base_url="http://evil.example")
    assert answer.status_code == 400
    assert answer.text == "This site does not answer to that host name."
