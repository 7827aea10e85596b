"""The database can be read but not written: told in a sentence, what was typed stays, and later it is taken."""

from __future__ import annotations

import re
import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from quizapp import create_app
from quizapp.cli.load import load_folder
from quizapp.settings import Settings
from quizapp.web.extensions import db

TYPED = "larch & <oak>"
SHOWN = 'value="larch &amp; &lt;oak&gt;"'
JSON = {"Accept": "application/json"}

Fault = Callable[[Engine], AbstractContextManager[None]]


@contextmanager
def set_on_every_connection(engine: Engine, statement: str) -> Iterator[None]:
    def apply(connection: Any, _record: Any) -> None:
        connection.cursor().execute(statement)
        connection.commit()

    engine.dispose()
    event.listen(engine, "connect", apply)
    try:
        yield
    finally:
        event.remove(engine, "connect", apply)
        engine.dispose()


def read_only_file(engine: Engine) -> AbstractContextManager[None]:
    """SQLite's own switch raises the very error of a file that may not be written."""
    return set_on_every_connection(engine, "PRAGMA query_only = ON")


@contextmanager
def full_disk(engine: Engine) -> Iterator[None]:
    """The system lets no file grow any more."""
    size = Path(f"{engine.url.database}-wal").stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def standby(engine: Engine) -> AbstractContextManager[None]:
    """PostgreSQL takes reads alone, as a standby does after the main server has failed."""
    return set_on_every_connection(engine, "SET default_transaction_read_only = on")


FAULTS: dict[str, tuple[str, Fault]] = {
    "a file that may not be written": ("sqlite", read_only_file),
    "a full disk": ("sqlite", full_disk),
    "a standby": ("postgresql", standby),
}


@pytest.fixture(params=FAULTS)
def fault(request: pytest.FixtureRequest) -> tuple[str, Fault]:
    return FAULTS[request.param]


@pytest.fixture
def app(fault: tuple[str, Fault], tmp_path: Path, content: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    url = f"sqlite:///{tmp_path / 'quizapp.sqlite3'}"
    if fault[0] == "postgresql":
        url = request.getfixturevalue("new_postgresql_url")()
    application = create_app(Settings(instance=tmp_path, database_url=url))
    with application.app_context():
        load_folder(content)
        db.session.remove()
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture
def unwritable(app: Flask, fault: tuple[str, Fault]) -> Callable[[], AbstractContextManager[None]]:
    with app.app_context():
        engine = db.engine
    return lambda: fault[1](engine)


class Learner:
    """A browser with an attempt of either mode."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        page = client.get("/sets/wood").text
        self.token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
        started = (str(self.start(mode).location) for mode in ("practice", "test"))
        self.practice, self.test = (address.removesuffix("/questions/1") for address in started)

    def start(self, mode: str, request: str = "") -> TestResponse:
        return self.post("/sets/wood/attempts", mode=mode, request=request or mode)

    def post(self, address: str, *, headers: dict[str, str] | None = None, **fields: str) -> TestResponse:
        return self.client.post(address, data={**fields, "csrf_token": self.token}, headers=headers)


@pytest.fixture
def learner(app: Flask) -> Learner:
    return Learner(app.test_client())


def is_told(answer: TestResponse) -> None:
    assert answer.status_code == 503, answer.text
    assert answer.headers["Retry-After"] == "5"
    assert "Nothing can be saved at the moment. Wait a little and send it again." in answer.text


def test_an_answer_that_can_not_be_saved_stays_on_its_page(
    learner: Learner, unwritable: Callable[[], AbstractContextManager[None]]
) -> None:
    questions = [f"{attempt}/questions/1" for attempt in (learner.practice, learner.test)]
    with unwritable():
        for question in questions:
            answer = learner.post(question, answer=TYPED)
            is_told(answer)
            assert SHOWN in answer.text
            assert SHOWN not in learner.client.get(question).text
    for question in questions:
        assert learner.post(question, answer=TYPED).status_code == 303
        assert "larch &amp; &lt;oak&gt;" in learner.client.get(question).text


def test_a_script_is_told_that_nothing_was_saved(
    learner: Learner, unwritable: Callable[[], AbstractContextManager[None]]
) -> None:
    with unwritable():
        answer = learner.post(f"{learner.test}/questions/1", answer=TYPED, headers=JSON)
    is_told(answer)
    assert answer.json["saved"] is False


def test_no_deed_fails_without_a_sentence_and_everything_can_still_be_read(
    learner: Learner, unwritable: Callable[[], AbstractContextManager[None]]
) -> None:
    with unwritable():
        is_told(learner.start("test", "another"))
        is_told(learner.post(f"{learner.test}/questions/1/flag", flagged="yes"))
        is_told(learner.post(f"{learner.practice}/questions/1/reveal"))
        is_told(learner.post(f"{learner.test}/finish"))
        for address in ("/", "/sets/wood", "/decks/sets/wood.apkg", f"{learner.test}/questions/1"):
            assert learner.client.get(address).status_code == 200
    assert learner.start("test", "another").status_code == 303
    assert learner.post(f"{learner.test}/finish").status_code == 303


def test_a_newcomer_who_can_not_be_noted_is_told(
    app: Flask, unwritable: Callable[[], AbstractContextManager[None]]
) -> None:
    newcomer = app.test_client()
    page = newcomer.get("/sets/wood").text
    form = {"mode": "test", "request": "x", "csrf_token": re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]}
    with unwritable():
        is_told(newcomer.post("/sets/wood/attempts", data=form))
    assert newcomer.post("/sets/wood/attempts", data=form).status_code == 303
