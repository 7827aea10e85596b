"""What the tests of pages share: the articles of `tests/library`, a reader of them, forms and counted queries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quizapp.core.account import Account
from quizapp.core.authoring import Author, Visibility, WorkingSet
from quizapp.core.kinds import kind_of
from quizapp.settings import Settings
from quizapp.store import attempts
from quizapp.store.tables import AttemptRow
from quizapp.web import clock
from quizapp.web.extensions import db
from quizapp.work.authoring import access, articles, drafting, publishing, sets

from ..databases import DatabaseKind, Filled, PostgresqlDatabase, SqliteFile, databases_for
from ..filling import LIBRARY, fill
from ..sites import Site


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """On SQLite and on PostgreSQL, as `--database` says."""
    chosen_already = any(mark.args[0] == "database_kind" for mark in metafunc.definition.iter_markers("parametrize"))
    if "database_kind" in metafunc.fixturenames and not chosen_already:
        wanted = "sqlite" if "sqlite_file" in metafunc.fixturenames else metafunc.config.getoption("database")
        metafunc.parametrize("database_kind", databases_for(metafunc.definition.nodeid, wanted), indirect=True)


Forms = Callable[[str], list[dict[str, str]]]
FieldsOf = Callable[[str], dict[str, str]]


def _is_other_choice(given: dict[str, str | None], form: dict[str, str]) -> bool:
    """A radio button beside the one that is chosen already."""
    return given.get("type") == "radio" and "checked" not in given and given.get("name") in form


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.found.append({"action": given.get("action") or ""})
        elif tag == "input" and self.found and not _is_other_choice(given, self.found[-1]):
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


@pytest.fixture(scope="session")
def library_site(tmp_path_factory: pytest.TempPathFactory, compiled_templates: FileSystemBytecodeCache) -> Site:
    folder = tmp_path_factory.mktemp("library-site")
    settings = Settings(instance=folder, database_url=f"sqlite:///{folder / 'library.sqlite3'}", secret_key="k" * 40)
    return Site(settings, compiled_templates)


@pytest.fixture(scope="session")
def library_sqlite(library_database: Path) -> Filled:
    return SqliteFile(library_database, "library.sqlite3")


@pytest.fixture(scope="session")
def library_postgresql(
    new_postgresql_url: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Filled]:
    url = new_postgresql_url()
    fill(Settings(instance=tmp_path_factory.mktemp("filling"), database_url=url), LIBRARY)
    with closing(PostgresqlDatabase(url)) as filled:
        yield filled


@pytest.fixture
def library_app(
    tmp_path: Path, library_site: Site, database_kind: DatabaseKind, request: pytest.FixtureRequest
) -> Iterator[Flask]:
    """The application with the articles of `tests/library`, on SQLite or PostgreSQL."""
    with library_site.lend(request.getfixturevalue(f"library_{database_kind}"), tmp_path) as application:
        yield application


@pytest.fixture
def sqlite_file(library_app: Flask) -> Path:
    """The application's database, which then is SQLite: for what can only be done to a file."""
    return Path(str(library_app.config["SQLALCHEMY_DATABASE_URI"]).removeprefix("sqlite:///"))


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


class Workshop:
    """A teacher's browser, and a set of theirs on an article about a ferry."""

    BODY = "The ferry left Bergen at noon.\n\nIt carried 212 passengers. Nobody was hurt."

    def __init__(self, client: FlaskClient, session: Session, account: Account, forms: Forms) -> None:
        self.client, self.session, self.account, self._forms = client, session, account, forms
        self.author = Author(account.person_id, account.administers)

    def begin(self, title: str = "What happened", language: str = "en", body: str = BODY) -> int:
        fields = {"title": "The ferry", "publisher": "Coast", "published": "2011-05-04", "body": body}
        article_id = articles.create_article(self.session, self.author, fields, [], clock.now())
        made = sets.create_set(
            self.session, self.author, article_id, {"title": title, "language": language}, clock.now()
        )
        self.set_id = made
        return made

    def add(self, stem: str = "When did it leave?", **fields: Any) -> int:
        document = {
            "kind": "choice",
            "stem": stem,
            "options": [{"text": "At noon", "correct": True}, "At dusk", "At night"],
            "explanation": "It left at noon.",
            "evidence": [{"exact": "left Bergen at noon"}],
            **fields,
        }
        return drafting.add_question(self.session, self.author, self.set_id, document, clock.now())

    def save(self, question_id: int, **fields: Any) -> None:
        question = self.look().question(question_id)
        assert question
        document = {**question.document, **fields}
        drafting.save(self.session, self.author, self.set_id, question_id, document, question.stamp, clock.now())

    def publish(self, visibility: Visibility = "link") -> WorkingSet:
        return publishing.publish(self.session, self.author, self.set_id, clock.now(), visibility)

    def look(self) -> WorkingSet:
        self.session.rollback()
        return access.opened(self.session, self.author, self.set_id, "view")

    def page(self, path: str = "", status: int = 200) -> str:
        answer = self.client.get(f"/teach/sets/{self.set_id}{path}")
        assert answer.status_code == status, answer.text
        return " ".join(answer.text.split())

    def post(self, path: str, client: FlaskClient | None = None, **fields: Any) -> TestResponse:
        client = client or self.client
        token = self._forms(client.get("/s").text + client.get("/").text)[-1].get("csrf_token")
        token = token or self._forms(client.get("/sign-in").text)[0]["csrf_token"]
        address = path if path.startswith("/teach") else f"/teach/sets/{self.set_id}{path}"
        return client.post(address, data={"csrf_token": token, **fields})


@pytest.fixture
def workshop(reader: FlaskClient, library_session: Session, sign_in: Callable[..., Account], forms: Forms) -> Workshop:
    made = Workshop(reader, library_session, sign_in(reader), forms)
    made.begin()
    return made


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
