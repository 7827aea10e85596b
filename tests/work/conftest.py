"""What the tests of deeds share: both databases, sessions on them, and small articles to load."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session

from quizapp.core.kinds import from_dict
from quizapp.core.library import Article, ArticleWithSets, QuestionSet
from quizapp.formats import LoadedFolder
from quizapp.store import engine as opening
from quizapp.store import schema
from quizapp.store.base import Base
from quizapp.work import people, starting
from quizapp.work.loading import load

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)

Ask = Callable[..., dict[str, Any]]
Folder = Callable[..., LoadedFolder]
Begin = Callable[..., int]


def prepared(url: str, **options: Any) -> Engine:
    engine = create_engine(url, **opening.options(url), **options)
    opening.prepare(engine)
    return engine


@pytest.fixture(scope="session")
def postgresql_engine(new_postgresql_url: Callable[[], str]) -> Iterator[Engine]:
    engine = prepared(new_postgresql_url(), pool_size=10)
    schema.prepare(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite(tmp_path: Path, empty_database: Path) -> Iterator[Engine]:
    file = shutil.copy(empty_database, tmp_path / "quizapp.sqlite3")
    engine = prepared(f"sqlite:///{file}", pool_size=10)
    yield engine
    engine.dispose()


@pytest.fixture
def postgres(postgresql_engine: Engine) -> Engine:
    """The same tables on PostgreSQL, without a row."""
    names = ", ".join(table.name for table in Base.metadata.sorted_tables)
    with postgresql_engine.begin() as connection:
        connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY")
    return postgresql_engine


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
