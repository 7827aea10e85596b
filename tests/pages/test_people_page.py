"""The page of people: for administrators, who invite, give roles, hand out links and delete."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quizapp.core.account import Account
from quizapp.web import clock
from quizapp.web.extensions import db
from quizapp.work.accounts import adding

SignIn = Callable[..., Account]
Forms = Callable[[str], list[dict[str, str]]]
Send = Callable[..., TestResponse]


@pytest.fixture
def head(reader: FlaskClient, sign_in: SignIn) -> Account:
    """The administrator, signed in in the reader's browser."""
    return sign_in(reader, "administrator", "Head")


@pytest.fixture
def send(reader: FlaskClient, forms: Forms) -> Send:
    """`send("/people", "/people/invitations", role="teacher")`: send the form of the page that goes there."""

    def fill(page: str, action: str, **fields: str) -> TestResponse:
        form = next(form for form in forms(reader.get(page).text) if form["action"] == action)
        return reader.post(action, data={**form, **fields})

    return fill


@pytest.fixture
def many(library_app: Flask) -> None:
    """120 learners."""
    with library_app.app_context():
        for number in range(120):
            adding.add(db.session(), f"p{number:03}@school.example", f"Pupil {number:03}", "learner", clock.now())
        db.session.remove()


def link(answer: TestResponse) -> str:
    return answer.text.split("<textarea")[1].split(">")[1].split("<")[0]


def test_an_invitation_is_shown_once_and_makes_its_role(
    library_app: Flask, reader: FlaskClient, head: Account, send: Send, forms: Forms
) -> None:
    answer = send("/people", "/people/invitations", role="teacher", email="")
    assert answer.status_code == 200
    address = link(answer)
    assert address.startswith("http://localhost/invitations/")
    assert address not in reader.get("/people").text
    invited = library_app.test_client()
    form = next(form for form in forms(invited.get(address).text) if "/invitations/" in form["action"])
    fields = {"name": "Tove", "email": "tove@school.example", "password": "seven larch bridges"}
    assert invited.post(form["action"], data={**form, **fields}).status_code == 303
    assert "Teacher" in invited.get("/account").text


def test_open_invitations_are_listed_and_withdrawn(
    library_app: Flask, reader: FlaskClient, head: Account, send: Send, forms: Forms
) -> None:
    address = link(send("/people", "/people/invitations", role="learner", email="tove@school.example"))
    page = reader.get("/people").text
    assert "tove@school.example" in page
    action = next(form["action"] for form in forms(page) if form["action"].endswith("/withdraw"))
    send("/people", action)
    assert library_app.test_client().get(address).status_code == 404


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"role": "king"}, "422"),
        ({"email": "tove"}, "no e-mail address"),
        ({"email": "administrator-1@school.example"}, "has an account"),
    ],
)
def test_an_invitation_that_can_not_be_is_told(head: Account, send: Send, fields: dict[str, str], told: str) -> None:
    answer = send("/people", "/people/invitations", **{"role": "teacher", "email": "", **fields})
    assert answer.status_code == 422
    assert told == "422" or told in answer.text


def test_a_role_is_given_and_signs_its_owner_out(
    library_app: Flask, reader: FlaskClient, head: Account, sign_in: SignIn, send: Send
) -> None:
    pupil = library_app.test_client()
    tove = sign_in(pupil, "learner", "Tove")
    page = f"/people/{tove.person_id}"
    assert send(page, f"{page}/role", role="teacher").location == page
    assert "Tove now has the role: Teacher." in reader.get(page).text
    assert pupil.get("/account").status_code == 303


def test_the_last_administrator_can_not_step_down(reader: FlaskClient, head: Account, send: Send) -> None:
    page = f"/people/{head.person_id}"
    for action, fields in ((f"{page}/role", {"role": "learner"}), (f"{page}/delete", {"sure": "yes"})):
        answer = send(page, action, **fields)
        assert answer.status_code == 409
        assert "last administrator" in answer.text


def test_a_link_for_a_new_password_works(
    library_app: Flask, head: Account, sign_in: SignIn, send: Send, forms: Forms
) -> None:
    pupil = library_app.test_client()
    tove = sign_in(pupil, "learner", "Tove")
    page = f"/people/{tove.person_id}"
    address = link(send(page, f"{page}/reset-link"))
    form = next(form for form in forms(pupil.get(address).text) if "/reset/" in form["action"])
    assert pupil.post(form["action"], data={**form, "password": "eight stone bridges"}).status_code == 303
    assert pupil.get("/account").status_code == 200
    assert pupil.get(address).status_code == 404


def test_an_account_is_deleted_by_one_who_is_sure(
    library_app: Flask, reader: FlaskClient, head: Account, sign_in: SignIn, send: Send
) -> None:
    pupil = library_app.test_client()
    tove = sign_in(pupil, "learner", "Tove")
    page = f"/people/{tove.person_id}"
    assert send(page, f"{page}/delete", sure="").status_code == 422
    assert send(page, f"{page}/delete", sure="yes").location == "/people"
    assert reader.get(page).status_code == 404
    assert pupil.get("/account").status_code == 303


@pytest.mark.usefixtures("many")
def test_many_people_are_shown_fifty_at_a_time(reader: FlaskClient, head: Account) -> None:
    first, third = reader.get("/people").text, reader.get("/people?page=3").text
    assert "121 accounts" in first
    assert [text.count('<a href="/people/') for text in (first, third)] == [50, 21]
    assert "Page 3 of 3" in third


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    ("words", "found"),
    [("pupil 007", 1), ("P01", 10), ("007 pupil", 1), ("%", 0), ("_", 0), ("nobody", 0), ("\x00", 50)],
)
def test_people_are_found_by_words_of_name_and_address(
    reader: FlaskClient, head: Account, words: str, found: int
) -> None:
    page = reader.get("/people", query_string={"words": words}).text
    assert page.count('<a href="/people/') == found


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999", "999", "٣"])
def test_a_page_that_is_none_breaks_nothing(reader: FlaskClient, head: Account, number: str) -> None:
    assert reader.get("/people", query_string={"page": number}).status_code == 200


@pytest.mark.usefixtures("many")
def test_the_list_costs_as_many_statements_whoever_is_on_it(
    reader: FlaskClient, head: Account, queries: list[str]
) -> None:
    queries.clear()
    reader.get("/people")
    assert len(queries) == 4


@pytest.mark.parametrize("role", ["learner", "teacher"])
def test_it_is_for_administrators_alone(library_app: Flask, sign_in: SignIn, forms: Forms, role: str) -> None:
    client = library_app.test_client()
    own = sign_in(client, role)
    token = next(form["csrf_token"] for form in forms(client.get("/account").text) if "csrf_token" in form)
    person = f"/people/{own.person_id}"
    assert [client.get(page).status_code for page in ("/people", person)] == [403, 403]
    posts = ["/people/invitations", "/people/invitations/1/withdraw", f"{person}/role", f"{person}/reset-link"]
    for page in [*posts, f"{person}/delete"]:
        data = {"csrf_token": token, "role": "administrator", "sure": "yes", "email": ""}
        assert client.post(page, data=data).status_code == 403, page
    assert client.get("/people").status_code == 403
