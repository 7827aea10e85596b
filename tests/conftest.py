"""What the tests share: an application on a database of its own, with the shipped content loaded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from sqlalchemy.orm import Session

from quizapp import create_app
from quizapp.cli.load import load_folder
from quizapp.paths import shipped
from quizapp.settings import Settings
from quizapp.web.extensions import db

# How fast the machine is must not decide whether a property holds.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")

SECRET = "a key for the tests alone, no longer secret"


def settings_in(folder: Path) -> Settings:
    return Settings(
        instance=folder, database_url=f"sqlite:///{folder / 'quizapp.sqlite3'}", secret_key=SECRET, time_zone="UTC"
    )


def database_with(content: Path, folder: Path) -> Path:
    """A database file in `folder` with this content, at rest: tests copy it."""
    app = create_app(settings_in(folder))
    with app.app_context():
        load_folder(content)
        db.session.remove()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    return folder / "quizapp.sqlite3"


@pytest.fixture(scope="session")
def loaded_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the shipped content."""
    return database_with(shipped("content"), tmp_path_factory.mktemp("loaded"))


@pytest.fixture(scope="session")
def library_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the articles of `tests/library`: English with a picture, Arabic, Japanese."""
    return database_with(Path(__file__).parent / "library", tmp_path_factory.mktemp("library"))


@pytest.fixture
def app(tmp_path: Path, loaded_database: Path) -> Iterator[Flask]:
    """The application with the shipped content, on a real SQLite file that no other test sees."""
    shutil.copy(loaded_database, tmp_path / "quizapp.sqlite3")
    application = create_app(settings_in(tmp_path))
    application.config["TESTING"] = True
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a page; `token` of a page's form goes with each POST."""
    return app.test_client()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.app_context():
        yield db.session()
