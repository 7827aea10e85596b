"""What the tests of deeds share: both databases, sessions on them, and small articles to load."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from quizapp.core.kinds import from_dict
from quizapp.core.library import Article, ArticleWithSets, QuestionSet
from quizapp.formats import LoadedFolder
from quizapp.store import schema
from quizapp.work import people, starting
from quizapp.work.loading import load

from ..databases import Filled, PostgresqlDatabase, SqliteFile, opened

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)

Ask = Callable[..., dict[str, Any]]
Folder = Callable[..., LoadedFolder]
Begin = Callable[..., int]


#: At once, as many as there are threads in any test.
CONNECTIONS = 10


@pytest.fixture(scope="session")
def empty_sqlite(empty_database: Path) -> Filled:
    return SqliteFile(empty_database, pool_size=CONNECTIONS)


@pytest.fixture(scope="session")
def empty_postgresql(new_postgresql_url: Callable[[], str]) -> Iterator[Filled]:
    url = new_postgresql_url()
    engine = opened(url)
    schema.prepare(engine)
    engine.dispose()
    with closing(PostgresqlDatabase(url, pool_size=CONNECTIONS)) as filled:
        yield filled


@pytest.fixture
def sqlite(tmp_path: Path, empty_sqlite: Filled) -> Iterator[Engine]:
    yield empty_sqlite.fresh(tmp_path)
    empty_sqlite.settle()


@pytest.fixture
def postgres(tmp_path: Path, empty_postgresql: Filled) -> Iterator[Engine]:
    """The same tables on PostgreSQL, without a row."""
    yield empty_postgresql.fresh(tmp_path)
    empty_postgresql.settle()


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each deed does the same on both databases."""
    found: Engine = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as opened:
        yield opened


@pytest.fixture
def statements(engine: Engine) -> Iterator[list[str]]:
    """Every statement that the database is sent; clear it before what is to be counted."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def ask() -> Ask:
    """`ask("cars", answer=False, ...)`: a question's document; true or false unless `kind` says otherwise."""

    def question(name: str, **fields: Any) -> dict[str, Any]:
        document = {"id": name, "kind": "true_false", "stem": f"About {name}.", "explanation": "It says so."}
        usual = {} if "kind" in fields else {"answer": True}
        return {**document, "evidence": [{"exact": "It is made of larch"}], **usual, **fields}

    return question


@pytest.fixture
def folder() -> Folder:
    """`folder({"people": [ask("cars")]}, ...)`: an article with sets of these questions, as a file reader gives it."""

    def made(sets: dict[str, list[dict[str, Any]]], slug: str = "bridge", **of_sets: Any) -> LoadedFolder:
        article = Article(
            slug=slug, title=f"The {slug}", publisher="Post", published=date(2021, 5, 14), body="It is made of larch."
        )
        contents = tuple(
            QuestionSet(slug=name, title=name.title(), questions=tuple(map(from_dict, questions)), **of_sets)
            for name, questions in sets.items()
        )
        sources = tuple((content.slug, f"# {content!r}") for content in contents)
        return LoadedFolder(ArticleWithSets(article=article, sets=contents), sources)

    return made


@pytest.fixture
def learner(session: Session) -> int:
    return people.guest(session, None, NOW).person_id


@pytest.fixture
def begin(session: Session, folder: Folder, learner: int) -> Begin:
    """`begin("test", ask("cars"), ...)`: load a set of these questions and start it; gives the attempt's id."""

    def start(mode: str, *questions: dict[str, Any], **of_set: Any) -> int:
        load(session, [folder({"people": list(questions)}, **of_set)], NOW)
        return starting.start(session, learner, "people", mode, "once", NOW, Random(1))

    return start
