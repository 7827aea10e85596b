"""The teacher's desk: what they work on, what waits to be published, and the way to the first set."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quizapp.core.account import Account
from quizapp.core.authoring import Author
from quizapp.store.authoring.desk import PAGE_SIZE
from quizapp.web import clock
from quizapp.work.authoring import articles, drafting, publishing, sets

SignIn = Callable[..., Account]
Forms = Callable[[str], list[dict[str, str]]]
ARTICLE = {
    "title": "A heron on the weir",
    "publisher": "The Lock Keeper",
    "published": "2024-05-02",
    "body": "A heron stood on the weir at noon.\n\nIt caught two fish.",
}
QUESTION = {
    "kind": "true_false",
    "stem": "The heron caught two fish.",
    "answer": True,
    "explanation": "It is said so.",
    "evidence": [{"exact": "It caught two fish."}],
}


@pytest.fixture
def teacher(reader: FlaskClient, sign_in: SignIn) -> Author:
    """The teacher who is signed in in the reader's browser."""
    return Author(sign_in(reader).person_id)


def published_set(session: Session, author: Author, set_title: str = "Herons", **article: str) -> int:
    article_id = articles.create_article(session, author, {**ARTICLE, **article}, (), clock.now())
    set_id = sets.create_set(session, author, article_id, {"title": set_title}, clock.now())
    drafting.add_question(session, author, set_id, QUESTION, clock.now())
    publishing.publish(session, author, set_id, clock.now(), "link")
    return set_id


def test_an_empty_desk_shows_the_three_steps(reader: FlaskClient, teacher: Author) -> None:
    page = reader.get("/teach").text
    assert "three steps" in page
    assert page.count("<h3>") == 3
    assert page.count("button-primary") == 1


def test_the_way_from_an_article_to_its_first_set(reader: FlaskClient, teacher: Author, forms: Forms) -> None:
    form = next(form for form in forms(reader.get("/teach/articles/write").text) if form["action"] == "/teach/articles")
    answer = reader.post("/teach/articles", data={**form, **ARTICLE, "language": "en"})
    assert answer.status_code == 303, answer.text
    page = reader.get(str(answer.location))
    assert "Give the set a title" in page.text
    form = next(form for form in forms(page.text) if "title" in form)
    answer = reader.post(form["action"], data={**form, "title": "Herons and fish"})
    assert answer.status_code == 303
    desk = reader.get("/teach").text
    assert "A heron on the weir" in desk
    assert f'href="{answer.location}"' in desk
    assert "not published yet" in desk


def test_a_set_needs_a_title(reader: FlaskClient, library_session: Session, teacher: Author, forms: Forms) -> None:
    article_id = articles.create_article(library_session, teacher, ARTICLE, (), clock.now())
    form = next(form for form in forms(reader.get("/teach").text) if "title" in form)
    for title in ("", " ", "x" * 501):
        answer = reader.post(form["action"], data={**form, "title": title})
        assert answer.status_code == 422
        assert "field-error" in answer.text
    assert article_id and 'class="desk-set"' not in reader.get("/teach").text


def test_what_is_not_published_is_counted(reader: FlaskClient, library_session: Session, teacher: Author) -> None:
    set_id = published_set(library_session, teacher)
    assert "desk-changes" not in reader.get("/teach").text
    assert "only with the link" in reader.get("/teach").text
    for stem in ("Was it noon?", "Was it night?"):
        drafting.add_question(library_session, teacher, set_id, {**QUESTION, "stem": stem}, clock.now())
    assert "2 changes not published" in reader.get("/teach").text
    assert "3 questions" in reader.get("/teach").text


def test_a_question_that_nobody_saw_and_is_gone_is_no_change(
    reader: FlaskClient, library_session: Session, teacher: Author
) -> None:
    set_id = published_set(library_session, teacher)
    made = drafting.add_question(library_session, teacher, set_id, QUESTION, clock.now())
    drafting.remove(library_session, teacher, set_id, made, clock.now())
    page = reader.get("/teach").text
    assert "desk-changes" not in page
    assert "1 question<" in page


def test_a_deleted_set_can_be_brought_back_with_its_article(
    reader: FlaskClient, library_session: Session, teacher: Author, forms: Forms
) -> None:
    set_id = published_set(library_session, teacher)
    sets.delete_set(library_session, teacher, set_id, clock.now())
    form = next(form for form in forms(reader.get("/teach").text) if form["action"].endswith("/delete"))
    assert reader.post(form["action"], data=form).status_code == 303
    page = reader.get("/teach").text
    assert "A heron on the weir" not in page
    form = next(form for form in forms(page) if form["action"].endswith("/bring-back"))
    assert reader.post(form["action"], data=form).status_code == 303
    page = reader.get("/teach").text
    assert "A heron on the weir" in page
    assert "only with the link" in page


def test_an_article_with_a_set_can_not_be_deleted(
    reader: FlaskClient, library_session: Session, teacher: Author, forms: Forms
) -> None:
    published_set(library_session, teacher)
    page = reader.get("/teach").text
    assert "Delete this article" not in page
    token = forms(page)[0]["csrf_token"]
    article_id = int(forms(page)[-1]["action"].split("/")[3])
    answer = reader.post(f"/teach/articles/{article_id}/delete", data={"csrf_token": token})
    assert answer.status_code == 409
    assert "Delete them first" in answer.text
    assert "A heron on the weir" in reader.get("/teach").text


