"""A set before it is begun, and its start."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.store.tables import AttemptRow, PersonRow

Begin = Callable[[str, str], str]
Forms = Callable[[str], list[dict[str, str]]]


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_set_tells_what_to_expect(reader: FlaskClient) -> None:
    page = " ".join(reader.get("/sets/who-and-what").text.split())
    assert "<dt>Questions</dt> <dd>5</dd>" in page
    assert "<dt>Points</dt> <dd>8</dd>" in page
    assert "You have 15 minutes." in page
    for kind in ("choose one", "choose several", "true or false", "matching", "put in order"):
        assert f"<li>{kind}</li>" in page


def test_practice_is_the_one_primary_button(reader: FlaskClient) -> None:
    page = " ".join(reader.get("/sets/who-and-what").text.split())
    assert page.count("button-primary") == 1
    assert '<button class="button button-primary" type="submit">Start practice</button>' in page


def test_a_running_attempt_is_the_one_primary_button(reader: FlaskClient, begin: Begin) -> None:
    address = begin("who-and-what", "practice")
    page = reader.get("/sets/who-and-what").text
    assert page.count("button-primary") == 1
    assert f'<a class="button button-primary" href="{address}">Continue where you were</a>' in page


def test_a_set_without_a_limit_says_so(reader: FlaskClient) -> None:
    page = " ".join(reader.get("/sets/money-and-law").text.split())
    assert "<dt>Time limit of the test</dt> <dd> none </dd>" in page


def test_looking_makes_no_guest(reader: FlaskClient, library_session: Session) -> None:
    reader.get("/sets/who-and-what")
    assert count(library_session, PersonRow) == 0


@pytest.mark.parametrize("mode", ["practice", "test"])
def test_starting_leads_to_an_attempt_in_that_mode(begin: Begin, library_session: Session, mode: str) -> None:
    address = begin("who-and-what", mode)
    row = library_session.scalars(select(AttemptRow)).one()
    assert address == f"/attempts/{row.id}"
    assert row.mode == mode


def test_a_double_click_starts_one_attempt(reader: FlaskClient, forms: Forms, library_session: Session) -> None:
    form = forms(reader.get("/sets/who-and-what").text)[0]
    first, second = (reader.post(form["action"], data=form) for _ in range(2))
    assert first.location == second.location
    assert count(library_session, AttemptRow) == 1


def test_each_page_view_starts_another_attempt(begin: Begin) -> None:
    assert begin("who-and-what", "practice") != begin("who-and-what", "practice")


def test_a_start_from_another_site_is_refused(reader: FlaskClient, library_session: Session) -> None:
    answer = reader.post("/sets/who-and-what/attempts", data={"mode": "test", "request": "a"})
    assert answer.status_code == 400
    assert "Allow cookies for this site" in answer.text
    assert count(library_session, AttemptRow) == 0


@pytest.mark.parametrize(
    "changed",
    [{"mode": "exam"}, {"mode": ""}, {"request": ""}, {"request": "a" * 65}],
    ids=lambda changed: str(changed)[:20],
)
def test_a_damaged_start_form_is_refused(
    reader: FlaskClient, forms: Forms, library_session: Session, changed: dict[str, str]
) -> None:
    form = forms(reader.get("/sets/who-and-what").text)[0]
    assert reader.post(form["action"], data=form | changed).status_code == 400
    assert count(library_session, PersonRow) == 0


def test_nobody_becomes_a_guest_for_a_set_that_is_not_there(
    reader: FlaskClient, forms: Forms, library_session: Session
) -> None:
    form = forms(reader.get("/sets/who-and-what").text)[0]
    assert reader.post("/sets/none/attempts", data=form).status_code == 404
    assert count(library_session, PersonRow) == 0


def test_a_set_that_is_not_there_is_told_in_a_sentence(reader: FlaskClient) -> None:
    answer = reader.get("/sets/none")
    assert answer.status_code == 404
    assert "There is no such set of questions." in answer.text


def test_the_number_of_queries_hangs_on_nothing(reader: FlaskClient, queries: list[str]) -> None:
    counts = []
    for slug in ("who-and-what", "money-and-law"):
        queries.clear()
        reader.get(f"/sets/{slug}")
        counts.append(len(queries))
    assert counts == [2, 2]


def test_every_kind_has_a_name_for_learners(library_app: Flask) -> None:
    from quizapp.core.kinds import all_kinds

    for kind in all_kinds():
        assert library_app.jinja_env.get_template(f"kinds/{kind}/name.html")
