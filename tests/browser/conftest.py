"""A real server and a real Chromium for the journeys; nothing may go wrong in the browser unseen."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
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

from .auditing import audit_page
from .sitting import ready
from .teaching import Site, database_of, furnish, signed_in

Serving = Callable[[Path], AbstractContextManager[Any]]


@pytest.fixture
def server(tmp_path: Path, loaded_database: Path, serving: Serving) -> Iterator[Any]:
    """A server of this test's own, for tests that end or disturb it."""
    shutil.copy(loaded_database, tmp_path / "quizapp.sqlite3")
    with serving(tmp_path) as running:
        yield running


@pytest.fixture(scope="session")
def live_url(tmp_path_factory: pytest.TempPathFactory, loaded_database: Path, serving: Serving) -> Iterator[str]:
    """The address of a server that all journeys share; each browser context is another guest."""
    folder = tmp_path_factory.mktemp("live")
    shutil.copy(loaded_database, folder / "quizapp.sqlite3")
    with serving(folder) as running:
        yield running.url


@pytest.fixture(scope="session")
def library_server(tmp_path_factory: pytest.TempPathFactory, library_database: Path, serving: Serving) -> Iterator[Any]:
    """A server with the articles of `tests/library`, and one whose words fit on no line."""
    folder = tmp_path_factory.mktemp("library")
    database = shutil.copy(library_database, folder / "quizapp.sqlite3")
    _load_more(create_app(Settings(instance=folder, database_url=f"sqlite:///{database}")))
    with serving(folder) as running:
        yield running


@pytest.fixture(scope="session")
def library_url(library_server: Any) -> str:
    return library_server.url


@pytest.fixture
def empty_url(tmp_path: Path, serving: Serving) -> Iterator[str]:
    """The address of a server into which nothing was loaded."""
    with serving(tmp_path) as running:
        yield running.url


@pytest.fixture(scope="session")
def teaching_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application on the database of `teaching_url`, for what is prepared there."""
    folder = tmp_path_factory.mktemp("teaching")
    return create_app(Settings(instance=folder, database_url=database_of(folder)))


@pytest.fixture(scope="session")
def teaching_url(teaching_app: Flask, serving: Serving) -> Iterator[str]:
    """The address of a server that all teachers share."""
    with serving(Path(teaching_app.instance_path)) as running:
        yield running.url


@pytest.fixture
def site(teaching_app: Flask) -> Site:
    """A teacher of this test's own, with a set that has a question of every kind."""
    return furnish(teaching_app)


@pytest.fixture
def desk(
    new_context: Callable[..., BrowserContext], teaching_app: Flask, teaching_url: str, site: Site
) -> Callable[..., Page]:
    """`desk(**context)`: the teacher's desk in a browser where they are signed in."""

    def enter(**options: Any) -> Page:
        context = new_context(**options)
        cookie = signed_in(teaching_app, site.email)
        context.add_cookies([{"name": "quizapp_account", "value": cookie, "url": teaching_url}])
        page = context.new_page()
        page.goto(f"{teaching_url}/teach")
        expect(page.get_by_role("heading", level=1)).to_have_text("Your desk")
        return page

    return enter


@pytest.fixture
def time_left(library_server: Any) -> Callable[[Page, float], None]:
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
def audit() -> Callable[[Page], None]:
    """Fail when axe finds anything on the page as it stands, in any look."""
    return audit_page


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
def open_page(new_context: Callable[..., BrowserContext], library_url: str) -> Callable[..., Page]:
    """`open_page(set, **context)`: a new guest chooses the view and starts the test."""

    def press(slug: str = "who-and-what", url: str = library_url, **options: Any) -> Page:
        page = new_context(**options).new_page()
        page.goto(f"{url}/sets/{slug}")
        page.get_by_label("All questions on one page").check()
        page.get_by_role("button", name="Start the test").click()
        expect(page.locator(".sheet")).to_be_visible()
        if options.get("java_script_enabled", True):
            ready(page)
        return page

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
        if page.locator("[data-order]").count():
            expect(page.locator(".q-order-row").first).to_be_visible()
    return page
