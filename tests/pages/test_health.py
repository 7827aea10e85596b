"""Machines ask whether the site is alive and whether it can serve, by any name, and leave no trace."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, make_url

from quizapp import create_app
from quizapp.settings import Settings
from quizapp.store import engine as opening
from quizapp.web.extensions import db


@pytest.fixture
def engine(library_app: Flask) -> Engine:
    with library_app.app_context():
        return db.engine


@pytest.fixture
def file(sqlite_file: Path) -> Path:
    return sqlite_file


def reasons(client: FlaskClient) -> list[str]:
    """Why the site is not ready; told with 503."""
    answer = client.get("/readyz")
    assert answer.status_code == (503 if answer.json["reasons"] else 200)
    assert answer.json["ready"] is not bool(answer.json["reasons"])
    found: list[str] = answer.json["reasons"]
    return found


def test_a_site_that_is_well_is_alive_and_ready(reader: FlaskClient) -> None:
    assert reader.get("/healthz").json == {"alive": True}
    assert reader.get("/readyz").json == {"ready": True, "reasons": []}


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_nothing_is_kept_of_a_question(reader: FlaskClient, address: str) -> None:
    answer = reader.get(address)
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer.headers["Cache-Control"] == "no-store"


def test_being_alive_needs_no_database(reader: FlaskClient, engine: Engine) -> None:
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    reader.set_cookie("quizapp_account", "x")
    assert reader.get("/healthz").status_code == 200
    assert asked == []


def test_a_damaged_database_is_told_and_kills_nobody(reader: FlaskClient, engine: Engine, file: Path) -> None:
    engine.dispose()
    file.write_bytes(b"no database " * 1000)
    assert reasons(reader) == ["The database can't be reached."]
    assert reader.get("/healthz").status_code == 200


def test_a_file_that_was_taken_away_is_told_though_it_is_still_open(reader: FlaskClient, file: Path) -> None:
    reader.get("/")
    file.unlink()
    assert reasons(reader) == ["The database file is gone."]


def test_a_schema_of_another_version_is_told(reader: FlaskClient, file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'ffffffffffff'")
    assert "not of this version" in " ".join(reasons(reader))


@pytest.mark.usefixtures("sqlite_file")
def test_a_database_that_takes_no_writes_is_told(reader: FlaskClient, engine: Engine) -> None:
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only = ON"))
    assert reasons(reader) == ["The database can't be written."]


def test_somebody_who_writes_keeps_it_ready_and_is_not_waited_for(
    reader: FlaskClient, engine: Engine, file: Path
) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert reasons(reader) == []
        other.execute("ROLLBACK")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == opening.BUSY_TIMEOUT


@pytest.fixture
def named(library_app: Flask) -> Iterator[FlaskClient]:
    """A site that answers to one name."""
    settings: Settings = library_app.config["SETTINGS"]
    made = create_app(replace(settings, trusted_hosts=(".quiz.example",)))
    yield made.test_client()
    with made.app_context():
        db.engine.dispose()


def test_machines_ask_by_the_address_of_a_process(named: FlaskClient) -> None:
    for host in ("127.0.0.1:8000", "app:8000", "[::1]:8000"):
        assert named.get("/healthz", headers={"Host": host}).status_code == 200
        assert named.get("/readyz", headers={"Host": host}).status_code == 200
        assert named.get("/", headers={"Host": host}).status_code == 400


def test_nothing_else_is_open_by_another_name(named: FlaskClient) -> None:
    for address in ("/healthz/", "/healthz/x", "//healthz", "/readyz?x", "/HEALTHZ"):
        answer = named.get(address, headers={"Host": "evil.example"})
        assert answer.status_code == (200 if address.startswith("/readyz") else 400)
        assert "evil" not in answer.text


def test_postgresql_that_only_takes_reads_is_told(tmp_path: Path, new_postgresql_url: Callable[[], str]) -> None:
    url = new_postgresql_url()
    made = create_app(Settings(tmp_path, url, secret_key="k" * 40))
    client = made.test_client()
    assert reasons(client) == []
    with made.app_context():
        engine = db.engine
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        name = make_url(url).database
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    engine.dispose()
    assert reasons(client) == ["The database only takes reads now."]
    engine.dispose()
