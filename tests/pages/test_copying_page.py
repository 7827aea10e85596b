"""A set that is there, made one's own: as a copy, or by taking over what came from files."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.account import Account
from quizapp.core.authoring import Author
from quizapp.formats.yaml import FORMAT
from quizapp.store import library
from quizapp.store.authoring import working
from quizapp.store.tables import NoteRow, SetRow
from quizapp.web import clock
from quizapp.work.authoring import publishing, sets
from quizapp.work.loading import load

SignIn = Callable[..., Account]
Forms = Callable[[str], list[dict[str, str]]]
PAGE = "/sets/who-and-what"


def press(client: FlaskClient, forms: Forms, page: str, ending: str) -> str:
    form = next(form for form in forms(client.get(page).text) if ending in form["action"])
    answer = client.post(form["action"], data=form)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_a_teacher_copies_a_public_set_and_the_original_stays(
    reader: FlaskClient, library_session: Session, sign_in: SignIn, forms: Forms
) -> None:
    author = Author(sign_in(reader).person_id)
    assert "Edit it here from now on" not in reader.get(PAGE).text
    location = press(reader, forms, PAGE, "/copies/")
    set_id = int(location.rsplit("/", 1)[1])
    assert reader.get(location).status_code == 200
    copied = working.working_set(library_session, author, set_id)
    original = library.question_set(library_session, "who-and-what")
    assert copied and original
    assert copied.title == original.content.title
    assert copied.article.body == original.article.body
    assert [question.state for question in copied.questions] == ["new"] * len(original.content.questions)
    assert publishing.unfinished(copied) == {}
    assert reader.get(f"/sets/{copied.slug}").status_code == 404


def test_the_cards_of_a_copy_are_other_cards(
    reader: FlaskClient, library_session: Session, sign_in: SignIn, forms: Forms
) -> None:
    author = Author(sign_in(reader).person_id)
    before = set(library_session.scalars(select(NoteRow.guid)))
    library_session.rollback()
    set_id = int(press(reader, forms, PAGE, "/copies/").rsplit("/", 1)[1])
    publishing.publish(library_session, author, set_id, clock.now(), "public")
    made = set(library_session.scalars(select(NoteRow.guid))) - before
    assert made
    assert before <= set(library_session.scalars(select(NoteRow.guid)))


def test_a_set_that_is_worked_on_already_leads_to_its_editor(
    reader: FlaskClient, library_session: Session, sign_in: SignIn, forms: Forms
) -> None:
    author = Author(sign_in(reader).person_id)
    location = press(reader, forms, PAGE, "/copies/")
    found = publishing.publish(library_session, author, int(location.rsplit("/", 1)[1]), clock.now(), "public")
    page = reader.get(f"/sets/{found.slug}").text
    assert f'href="{location}"' in page
    assert "Copy this set" not in page


def test_who_may_only_look_at_a_set_is_offered_a_copy_of_their_own(
    library_app: Flask, reader: FlaskClient, library_session: Session, sign_in: SignIn, forms: Forms
) -> None:
    author = Author(sign_in(reader).person_id)
    set_id = int(press(reader, forms, PAGE, "/copies/").rsplit("/", 1)[1])
    found = publishing.publish(library_session, author, set_id, clock.now(), "link")
    other = library_app.test_client()
    sets.share(library_session, author, set_id, sign_in(other, name="Tove Lind").email, "view", clock.now())
    page = f"/sets/{found.slug}"
    assert "Edit this set" not in other.get(page).text
    location = press(other, forms, page, "/copies/")
    assert "Edit this set" in reader.get(page).text
    assert location != f"/teach/sets/{set_id}"
    assert "Publish" in other.get(location).text


def test_only_who_may_see_a_set_copies_it(
    library_app: Flask, reader: FlaskClient, library_session: Session, sign_in: SignIn, forms: Forms
) -> None:
    author = Author(sign_in(reader).person_id)
    set_id = int(press(reader, forms, PAGE, "/copies/").rsplit("/", 1)[1])
    found = publishing.publish(library_session, author, set_id, clock.now(), "link")
    other = library_app.test_client()
    sign_in(other, name="Tove Lind")
    page = other.get(f"/sets/{found.slug}").text
    assert "Copy this set" not in page
    token = forms(page)[0]["csrf_token"]
    for slug in (found.slug, "nowhere"):
        assert other.post(f"/teach/copies/sets/{slug}", data={"csrf_token": token}).status_code == 404
    publishing.show_to(library_session, author, set_id, "public")
    assert "Copy this set" in other.get(f"/sets/{found.slug}").text


@pytest.mark.parametrize("role", [None, "learner"])
def test_who_does_not_teach_is_offered_no_copy(reader: FlaskClient, sign_in: SignIn, role: str | None) -> None:
    if role:
        sign_in(reader, role)
    page = reader.get(PAGE).text
    assert "Copy this set" not in page
    assert "/teach" not in page


def test_an_administrator_takes_an_article_over_from_its_files(
    reader: FlaskClient, library_session: Session, sign_in: SignIn, forms: Forms
) -> None:
    author = Author(sign_in(reader, "administrator").person_id, administrator=True)
    guids = set(library_session.scalars(select(NoteRow.guid)))
    library_session.rollback()
    page = reader.get(PAGE).text
    link = re.search(r'href="(/teach/copies/articles/[^"]+)"', page)
    assert link
    asked = reader.get(link[1]).text
    assert "be undone in the browser" in asked
    press(reader, forms, link[1], "/copies/articles/")
    set_id = library_session.scalar(select(SetRow.id).where(SetRow.slug == "who-and-what"))
    assert set_id
    assert f"/teach/sets/{set_id}" in reader.get(PAGE).text
    assert reader.get(link[1]).status_code == 404
    found = working.working_set(library_session, author, set_id)
    assert found
    changed = {**found.header, "title": "Taken over"}
    sets.describe(library_session, author, set_id, changed, 1, clock.now())
    publishing.publish(library_session, author, set_id, clock.now())
    loaded = FORMAT.read(Path(__file__).parent.parent / "library")
    report = load(library_session, loaded.folders, clock.now())
    assert report.kept == 1
    assert "Taken over" in reader.get(PAGE).text
    assert set(library_session.scalars(select(NoteRow.guid))) == guids


def test_a_teacher_takes_nothing_over(reader: FlaskClient, sign_in: SignIn, forms: Forms) -> None:
    sign_in(reader)
    token = forms(reader.get(PAGE).text)[0]["csrf_token"]
    assert reader.get("/teach/copies/articles/bridge").status_code == 403
    assert reader.post("/teach/copies/articles/bridge", data={"csrf_token": token}).status_code == 403