def test_an_article_without_a_set_is_deleted_for_good(
    reader: FlaskClient, library_session: Session, teacher: Author, forms: Forms
) -> None:
    article_id = articles.create_article(library_session, teacher, ARTICLE, (), clock.now())
    form = next(form for form in forms(reader.get("/teach").text) if form["action"].endswith("/delete"))
    assert reader.post(form["action"], data=form).status_code == 303
    assert "three steps" in reader.get("/teach").text
    assert reader.get(f"/teach/articles/{article_id}").status_code == 404


def test_what_is_typed_is_shown_as_typed(reader: FlaskClient, library_session: Session, teacher: Author) -> None:
    for title in ("<script>alert(1)</script>", "قنطرة على النهر", "堰の上の鷺", "Long " * 90):
        published_set(library_session, teacher, title, title=title, language="ar" if title[0] == "ق" else "ja")
    page = reader.get("/teach").text
    assert "<script>alert" not in page
    assert "<script>alert(1)</script>" in unescape(page)
    assert 'dir="rtl"' in page
    assert "堰の上の鷺" in page


def test_another_teachers_work_is_not_on_the_desk(
    library_app: Flask, library_session: Session, reader: FlaskClient, sign_in: SignIn, teacher: Author, forms: Forms
) -> None:
    set_id = published_set(library_session, teacher)
    article_id = articles.create_article(library_session, teacher, ARTICLE, (), clock.now())
    other = library_app.test_client()
    sign_in(other, name="Tove Lind")
    page = other.get("/teach").text
    assert "A heron on the weir" not in page
    token = {"csrf_token": forms(page)[0]["csrf_token"], "title": "Mine"}
    assert other.get(f"/teach/articles/{article_id}/sets/new").status_code == 404
    for address in (f"articles/{article_id}/sets", f"articles/{article_id}/delete", f"sets/{set_id}/bring-back"):
        assert other.post(f"/teach/{address}", data=token).status_code == 404
    assert "A heron on the weir" in reader.get("/teach").text


def test_a_shared_set_stands_on_the_other_teachers_desk_with_the_right_to_it(
    library_app: Flask, library_session: Session, sign_in: SignIn, teacher: Author, forms: Forms
) -> None:
    set_id = published_set(library_session, teacher)
    other = library_app.test_client()
    account = sign_in(other, name="Tove Lind")
    for right, told in (("view", "you may look at it"), ("edit", "shared with you")):
        sets.share(library_session, teacher, set_id, account.email, right, clock.now())  # type: ignore[arg-type]
        page = other.get("/teach").text
        assert told in page
        assert "Ida Holm" in page
        assert "New set on this article" not in page
    article_id = library_session.connection().exec_driver_sql("SELECT max(id) FROM articles").scalar_one()
    token = {"csrf_token": forms(page)[0]["csrf_token"], "title": "Mine"}
    assert other.post(f"/teach/articles/{article_id}/sets", data=token).status_code == 403


@pytest.mark.parametrize("role", ["learner", None])
def test_who_does_not_teach_has_no_desk(reader: FlaskClient, sign_in: SignIn, role: str | None) -> None:
    if role:
        sign_in(reader, role)
    assert reader.get("/teach").status_code == (403 if role else 303)
    assert 'href="/teach"' not in reader.get("/").text


def test_a_long_desk_is_paged_and_searched(reader: FlaskClient, library_session: Session, teacher: Author) -> None:
    for number in range(PAGE_SIZE + 2):
        articles.create_article(library_session, teacher, {**ARTICLE, "title": f"Weir {number}%"}, (), clock.now())
    published_set(library_session, teacher, "Otters_and eels")
    first, second = reader.get("/teach").text, reader.get("/teach?page=2").text
    assert first.count("desk-headline") == PAGE_SIZE
    assert second.count("desk-headline") == 3
    assert "33 articles" in first
    for words, count in (("weir 31%", 1), ("%", PAGE_SIZE), ("EELS otters_", 1), ("otters-", 0), ("heron weir", 1)):
        assert reader.get("/teach", query_string={"words": words}).text.count("desk-headline") == count, words
    assert "No title here" in reader.get("/teach?words=osprey").text
    assert reader.get("/teach?page=99999&words=%00").status_code == 200


def test_the_database_is_asked_as_often_for_many_articles_as_for_one(
    reader: FlaskClient, library_session: Session, teacher: Author, queries: list[str]
) -> None:
    published_set(library_session, teacher)
    queries.clear()
    reader.get("/teach")
    few = len(queries)
    for number in range(8):
        published_set(library_session, teacher, f"Set {number}")
    queries.clear()
    reader.get("/teach")
    assert len(queries) == few


def test_an_administrator_sees_everyones_articles_and_whose_they_are_when_they_ask(
    library_app: Flask, library_session: Session, sign_in: SignIn, teacher: Author
) -> None:
    published_set(library_session, teacher)
    other = library_app.test_client()
    sign_in(other, "administrator", "Tove Lind")
    assert "A heron on the weir" not in other.get("/teach").text
    page = other.get("/teach?whose=everyone").text
    assert "A heron on the weir" in page
    assert "belongs to Ida Holm" in page
    assert "The bridge" not in page
