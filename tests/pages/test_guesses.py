"""Codes and links that are none: too many of them are told to wait, and nobody else is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.web import clock, guesses
from quizapp.web.extensions import db
from quizapp.web.guesses import Guesses
from quizapp.work.accounts import links

Workshop = Any


def guess(reader: FlaskClient, network: str = "192.0.2.1", address: str = "/s/zzzzzzzzz") -> int:
    return reader.get(address, environ_base={"REMOTE_ADDR": network}).status_code


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`later(seconds)`: so much later than now."""
    began = clock.now()

    def move(seconds: int) -> None:
        monkeypatch.setattr(clock, "now", lambda: began + timedelta(seconds=seconds))

    move(0)
    return move


def test_after_twenty_codes_that_are_none_a_network_waits_a_minute(reader: FlaskClient, later: Any) -> None:
    assert [guess(reader) for _ in range(22)] == [404] * 20 + [429] * 2
    refused = reader.get("/s/zzzzzzzzz", environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert refused.headers["Retry-After"] == "60"
    assert "Too many that don&#39;t exist were tried." in refused.text
    assert 'value="zzzzzzzzz"' in refused.text, "what was typed stays"
    later(59)
    assert guess(reader) == 429
    later(60)
    assert guess(reader) == 404


def test_codes_and_links_of_all_sorts_count_together(reader: FlaskClient) -> None:
    for _ in range(5):
        for address in ("/s/zzzzzzzzz", "/reset/x", "/invitations/x", "/first-start/x"):
            assert guess(reader, address=address) == 404
    for address in ("/s/zzzzzzzzz", "/reset/x", "/invitations/x", "/first-start/x"):
        assert guess(reader, address=address) == 429


def test_another_network_does_not_wait(reader: FlaskClient) -> None:
    for _ in range(20):
        guess(reader)
    assert guess(reader, "192.0.2.2") == 404
    assert guess(reader, "192.0.2.1") == 429


def test_what_is_found_is_no_guess(workshop: Workshop, reader: FlaskClient) -> None:
    workshop.add()
    code = workshop.publish().share_code
    assert [guess(reader, address=f"/s/{code}") for _ in range(60)] == [302] * 60


def test_a_link_that_worked_once_is_no_guess(library_app: Flask, reader: FlaskClient) -> None:
    with library_app.app_context():
        token = links.invite(db.session(), "learner", None, None, clock.now() - timedelta(days=20))
        db.session.remove()
    assert [guess(reader, address=f"/invitations/{token}") for _ in range(25)] == [404] * 25


def test_networks_are_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guesses, "NETWORKS", 3)
    made, now = Guesses(1), clock.now()
    for network in ("a", "b", "c"):
        assert made.take(network, now) == timedelta()
    assert made.take("a", now) > timedelta()
    made.take("d", now)
    assert made.take("a", now) == timedelta(), "the one that began first"


@pytest.mark.parametrize(("processes", "share"), [("1", 20), ("2", 10), ("4", 5), ("64", 2)])
def test_processes_share_what_a_network_may_try(monkeypatch: pytest.MonkeyPatch, processes: str, share: int) -> None:
    monkeypatch.setenv(guesses.PROCESSES, processes)
    assert guesses.share() == share
