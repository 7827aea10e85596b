"""A real server and a real Chromium for the journeys; nothing may go wrong in the browser unseen."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, WebError, expect

from quizapp import create_app
from quizapp.cli.load import load_folder
from quizapp.settings import Settings
from quizapp.web.extensions import db

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def base_url() -> None:
    """Each journey names its server; pytest-playwright's own fixture is one that pytest warns of."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, which asks nobody for anything."""
    path = next(filter(None, map(shutil.which, BROWSERS)))
    quiet = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
    return {**browser_type_launch_args, "executable_path": path, "args": [*quiet, "--disable-component-update"]}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


class Server:
    """`quizapp serve` in a process of its own; it can be killed and started again on the same port."""

    def __init__(self, instance: Path) -> None:
        self.instance = instance
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = instance / "server.log"

    def start(self) -> None:
        words = ["-m", "quizapp", "serve", "--port", str(self.port), "--workers", "1", "--no-load"]
        environment = {**os.environ, "QUIZAPP_INSTANCE": str(self.instance)}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([sys.executable, *words], env=environment, stdout=log, stderr=log)
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

    def kill(self) -> None:
        """End it and its workers at once, as a power cut would."""
        with self.log.open("ab") as log:
            subprocess.run(["pkill", "-KILL", "-P", str(self.process.pid)], stdout=log, check=False)
        self.process.kill()
        self.process.wait(timeout=20)


@pytest.fixture
def server(tmp_path: Path, loaded_database: Path) -> Iterator[Server]:
    """A server of this test's own, for tests that end or disturb it."""
    shutil.copy(loaded_database, tmp_path / "quizapp.sqlite3")
    running = Server(tmp_path)
    running.start()
    yield running
    running.stop()


@contextmanager
def serving(database: Path, folder: Path) -> Iterator[Server]:
    shutil.copy(database, folder / "quizapp.sqlite3")
    running = Server(folder)
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def live_url(tmp_path_factory: pytest.TempPathFactory, loaded_database: Path) -> Iterator[str]:
    """The address of a server that all journeys share; each browser context is another guest."""
    with serving(loaded_database, tmp_path_factory.mktemp("live")) as running:
        yield running.url


@pytest.fixture(scope="session")
def library_server(tmp_path_factory: pytest.TempPathFactory, library_database: Path) -> Iterator[Server]:
    """A server with the articles of `tests/library`, and one whose words fit on no line."""
    folder = tmp_path_factory.mktemp("library")
    database = shutil.copy(library_database, folder / "both.sqlite3")
    _load_more(create_app(Settings(instance=folder, database_url=f"sqlite:///{database}")))
    with serving(database, folder) as running:
        yield running


@pytest.fixture(scope="session")
def library_url(library_server: Server) -> str:
    return library_server.url


@pytest.fixture
def empty_url(tmp_path: Path) -> Iterator[str]:
    """The address of a server into which nothing was loaded."""
    running = Server(tmp_path)
    running.start()
    yield running.url
    running.stop()


@pytest.fixture
def time_left(library_server: Server) -> Callable[[Page, float], None]:
    """`time_left(page, 60)`: the test that the page belongs to ends in a minute; the page does not know yet."""

    def move(page: Page, seconds: float) -> None:
        attempt = re.search(r"/attempts/(\d+)", page.url)
        deadline = datetime.now(UTC) + timedelta(seconds=seconds)
        with closing(sqlite3.connect(library_server.instance / "quizapp.sqlite3", timeout=20)) as database, database:
            moved = database.execute(
                "UPDATE attempts SET deadline = ? WHERE id = ?",
                (deadline.strftime("%Y-%m-%d %H:%M:%S.%f"), attempt and attempt[1]),
            )
            assert moved.rowcount == 1

    return move


def _load_more(app: Flask) -> None:
    with app.app_context():
        load_folder(Path(__file__).parent / "library")
        db.session.remove()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()


class Watch:
    """Notes what goes wrong in a browser: errors of scripts, broken policies, failed files, strangers called."""

    #: Chromium logs each answer above 399 and each lost connection; the answers themselves are watched below.
    LOGGED = "Failed to load resource"

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(self.LOGGED):
            self.complaints.append(f"console: {message.text}")

    def _error(self, error: WebError) -> None:
        self.complaints.append(f"script: {error.error}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.hostname != "127.0.0.1":
            self.complaints.append(f"went to another site: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500 or ("/static/" in response.url and response.status >= 400):
            self.complaints.append(f"{response.status}: {response.url}")


@pytest.fixture
def new_context(new_context: Callable[..., BrowserContext]) -> Iterator[Callable[..., BrowserContext]]:
    """Every browser context of every journey is watched."""
    watches: list[Watch] = []

    def make(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(10_000)
        watches.append(Watch(context))
        return context

    yield make
    assert [complaint for watch in watches for complaint in watch.complaints] == []


@pytest.fixture
def begin(new_context: Callable[..., BrowserContext], library_url: str) -> Callable[..., Page]:
    """`begin(set, mode, **context)`: a new guest presses the start button; gives the page of the first question."""

    def press(slug: str, mode: str = "practice", url: str = library_url, **options: Any) -> Page:
        page = new_context(**options).new_page()
        page.goto(f"{url}/sets/{slug}")
        page.get_by_role("button", name={"practice": "Start practice", "test": "Start the test"}[mode]).click()
        return _ready(page, options)

    return press


@pytest.fixture
def turn_to() -> Callable[..., Page]:
    """`turn_to(page, 3)`: the third question of the attempt that the page belongs to."""

    def turn(page: Page, position: int, **options: Any) -> Page:
        page.goto(re.sub(r"(/attempts/\d+).*", rf"\1/questions/{position}", page.url))
        return _ready(page, options)

    return turn


def _ready(page: Page, options: dict[str, Any]) -> Page:
    expect(page.locator(".attempt-title")).to_be_visible()
    if options.get("java_script_enabled", True):
        # The script adds this button last of all that it does at once.
        expect(page.locator(".keys-open")).to_be_attached()
    return page
