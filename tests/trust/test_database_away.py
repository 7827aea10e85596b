"""While the database can't be written, pages are read as ever, and what was typed stays with its learner."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, event

from quizapp import create_app
from quizapp.settings import Settings
from quizapp.web.extensions import db

JSON = {"Accept": "application/json"}
FORM = {"mode": "test", "request": "other", "answer": "2", "hints": "0", "flagged": "yes", "try": "1"}
BUSY = "Many people are saving right now. Nothing is lost: wait a moment and send it again."
FULL = "Nothing can be saved at the moment. Wait a little and send it again."


@pytest.fixture
def file(tmp_path: Path, library_database: Path) -> Path:
    return Path(shutil.copy(library_database, tmp_path / "quizapp.sqlite3"))


@pytest.fixture
def app(tmp_path: Path, file: Path, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """The application on a file, with connections that wait for a lock for a moment only."""
    made = create_app(Settings(tmp_path, f"sqlite:///{file}", secret_key="k" * 40))
    made.jinja_env.bytecode_cache = compiled_templates
    with made.app_context():
        engine = db.engine
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout = 50"))
    engine.dispose()
    yield made
    engine.dispose()


@pytest.fixture
def learner(app: Flask) -> tuple[FlaskClient, dict[str, str], dict[str, str]]:
    """A browser, its token as a form's field, and the addresses of its attempts by mode."""
    client = app.test_client()
    token = {"csrf_token": client.get("/sets/who-and-what").text.split('name="csrf_token" value="')[1].split('"')[0]}
    start = "/sets/who-and-what/attempts"
    attempts = {
        mode: str(client.post(start, data={**token, "mode": mode, "request": mode}).location).removesuffix(
            "/questions/1"
        )
        for mode in ("practice", "test")
    }
    client.post(f"{attempts['test']}/questions/1", data={**token, "answer": "1"})
    return client, token, attempts


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program holds SQLite's lock for writers."""
    with closing(sqlite3.connect(file, isolation_level=None)) as foreign:
        foreign.execute("BEGIN IMMEDIATE")
        yield
        foreign.execute("ROLLBACK")


DEEDS = [
    "/sets/who-and-what/attempts",
    "{test}/questions/1",
    "{practice}/questions/1",
    "{practice}/questions/1/hint",
    "{practice}/questions/1/reveal",
    "{test}/questions/1/flag",
    "{test}/finish",
]


@pytest.mark.parametrize("deed", DEEDS)
def test_a_foreign_lock_is_told_with_when_to_come_back(file: Path, learner: Any, deed: str) -> None:
    client, token, attempts = learner
    page, data = deed.format(**attempts), {**token, **FORM}
    with locked(file):
        before = file.read_bytes()
        answer = client.post(page, data=data)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert BUSY in answer.text
        script = client.post(page, data=data, headers=JSON)
        assert (script.status_code, script.headers["Retry-After"]) == (503, "5")
        assert file.read_bytes() == before
    assert client.post(page, data=data).status_code == 303


@pytest.mark.parametrize("mode", ["practice", "test"])
def test_what_was_typed_stays_on_the_page(file: Path, learner: Any, mode: str) -> None:
    client, token, attempts = learner
    page = f"{attempts[mode]}/questions/4"
    with locked(file):
        answer = client.post(page, data={**token, "answer.0": "2", "answer.1": "3"})
    assert answer.status_code == 503
    for name, value in (("answer.0", "2"), ("answer.1", "3")):
        assert f'value="{value}" selected' in answer.text.split(f'name="{name}"')[1].split("</select>")[0]
    assert 'name="csrf_token"' in answer.text


def test_a_script_is_told_that_nothing_was_saved(file: Path, learner: Any) -> None:
    client, token, attempts = learner
    with locked(file):
        answer = client.post(f"{attempts['test']}/questions/1", data={**token, "answer": "2"}, headers=JSON)
    assert answer.json == {"saved": False, "sentence": BUSY}


def test_readers_notice_nothing_of_a_lock(file: Path, learner: Any) -> None:
    client, _, attempts = learner
    with locked(file):
        for page in ("/", "/articles/bridge", "/sets/who-and-what", "/sets/who-and-what/worksheet"):
            assert client.get(page).status_code == 200
        for attempt in attempts.values():
            assert client.get(f"{attempt}/questions/1").status_code == 200
            assert client.get(f"{attempt}/finish").status_code == 200


def test_what_was_saved_before_a_lock_is_there_afterwards(file: Path, learner: Any) -> None:
    client, token, attempts = learner
    with locked(file):
        client.post(f"{attempts['test']}/questions/1", data={**token, "answer": "2"})
    page = client.get(f"{attempts['test']}/questions/1").text
    assert re.findall(r'name="answer"\s+value="(\d)"\s+checked', page) == ["1"]


def _full(engine: Engine, file: Path) -> None:
    """From here on the file may not grow: SQLite then raises the very error of a full disk."""
    with closing(sqlite3.connect(file)) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count = {pages}"))


def test_a_full_disk_is_told_and_what_was_typed_stays(app: Flask, file: Path, learner: Any) -> None:
    client, token, attempts = learner
    with app.app_context():
        _full(db.engine, file)
    page = f"{attempts['practice']}/questions/4"
    long = {f"answer.{number}": "x" * 1900 for number in range(10, 30)}
    answer = client.post(page, data={**token, **long, "answer.0": "2"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert FULL in answer.text
    assert 'value="2" selected' in answer.text
    assert client.get("/").status_code == 200
    assert client.get(f"{attempts['test']}/finish").status_code == 200


def test_a_damaged_file_is_told_and_takes_nothing(app: Flask, file: Path, learner: Any) -> None:
    client, token, attempts = learner
    with app.app_context():
        db.engine.dispose()
    content = bytearray(file.read_bytes())
    content[4096:] = b"\x00" * (len(content) - 4096)
    file.write_bytes(content)
    page = f"{attempts['test']}/questions/1"
    for answer in (client.get(page), client.get("/"), client.post(page, data={**token, "answer": "2"})):
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert "wait a moment and try again" in answer.text
        assert "Traceback" not in answer.text
    assert client.post(page, data={**token, "answer": "2"}, headers=JSON).status_code == 503
    assert file.read_bytes()[4096:] == content[4096:]


def test_a_file_that_is_damaged_where_an_answer_goes_takes_it_not_at_all(
    app: Flask, file: Path, learner: Any, caplog: pytest.LogCaptureFixture
) -> None:
    client, token, attempts = learner
    with app.app_context():
        db.engine.dispose()
    with closing(sqlite3.connect(file)) as database:
        root = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'answers'").fetchone()[0]
        size = database.execute("PRAGMA page_size").fetchone()[0]
    content = bytearray(file.read_bytes())
    content[(root - 1) * size : root * size] = b"\xa5" * size
    file.write_bytes(content)
    answer = client.post(f"{attempts['practice']}/questions/4", data={**token, "answer.0": "2"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "restore a backup" in caplog.text
    assert client.get("/").status_code == 200
