"""A visit outlives jumps of the server's clock, and ends when it is too old."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

START = "/sets/dates-and-deadlines/attempts"


def token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sets/dates-and-deadlines").text)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("since", "taken"),
    [
        (timedelta(hours=-1), True),
        (timedelta(days=-2), True),
        (timedelta(days=399), True),
        (timedelta(days=401), False),
    ],
)
def test_a_visit_goes_on_when_the_clock_was_set_back_and_ends_with_its_days(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, since: timedelta, taken: bool
) -> None:
    form, real = {"csrf_token": token(client), "mode": "test", "request": "one"}, time.time
    # What the cookie itself says of its days would end it in the browser already.
    cookie = client.get_cookie("quizapp_session")
    assert cookie
    client.set_cookie("quizapp_session", cookie.value)
    monkeypatch.setattr(time, "time", lambda: real() + since.total_seconds())
    assert client.post(START, data=form).status_code == (303 if taken else 400)


def test_a_forged_visit_is_none(client: FlaskClient) -> None:
    form = {"csrf_token": token(client), "mode": "test", "request": "one"}
    cookie = client.get_cookie("quizapp_session")
    assert cookie
    client.set_cookie("quizapp_session", cookie.value[:-3] + "abc")
    assert client.post(START, data=form).status_code == 400
