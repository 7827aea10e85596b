"""Short addresses: from a link, a QR code, or typed from a blackboard."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

Workshop = Any


@pytest.fixture
def learner(library_app: Flask) -> FlaskClient:
    return library_app.test_client()


def test_a_short_address_leads_to_the_set(workshop: Workshop, learner: FlaskClient) -> None:
    workshop.add()
    found = workshop.publish()
    answer = learner.get(f"/s/{found.share_code}")
    assert (answer.status_code, answer.location) == (302, f"/sets/{found.slug}")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_code_is_read_as_people_type_it(workshop: Workshop, learner: FlaskClient) -> None:
    workshop.add()
    code = str(workshop.publish().share_code)
    for typed in (
        code.upper(),
        f" {code[:3]} {code[3:6]}-{code[6:]} ",
        f"http://localhost/s/{code}",
        f"localhost/s/{code}/",
    ):
        assert learner.get("/s", query_string={"code": typed}).location == f"/s/{code}"


@pytest.mark.parametrize("code", ["zzzzzzzzz", "a", "x" * 300, "<script>", "%00", "橋", "a b"])
def test_an_unknown_code_is_told_and_kept_to_be_mended(learner: FlaskClient, code: str) -> None:
    answer = learner.get(f"/s/{code}")
    assert answer.status_code == 404
    assert "<script>" not in answer.text
    if code == "zzzzzzzzz":
        assert "No set has this code." in answer.text
        assert 'value="zzzzzzzzz"' in answer.text


@pytest.mark.parametrize("typed", ["", "   ", "?!", "\x00"])
def test_nothing_typed_shows_the_form(learner: FlaskClient, typed: str) -> None:
    answer = learner.get("/s", query_string={"code": typed})
    assert answer.status_code == 200
    assert 'name="code"' in answer.text


def test_a_code_of_what_learners_may_not_see_is_as_unknown(workshop: Workshop, learner: FlaskClient) -> None:
    workshop.add()
    code = workshop.publish().share_code
    workshop.post("/publish/visibility", visibility="draft")
    assert learner.get(f"/s/{code}").text.replace(str(code), "") == learner.get("/s/zzzzzzzzz").text.replace(
        "z" * 9, ""
    )
