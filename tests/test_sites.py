"""What the tests stand on: whatever one of them does to an application or a database, the next finds nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, event, select
from sqlalchemy.orm import Session

from quizapp.store.base import Base
from quizapp.store.tables import ArticleRow, PersonRow
from quizapp.web import clock
from quizapp.work.people import guest

from .databases import DATABASES, Filled, PostgresqlDatabase, SqliteFile
from .filling import LIBRARY, fill
from .sites import Site

pytestmark = pytest.mark.parametrize("kind", DATABASES)


@pytest.fixture
def filled(
    kind: str, library_database: Path, new_postgresql_url: Callable[[], str], loaded_site: Site, tmp_path: Path
) -> Iterator[Filled]:
    if kind == "sqlite":
        yield SqliteFile(library_database)
        return
    url = new_postgresql_url()
    fill(replace(loaded_site.settings, instance=tmp_path, database_url=url), LIBRARY)
    with closing(PostgresqlDatabase(url)) as made:
        yield made


def rows(session: Session) -> dict[str, list[tuple[object, ...]]]:
    return {
        table.name: sorted(map(tuple, session.execute(select(table))), key=repr)
        for table in Base.metadata.sorted_tables
    }


def test_what_is_written_changed_and_deleted_is_as_before(filled: Filled, tmp_path: Path) -> None:
    with Session(filled.fresh(tmp_path)) as session:
        before = rows(session)
        ids = [guest(session, None, clock.now()).person_id for _ in range(3)]
        session.delete(session.get_one(PersonRow, ids[0]))
        article = session.scalars(select(ArticleRow)).first()
        assert article
        article.slug = "changed"
        session.commit()
        assert rows(session) != before
    filled.settle()
    with Session(filled.fresh(tmp_path)) as session:
        assert rows(session) == before
        # Numbers are counted from the same one on, also where nothing but a number was used up.
        assert guest(session, None, clock.now()).person_id == ids[0]
        session.rollback()
    filled.settle()


def test_what_was_emptied_is_filled_again(filled: Filled, tmp_path: Path) -> None:
    with Session(filled.fresh(tmp_path)) as session:
        before = rows(session)
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(delete(table))
        session.commit()
        assert not any(rows(session).values())
    filled.settle()
    with Session(filled.fresh(tmp_path)) as session:
        assert rows(session) == before
    filled.settle()


def test_nobody_goes_on_listening(filled: Filled, tmp_path: Path) -> None:
    heard: list[str] = []
    engine = filled.fresh(tmp_path)
    event.listen(engine, "before_cursor_execute", lambda *given: heard.append(given[2]))
    event.listen(engine, "connect", lambda *_: heard.append("connected"))
    engine.dispose()
    with Session(engine) as session:
        session.scalars(select(ArticleRow)).all()
    assert heard[0] == "connected"
    assert len(heard) > 1
    filled.settle()
    heard.clear()
    with Session(filled.fresh(tmp_path)) as session:
        session.scalars(select(ArticleRow)).all()
    assert heard == []
    filled.settle()


def test_the_application_is_as_it_was_built(filled: Filled, loaded_site: Site, tmp_path: Path) -> None:
    with loaded_site.lend(filled, tmp_path) as app:
        told = app.test_client().get("/").text
    with loaded_site.lend(filled, tmp_path) as app:
        change(app)
        assert "changed" in app.test_client().get("/").text
        assert app.test_client().get("/added").text == "added"
    with loaded_site.lend(filled, tmp_path) as app:
        assert app.test_client().get("/added").status_code == 404
        assert app.test_client().get("/").text == told
        assert app.config["SETTINGS"].sign_up == "invitation"


def change(app: Flask) -> None:
    @app.get("/added")
    def added() -> str:
        return "added"

    @app.after_request
    def alter(response: object) -> object:
        response.set_data(response.get_data().replace(b"<main", b"<p>changed<main"))  # type: ignore[attr-defined]
        return response

    app.config["SETTINGS"] = replace(app.config["SETTINGS"], sign_up="closed", time_zone="Europe/Oslo")
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Oslo"
    app.jinja_env.globals["account"] = None
    app.extensions["babel"].locale_selector = lambda: "de"
