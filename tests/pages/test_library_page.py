"""The library: stories with their sets, and how far this reader is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quizapp import create_app
from quizapp.settings import Settings
from quizapp.web import clock
from quizapp.web.extensions import db
from quizapp.work import finishing, people

Begin = Callable[[str, str], str]


def finish(session: Session, reader: FlaskClient, address: str) -> None:
    cookie = reader.get_cookie("quizapp_guest")
    assert cookie
    person_id = people.known_guest(session, cookie.value)
    assert person_id
    finishing.finish(session, person_id, int(address.rsplit("/", 1)[1]), clock.now())


def test_the_newest_story_comes_first(reader: FlaskClient) -> None:
    page = reader.get("/").text
    assert page.index("wooden bridge") < page.index("المدينة") < page.index("九年")


def test_a_set_tells_how_long_it_takes(reader: FlaskClient) -> None:
    page = reader.get("/").text
    assert "5 questions" in page
    assert "about 4 minutes" in page


def test_each_story_names_its_language_and_direction(reader: FlaskClient) -> None:
    page = reader.get("/").text
    assert '<section class="story" dir="rtl"' in page
    assert 'lang="ar"' in page
    assert 'lang="ja"' in page


def test_reading_sets_no_cookie_and_writes_nothing(reader: FlaskClient, queries: list[str]) -> None:
    answer = reader.get("/")
    assert "Set-Cookie" not in answer.headers
    assert [statement for statement in queries if not statement.startswith(("SELECT", "PRAGMA"))] == []


def test_a_begun_set_can_be_continued(reader: FlaskClient, begin: Begin) -> None:
    address = begin("who-and-what", "practice")
    assert f'href="{address}"' in reader.get("/").text


def test_the_best_score_is_shown(reader: FlaskClient, begin: Begin, library_session: Session) -> None:
    assert "Your best" not in reader.get("/").text
    finish(library_session, reader, begin("who-and-what", "test"))
    assert "Your best: 0% (0 of 8)" in reader.get("/").text


def test_the_number_of_queries_hangs_on_nothing(reader: FlaskClient, begin: Begin, queries: list[str]) -> None:
    reader.get("/")
    assert len(queries) == 3
    for slug in ("who-and-what", "money-and-law", "jisr"):
        begin(slug, "practice")
    queries.clear()
    reader.get("/")
    assert len(queries) == 6


@pytest.fixture
def empty(tmp_path: Path) -> FlaskClient:
    app = create_app(Settings(instance=tmp_path, database_url=f"sqlite:///{tmp_path / 'q.sqlite3'}"))
    with app.app_context():
        db.engine.dispose()
    return app.test_client()


def test_an_empty_library_tells_how_to_fill_it(empty: FlaskClient) -> None:
    page = empty.get("/")
    assert page.status_code == 200
    assert "quizapp load FOLDER" in page.text
