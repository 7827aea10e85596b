"""The earlier versions of an article: listed, compared with what is around them, and put back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quizapp.core.account import Account
from quizapp.core.authoring import Author
from quizapp.web import clock
from quizapp.work.authoring import articles, drafting, sets

SignIn = Callable[..., Account]
Forms = Callable[[str], list[dict[str, str]]]
FIRST = (
    "The mill stood by the river.\n\nIt had four wheels.\n\nNobody lived there.\n\nIt burned.\n\n"
    "It was rebuilt.\n\nIt stands."
)
SECOND = FIRST.replace("four wheels", "five wheels") + "\n\nA <b>museum</b> is in it."
ARTICLE = {"title": "The mill", "publisher": "River News", "published": "2024-05-02", "body": FIRST}


@pytest.fixture
def teacher(reader: FlaskClient, sign_in: SignIn) -> Author:
    return Author(sign_in(reader).person_id)


@pytest.fixture
def article_id(library_session: Session, teacher: Author) -> int:
    """An article with two versions."""
    made = articles.create_article(library_session, teacher, ARTICLE, (), clock.now())
    changed = {**ARTICLE, "title": "The <i>mill", "body": SECOND}
    articles.change_article(library_session, teacher, made, changed, 1, clock.now())
    return made


def test_every_version_is_listed_with_who_made_it(reader: FlaskClient, article_id: int) -> None:
    page = reader.get(f"/teach/articles/{article_id}/history").text
    assert page.index("Version 2") < page.index("Version 1")
    assert page.count("Ida Holm") == 3
    assert page.count("this is how it stands") == 1


def test_a_version_shows_what_it_changed(reader: FlaskClient, article_id: int) -> None:
    page = reader.get(f"/teach/articles/{article_id}/history/2").text
    assert re.search(r"<del>.*four.*</del><ins>.*five.*</ins>", page)
    assert "A &lt;b&gt;museum&lt;/b&gt; is in it." in page
    assert "2 paragraphs stay as they are" in page
    assert re.search(r"The mill</del> <ins>.*The &lt;i&gt;mill</ins>", page)
    assert "Put this version back" not in page


def test_the_first_version_shows_what_is_different_today(reader: FlaskClient, article_id: int) -> None:
    page = reader.get(f"/teach/articles/{article_id}/history/1").text
    assert "It is the first version." in page
    assert page.index("What is different today") < page.index("five")
    assert "<p>It had four wheels.</p>" in page


def test_a_version_is_put_back_as_a_new_one(reader: FlaskClient, article_id: int, forms: Forms) -> None:
    page = reader.get(f"/teach/articles/{article_id}/history/1").text
    form = next(form for form in forms(page) if form["action"].endswith("/restore"))
    assert reader.post(form["action"], data=form).status_code == 303
    assert "<p>It had four wheels.</p>" in reader.get(f"/teach/articles/{article_id}/history/3").text
    assert "The text is the same today." in reader.get(f"/teach/articles/{article_id}/history/1").text


def test_putting_back_asks_first_where_a_passage_is_touched(
    reader: FlaskClient, library_session: Session, teacher: Author, article_id: int, forms: Forms
) -> None:
    set_id = sets.create_set(library_session, teacher, article_id, {"title": "Mills"}, clock.now())
    question = {"kind": "true_false", "stem": "Five?", "evidence": [{"exact": "It had five wheels."}]}
    drafting.add_question(library_session, teacher, set_id, question, clock.now())
    page = reader.get(f"/teach/articles/{article_id}/history/1").text
    form = next(form for form in forms(page) if form["action"].endswith("/restore"))
    asked = reader.post(form["action"], data=form)
    assert asked.status_code == 200
    assert "1 passage says it in other words" in asked.text
    assert "a number, a date or a name" in asked.text
    assert "Version 3" not in reader.get(f"/teach/articles/{article_id}/history").text


@pytest.mark.parametrize("ending", ["", "/1", "/1/restore"])
def test_another_teacher_sees_none_of_it(
    library_app: Flask, sign_in: SignIn, article_id: int, forms: Forms, ending: str
) -> None:
    other = library_app.test_client()
    sign_in(other, name="Tove Lind")
    token = forms(other.get("/teach").text)[0]["csrf_token"]
    address = f"/teach/articles/{article_id}/history{ending}"
    answer = other.post(address, data={"csrf_token": token}) if "restore" in ending else other.get(address)
    assert answer.status_code == 404


def test_a_version_that_is_not_there_is_told(reader: FlaskClient, article_id: int) -> None:
    assert reader.get(f"/teach/articles/{article_id}/history/9").status_code == 404


def test_the_list_asks_the_database_as_often_for_many_versions(
    reader: FlaskClient, library_session: Session, teacher: Author, article_id: int, queries: list[str]
) -> None:
    queries.clear()
    reader.get(f"/teach/articles/{article_id}/history")
    few = len(queries)
    for number in range(2, 12):
        changed = {**ARTICLE, "body": f"{SECOND} {number}"}
        articles.change_article(library_session, teacher, article_id, changed, number, clock.now())
    queries.clear()
    reader.get(f"/teach/articles/{article_id}/history")
    assert len(queries) == few
