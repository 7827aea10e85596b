"""What the tests of faults share: a set that is quick to answer, and learners who know nothing but HTTP."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, OpenerDirector, build_opener

import pytest

from quizapp import create_app
from quizapp.cli.load import load_folder
from quizapp.settings import Settings
from quizapp.web.extensions import db

ARTICLE = "---\ntitle: The larch bridge\npublisher: Post\npublished: 2021-05-14\n---\nIt is made of larch.\n"
QUESTIONS = 12


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one set, `wood`: questions that take any text and may be answered three times."""
    folder = tmp_path_factory.mktemp("content")
    (folder / "bridge").mkdir()
    (folder / "bridge/article.md").write_text(ARTICLE)
    questions = [
        {"id": f"q-{number}", "kind": "short_text", "stem": "Of what?", "answer": "larch", "tries": 3}
        | {"explanation": "Of larch.", "evidence": [{"exact": "It is made of larch"}]}
        for number in range(QUESTIONS)
    ]
    (folder / "bridge/wood.yaml").write_text(json.dumps({"title": "Wood", "questions": questions}))
    return folder


@pytest.fixture(scope="session")
def filled(content: Path) -> Callable[[Path], Path]:
    """`filled(folder)`: the folder, now with a database in which this library is."""

    def fill(folder: Path) -> Path:
        app = create_app(Settings(instance=folder, database_url=f"sqlite:///{folder / 'quizapp.sqlite3'}"))
        with app.app_context():
            load_folder(content)
            db.session.remove()
            db.engine.dispose()
        return folder

    return fill


@pytest.fixture
def instance(tmp_path: Path, filled: Callable[[Path], Path]) -> Path:
    return filled(tmp_path)


class _Stay(HTTPRedirectHandler):
    """A redirect is an answer like any other."""

    def redirect_request(self, *_: object) -> None:
        return None


def _opener() -> OpenerDirector:
    return build_opener(HTTPCookieProcessor(CookieJar()), _Stay)


@dataclass
class Visitor:
    """A browser without a page. Lost connections are raised as `OSError` or `HTTPException`."""

    site: str
    opener: OpenerDirector = field(default_factory=_opener)
    token: str = ""

    def ask(self, address: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """The status, and the page or where it leads."""
        data = urlencode({**fields, "csrf_token": self.token}).encode() if fields is not None else None
        try:
            with self.opener.open(self.site + address, data, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as answer:
            with answer:
                return answer.code, answer.headers.get("Location") or answer.read().decode()

    def start(self, slug: str, mode: str) -> str:
        """Press the start button; the attempt's address."""
        page = self.ask(f"/sets/{slug}")[1]
        self.token, request = (html.unescape(_value(page, name)) for name in ("csrf_token", "request"))
        status, address = self.ask(f"/sets/{slug}/attempts", {"mode": mode, "request": request})
        assert status == 303, address
        return _attempt(address)


def _attempt(address: str) -> str:
    """The attempt's own address, of that of one of its pages."""
    found = re.match(r"/attempts/\d+", address)
    assert found, address
    return found[0]


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', page)
    assert found, page
    return found[1]


@pytest.fixture
def visitor() -> Callable[[str], Visitor]:
    """`visitor("http://127.0.0.1:8000")`: someone who comes to the site for the first time."""
    return Visitor


LOST = (OSError, HTTPException)


@pytest.fixture
def lost() -> tuple[type[Exception], ...]:
    """What a lost connection raises."""
    return LOST
