"""A site under https: reached in no other way, by cookies that no other host can set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp import create_app
from quizapp.settings import Settings
from quizapp.web.extensions import db

from .conftest import School
from .forms import address
from .routes import methods

Open = Callable[..., Flask]


@pytest.fixture
def site(school: School, tmp_path: Path) -> Iterator[Open]:
    """`site(proxies=1)`: the school under https."""
    made: list[Flask] = []

    def found(**settings: Any) -> Flask:
        url = school.app.config["SQLALCHEMY_DATABASE_URI"]
        made.append(create_app(Settings(tmp_path, url, secret_key="s" * 40, https=True, **settings)))
        return made[-1]

    yield found
    for app in made:
        with app.app_context():
            db.engine.dispose()


def over_http(app: Flask) -> FlaskClient:
    """A browser whose requests the proxy passes on as ones that came without https."""
    client = app.test_client()
    client.environ_base |= {"HTTP_X_FORWARDED_PROTO": "http", "HTTP_X_FORWARDED_FOR": "192.0.2.1"}
    return client


def test_every_answer_binds_browsers_to_https_for_a_year_or_more(school: School, site: Open) -> None:
    app = site()
    for endpoint, method in methods(app):
        page = address(school.app, school.ids, endpoint)
        with app.test_client().open(page, method=method, base_url="https://localhost") as answer:
            seconds = int(answer.headers["Strict-Transport-Security"].removeprefix("max-age="))
            assert seconds >= 365 * 24 * 3600, endpoint
    assert "Strict-Transport-Security" not in school.client("guest").get("/").headers


def test_every_address_leads_from_http_to_itself_under_https(school: School, site: Open) -> None:
    app = site(proxies=1)
    for endpoint, method in methods(app):
        page = address(school.app, school.ids, endpoint)
        with over_http(app).open(page, method=method) as answer:
            assert (answer.status_code, answer.location) == (308, f"https://localhost{page}")
            assert "Set-Cookie" not in answer.headers


def test_who_came_by_https_or_asks_the_app_itself_is_answered(site: Open) -> None:
    client = site(proxies=1).test_client()
    assert client.get("/about", headers={"X-Forwarded-Proto": "https"}).status_code == 200
    assert client.get("/about").status_code == 200


def test_no_browser_says_for_itself_how_it_came(site: Open) -> None:
    """Where no proxy is told of, such a header is anybody's."""
    assert over_http(site()).get("/about").status_code == 200


def test_a_guest_of_the_time_before_https_keeps_the_attempts(school: School, site: Open) -> None:
    guest = school.client("guest")
    form = {"csrf_token": school.token("guest"), "mode": "practice", "request": "before"}
    attempt = str(guest.post("/sets/who-and-what/attempts", data=form).location)
    cookie = guest.get_cookie("quizapp_guest")
    assert cookie
    client = site().test_client()
    client.set_cookie("quizapp_guest", cookie.value)
    moved = client.get(attempt, base_url="https://localhost", follow_redirects=False)
    assert moved.status_code in {200, 302, 303}
    told = [SimpleCookie(line) for line in moved.headers.getlist("Set-Cookie")]
    found = {name: each[name] for each in told for name in each}
    assert found["quizapp_guest"].value == ""
    assert found["__Host-quizapp_guest"].value == cookie.value
    assert found["__Host-quizapp_guest"]["secure"]


def test_nobody_is_signed_in_by_a_cookie_that_another_host_could_have_set(school: School, site: Open) -> None:
    token = school.client("owner").get_cookie("quizapp_account")
    assert token
    client = site().test_client()
    client.set_cookie("quizapp_account", token.value)
    assert client.get("/account", base_url="https://localhost").status_code == 303
    client.set_cookie("__Host-quizapp_account", token.value)
    assert client.get("/account", base_url="https://localhost").status_code == 200
