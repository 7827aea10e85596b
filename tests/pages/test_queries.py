"""How many statements a request costs hangs on no number of sets, questions, answers or attempts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from quizapp import create_app
from quizapp.core.attempt import Mode
from quizapp.core.kinds import from_dict
from quizapp.core.library import Article, ArticleWithSets, QuestionSet
from quizapp.formats import LoadedFolder
from quizapp.settings import Settings
from quizapp.web.extensions import db
from quizapp.work import answering, finishing, people, starting
from quizapp.work.loading import load

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)
Forms = Callable[[str], list[dict[str, str]]]


@dataclass
class Library:
    """A library of a certain size in which one learner has practised, taken tests and finished some."""

    client: FlaskClient
    statements: list[str]
    practice: int
    test: int
    finished: int
    #: The last question, which was not tried yet; nor was the one before it.
    fresh: int


def article(number: int, sets: int, questions: int) -> LoadedFolder:
    def content(slug: str) -> QuestionSet:
        made = (
            {
                "id": f"{slug}-{place}",
                "kind": "true_false",
                "stem": "Is it?",
                "answer": True,
                "explanation": "It is.",
                "hints": ["Look."],
                "tries": 3,
                "evidence": [{"exact": "larch"}],
            }
            for place in range(questions)
        )
        return QuestionSet(slug=slug, title=slug, questions=tuple(map(from_dict, made)))

    slug = f"a{number}"
    about = Article(slug=slug, title=slug, publisher="P", published=date(2021, 5, 14), body="Made of larch.")
    contents = tuple(content(f"{slug}-s{place}") for place in range(sets))
    return LoadedFolder(ArticleWithSets(article=about, sets=contents), tuple((each.slug, "#") for each in contents))


def taken(session: Session, person_id: int, mode: Mode, token: str, answers: int, tries: int = 1) -> int:
    attempt_id = starting.start(session, person_id, "a0-s0", mode, token, NOW, Random(1))
    for position in range(1, answers + 1):
        for _ in range(tries):
            answering.submit(session, person_id, attempt_id, position, {"answer": ["false"]}, NOW)
    return attempt_id


def library(app: Flask, size: int) -> Library:
    with app.app_context():
        engine = db.engine
    with Session(engine) as session:
        load(session, [article(number, sets=size, questions=3 * size) for number in range(size)], NOW)
        guest = people.guest(session, None, NOW)
        practice = taken(session, guest.person_id, "practice", "a", answers=size, tries=min(size, 2))
        test = taken(session, guest.person_id, "test", "b", answers=2 * size)
        for number in range(size):
            finished = taken(session, guest.person_id, "test", f"c{number}", answers=2 * size)
            finishing.finish(session, guest.person_id, finished, NOW)
    client = app.test_client()
    client.set_cookie("quizapp_guest", guest.token)
    return Library(client, [], practice, test, finished, 3 * size)


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Library]]:
    """A small library and a large one."""
    found, engines = [], []
    for size in (1, 6):
        folder: Path = tmp_path_factory.mktemp("queries")
        app = create_app(
            Settings(instance=folder, database_url=f"sqlite:///{folder / 'q.sqlite3'}", secret_key="k" * 40)
        )
        made = library(app, size)
        with app.app_context():
            engines.append(db.engine)
        event.listen(engines[-1], "before_cursor_execute", lambda *given, sent=made.statements: sent.append(given[2]))
        found.append(made)
    yield found[0], found[1]
    for engine in engines:
        engine.dispose()


ADDRESSES = {
    "/": 6,
    "/articles/a0": 6,
    "/sets/a0-s0": 6,
    "/sets/a0-s0/worksheet": 2,
    "/sets/a0-s0/answer-key": 4,
    "/attempts/{practice}": 3,
    "/attempts/{practice}/questions/1": 4,
    "/attempts/{practice}/questions/3": 4,
    "/attempts/{practice}/finish": 3,
    "/attempts/{test}/questions/1": 4,
    "/attempts/{test}/finish": 3,
    "/attempts/{test}/page": 3,
    "/attempts/{finished}/result": 6,
}


@pytest.mark.parametrize("address", sorted(ADDRESSES))
def test_a_page_costs_as_many_statements_in_any_library(libraries: tuple[Library, Library], address: str) -> None:
    for found in libraries:
        found.statements.clear()
        page = address.format(practice=found.practice, test=found.test, finished=found.finished)
        assert found.client.get(page).status_code in {200, 302, 403}
        assert len(found.statements) == ADDRESSES[address], found.statements


@pytest.mark.parametrize(
    ("deed", "most"),
    [
        ("/sets/a0-s0/attempts", 10),
        ("/attempts/{practice}/questions/{fresh}", 11),
        ("/attempts/{practice}/questions/{before}/hint", 10),
        ("/attempts/{practice}/questions/{before}/reveal", 10),
        ("/attempts/{test}/questions/1", 10),
        ("/attempts/{test}/questions/1/flag", 10),
        ("/attempts/{finished}/missed", 12),
    ],
)
def test_a_form_costs_as_many_statements_in_any_library(
    libraries: tuple[Library, Library], forms: Forms, deed: str, most: int
) -> None:
    counts = []
    for found in libraries:
        token = forms(found.client.get("/sets/a0-s0").text)[0]["csrf_token"]
        found.statements.clear()
        places = {"practice": found.practice, "test": found.test, "finished": found.finished, "fresh": found.fresh}
        page = deed.format(**places, before=found.fresh - 1)
        data = {"csrf_token": token, "answer": "true", "hints": "0", "flagged": "yes", "request": "z", "mode": "test"}
        assert found.client.post(page, data=data).status_code == 303
        counts.append(len(found.statements))
    assert counts[0] == counts[1] <= most, found.statements


def test_finishing_costs_as_many_statements_in_any_library(libraries: tuple[Library, Library], forms: Forms) -> None:
    """Marks are written in one statement, however many."""
    counts = []
    for found in libraries:
        form = forms(found.client.get("/sets/a0-s0").text)[0]
        started = found.client.post(form["action"], data={**form, "mode": "test", "request": "y"}).location
        size = 3 if found is libraries[0] else 18
        for position in range(1, size + 1):
            found.client.post(f"{started}/questions/{position}", data={**form, "answer": "true"})
        found.statements.clear()
        assert found.client.post(f"{started}/finish", data=form).status_code == 303
        counts.append(len(found.statements))
    assert counts[0] == counts[1] <= 16


def test_a_whole_test_in_one_form_costs_as_many_statements_in_any_library(
    libraries: tuple[Library, Library], forms: Forms
) -> None:
    for found in libraries:
        form = forms(found.client.get("/sets/a0-s0").text)[0]
        chosen = {"mode": "test", "layout": "page", "request": "x"}
        page = found.client.post(form["action"], data={**form, **chosen}).location
        size = 3 if found is libraries[0] else 18
        answers = {f"q{position}.answer": "true" for position in range(1, size + 1)}
        data = {"csrf_token": form["csrf_token"], "asked": [str(position) for position in range(1, size + 1)]}
        counts = []
        for go, given in (("save", {"q1.answer": "false"}), ("finish", {**answers, "q2.answer": "false"})):
            found.statements.clear()
            assert found.client.post(page, data={**data, **given, "go": go}).status_code == 303
            counts.append(len(found.statements))
        assert counts == [5, 8], found.statements
        assert found.client.get(page.replace("/page", "/result")).status_code == 200
