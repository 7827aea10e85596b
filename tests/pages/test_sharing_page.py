"""The people of a set, on a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.core.account import Account
from quizapp.store.authoring import rights

SignIn = Callable[..., Account]
Workshop = Any


@pytest.fixture
def other(library_app: Flask, sign_in: SignIn, workshop: Workshop) -> tuple[FlaskClient, Account]:
    client = library_app.test_client()
    return client, sign_in(client, "teacher", "Nils <b>Dahl</b>")


def held(workshop: Workshop) -> dict[str, str]:
    workshop.session.rollback()
    return {each.name: each.right for each in rights.holders(workshop.session, workshop.set_id)}


def test_a_teacher_is_added_by_address_and_finds_the_set(
    workshop: Workshop, other: tuple[FlaskClient, Account]
) -> None:
    client, account = other
    answer = workshop.post("/people", email=account.email.upper(), right="edit")
    assert (answer.status_code, answer.location) == (303, f"/teach/sets/{workshop.set_id}/people")
    page = workshop.page("/people")
    assert "2 people" in page and account.email in page and "Nils &lt;b&gt;Dahl&lt;/b&gt;" in page
    assert client.get(f"/teach/sets/{workshop.set_id}").status_code == 200


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"email": "nobody@school.example", "right": "edit"}, "No teacher here has this address."),
        ({"email": "no address", "right": "edit"}, "This is no e-mail address."),
        ({"email": "", "right": "edit"}, "This is no e-mail address."),
        ({"email": "nobody@school.example", "right": "rule"}, "Not a valid choice"),
    ],
)
def test_what_can_not_be_added_is_told_and_kept(workshop: Workshop, fields: dict[str, str], told: str) -> None:
    answer = workshop.post("/people", **fields)
    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{fields["email"]}"' in answer.text
    assert held(workshop) == {"Ida Holm": "own"}


def test_a_right_is_changed_and_taken_away(workshop: Workshop, other: tuple[FlaskClient, Account]) -> None:
    client, account = other
    workshop.post("/people", email=account.email, right="view")
    assert workshop.post(f"/people/{account.person_id}", right="own").status_code == 303
    assert held(workshop)[account.name] == "own"
    assert "owns it from now on" in workshop.page("/people")
    assert workshop.post(f"/people/{account.person_id}", right="rule").status_code == 422
    assert workshop.post(f"/people/{account.person_id}/remove").status_code == 303
    assert held(workshop) == {"Ida Holm": "own"}
    assert workshop.post(f"/people/{account.person_id}", right="edit").status_code == 404
    assert workshop.post(f"/people/{account.person_id}/remove").status_code == 404
    assert client.get(f"/teach/sets/{workshop.set_id}/people").status_code == 404


def test_the_last_owner_stays(workshop: Workshop) -> None:
    me = workshop.account.person_id
    for path, fields in ((f"/people/{me}", {"right": "view"}), (f"/people/{me}/remove", {})):
        answer = workshop.post(path, **fields)
        assert answer.status_code == 409 and "A set needs an owner." in answer.text
    assert held(workshop) == {"Ida Holm": "own"}


def test_who_may_change_a_set_sees_its_people_and_may_leave(
    workshop: Workshop, other: tuple[FlaskClient, Account]
) -> None:
    client, account = other
    workshop.post("/people", email=account.email, right="edit")
    page = client.get(f"/teach/sets/{workshop.set_id}/people").text
    assert "Ida Holm" in page and workshop.account.email not in page
    me = workshop.account.person_id
    assert f"/people/{account.person_id}/remove" in page and f"/people/{me}" not in page
    assert 'name="right"' not in page and 'name="email"' not in page
    for path, fields in (
        ("/people", {"email": account.email, "right": "own"}),
        (f"/people/{account.person_id}", {"right": "own"}),
        (f"/people/{me}/remove", {}),
    ):
        assert workshop.post(path, client, **fields).status_code == 403
    answer = workshop.post(f"/people/{account.person_id}/remove", client)
    assert (answer.status_code, answer.location) == (303, "/teach")
    assert held(workshop) == {"Ida Holm": "own"}


def test_a_stranger_finds_nothing(workshop: Workshop, other: tuple[FlaskClient, Account]) -> None:
    client, account = other
    assert client.get(f"/teach/sets/{workshop.set_id}/people").status_code == 404
    assert workshop.post("/people", client, email=account.email, right="own").status_code == 404
    assert workshop.post(f"/people/{workshop.account.person_id}/remove", client).status_code == 404


def test_what_each_right_means_is_told(workshop: Workshop) -> None:
    page = workshop.page("/people")
    for words in ("may look at it", "may change it", "owns it", "one owner at least"):
        assert words in page
    assert page.count("button-primary") == 1
