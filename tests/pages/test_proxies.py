"""What a proxy says of a request is believed of as many proxies as the settings name, and of nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask, jsonify, request
from flask.testing import FlaskClient

from quizapp import create_app
from quizapp.settings import Settings
from quizapp.web.extensions import db

Behind = Callable[[int], FlaskClient]

#: By way of the outer proxy, then of the inner one, which adds whom it was asked by.
TOLD = {
    "X-Forwarded-For": "198.51.100.66, 203.0.113.9, 192.0.2.1",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "81",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": "for=198.51.100.66;host=evil.example",
    "X-Real-IP": "198.51.100.66",
}


@pytest.fixture
def behind(library_app: Flask) -> Iterator[Behind]:
    """`behind(1)`: the site behind one proxy, with an address that tells how it was asked."""
    made: list[Flask] = []

    def make(proxies: int) -> FlaskClient:
        settings: Settings = library_app.config["SETTINGS"]
        app = create_app(replace(settings, proxies=proxies))
        app.add_url_rule(
            "/asked", "asked", lambda: jsonify(by=request.remote_addr, scheme=request.scheme, url=request.url_root)
        )
        made.append(app)
        return app.test_client()

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.mark.parametrize(
    ("proxies", "by", "scheme"),
    [(0, "127.0.0.1", "http"), (1, "192.0.2.1", "https"), (2, "203.0.113.9", "http")],
)
def test_the_asker_is_the_one_that_the_outermost_of_our_proxies_saw(
    behind: Behind, proxies: int, by: str, scheme: str
) -> None:
    # The second proxy would have said the scheme a second time.
    told = behind(proxies).get("/asked", headers=TOLD).json
    assert told == {"by": by, "scheme": scheme, "url": f"{scheme}://localhost/"}


@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_no_header_names_another_host(behind: Behind, proxies: int) -> None:
    client = behind(proxies)
    for address in ("/", "/s", "/sets/who-and-what", "/sign-in"):
        answer = client.get(address, headers=TOLD)
        assert "evil" not in answer.text + str(answer.headers)


@pytest.mark.parametrize("forged", ["", "unknown", "a" * 5000, "::1", "[::1]:80", "203.0.113.9:80", "'; --", ", ,"])
def test_an_address_that_is_none_hinders_nobody(behind: Behind, forged: str) -> None:
    client = behind(1)
    assert client.get("/", headers={"X-Forwarded-For": forged}).status_code == 200
    assert client.post("/sign-in", headers={"X-Forwarded-For": forged}, data={"email": "x"}).status_code == 400
