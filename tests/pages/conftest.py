"""What the tests of pages share: the articles of `tests/library`, a reader of them, forms and counted queries."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event
from sqlalchemy.orm import Session

from quizapp import create_app
from quizapp.core.kinds import kind_of
from quizapp.settings import Settings
from quizapp.store import attempts
from quizapp.store.tables import AttemptRow
from quizapp.web.extensions import db

Forms = Callable[[str], list[dict[str, str]]]
FieldsOf = Callable[[str], dict[str, str]]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.found.append({"action": given.get("action") or ""})
        elif tag == "input" and self.found:
            self.found[-1][given.get("name") or ""] = given.get("value") or ""


@pytest.fixture
def forms() -> Forms:
    """The forms of a page, each as its fields with their values, and its `action`."""

    def found(page: str) -> list[dict[str, str]]:
        parser = _Forms()
        parser.feed(page)
        parser.close()
        return parser.found

    return found


@pytest.fixture
def fields_of() -> FieldsOf:
    """The fields of the first form in a page's main part, as a browser would send them."""

    def found(page: str) -> dict[str, str]:
        form = page[page.index("<form", page.index("<main")) :]
        inputs = re.findall(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', form)
        texts = re.findall(r'<textarea[^>]*?name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', form, re.DOTALL)
        chosen = re.findall(r'<select[^>]*?name="([^"]+)".*?<option selected value="([^"]*)"', form, re.DOTALL)
        return {name: unescape(value) for name, value in (*inputs, *texts, *chosen)}

    return found


@pytest.fixture
def library_app(tmp_path: Path, library_database: Path, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """The application with the articles of `tests/library`."""
    database = shutil.copy(library_database, tmp_path / "library.sqlite3")
    application = create_app(Settings(instance=tmp_path, database_url=f"sqlite:///{database}", secret_key="k" * 40))
    application.jinja_env.bytecode_cache = compiled_templates
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture
def library_session(library_app: Flask) -> Iterator[Session]:
    """A session beside the application's: an open app context would be shared by all requests of a test."""
    with library_app.app_context():
        engine = db.engine
    with Session(engine) as opened:
        yield opened


@pytest.fixture
def reader(library_app: Flask) -> FlaskClient:
    """A browser in which nothing was begun."""
    return library_app.test_client()


@pytest.fixture
def begin(reader: FlaskClient, forms: Forms) -> Callable[[str, str], str]:
    """`begin(set, mode)`: press the start button in the reader's browser; gives the attempt's address."""

    def press(slug: str, mode: str) -> str:
        form = next(form for form in forms(reader.get(f"/sets/{slug}").text) if form.get("mode") == mode)
        answer = reader.post(form["action"], data=form)
        assert answer.status_code == 303, answer.text
        return str(answer.location)

    return press


@pytest.fixture
def key_of(library_session: Session) -> Callable[[str, int], dict[str, list[str]]]:
    """`key_of(attempt's address, 3)`: the fields of an answer to question 3 that gets the full mark."""

    def fields(address: str, position: int) -> dict[str, list[str]]:
        library_session.rollback()
        row = library_session.get_one(AttemptRow, int(address.rsplit("/", 1)[1]))
        found = attempts.attempt(library_session, row.person_id, row.id)
        assert found
        slot = found.slots[position - 1]
        kind = kind_of(slot.question)
        return {
            name: list(values)
            for name, values in kind.fields(slot.question, kind.key(slot.question), slot.presentation).items()
        }

    return fields


@pytest.fixture
def queries(library_app: Flask) -> Iterator[list[str]]:
    """Every statement that the database is sent; clear it before what is to be counted."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    with library_app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)
