"""What is for people with an account, for administrators and for holders of a link is for nobody else.

A new address below /account or /people, or with a `token` in it, is found and tried here by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from quizapp.core.account import Account
from quizapp.web.extensions import db

from ..databases import rows

SignIn = Callable[..., Account]
Forms = Callable[[str], list[dict[str, str]]]

#: Whatever a form of these pages may hold.
FORM = {
    "name": "Eve",
    "email": "eve@evil.example",
    "password": "seven larch bridges",
    "old": "seven larch bridges",
    "new": "eight stone bridges",
    "role": "administrator",
    "sure": "yes",
}


def rules(app: Flask, *starts: str) -> Iterator[tuple[str, str]]:
    """The methods and addresses below these, with numbers and words filled in."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(starts) or ("<token>" in rule.rule and not starts):
            for method in sorted((rule.methods or set()) - {"OPTIONS"}):
                yield method, filled(app, rule)


def filled(app: Flask, rule: Rule) -> str:
    with app.test_request_context():
        return app.url_for(rule.endpoint, **{name: "x" if name == "token" else 1 for name in rule.arguments})


def content(app: Flask) -> dict[str, list[str]]:
    """Everything in the database."""
    with app.app_context():
        return rows(db.engine)


def token(client: FlaskClient, forms: Forms, page: str = "/sign-in") -> str:
    return next(form["csrf_token"] for form in forms(client.get(page).text) if "csrf_token" in form)


def test_there_are_such_addresses(library_app: Flask) -> None:
    assert len(list(rules(library_app, "/account"))) >= 8
    assert len(list(rules(library_app, "/people"))) >= 7
    assert len(list(rules(library_app))) >= 7


def test_a_stranger_is_sent_to_sign_in_and_changes_nothing(library_app: Flask, sign_in: SignIn, forms: Forms) -> None:
    sign_in(library_app.test_client(), "administrator")
    client = library_app.test_client()
    data = {"csrf_token": token(client, forms), **FORM}
    before = content(library_app)
    for (method, page), script in product(rules(library_app, "/account", "/people"), (False, True)):
        headers = {"Accept": "application/json"} if script else {}
        answer = client.open(page, method=method, data=data if method == "POST" else None, headers=headers)
        assert answer.status_code == (401 if script else 303), (method, page)
        assert script or answer.location.startswith("/sign-in")
    assert content(library_app) == before


@pytest.mark.parametrize("role", ["learner", "teacher"])
def test_only_administrators_look_after_people(library_app: Flask, sign_in: SignIn, forms: Forms, role: str) -> None:
    sign_in(library_app.test_client(), "administrator")
    client = library_app.test_client()
    sign_in(client, role)
    data = {"csrf_token": token(client, forms, "/account"), **FORM}
    before = content(library_app)
    for method, page in rules(library_app, "/people"):
        answer = client.open(page, method=method, data=data if method == "POST" else None)
        assert answer.status_code == 403, (method, page)
        assert method == "HEAD" or "for the administrators" in answer.text
    assert content(library_app) == before


@pytest.mark.parametrize("role", [None, "learner", "administrator"])
def test_a_link_that_was_never_made_opens_nothing(
    library_app: Flask, sign_in: SignIn, forms: Forms, role: str | None
) -> None:
    client = library_app.test_client()
    if role:
        sign_in(client, role)
    data = {"csrf_token": token(client, forms, "/account" if role else "/sign-in"), **FORM}
    before = content(library_app)
    for method, page in rules(library_app):
        answer = client.open(page, method=method, data=data if method == "POST" else None)
        asked_to_sign_in = role is None and page.endswith("/accept")
        assert answer.status_code == (303 if asked_to_sign_in else 404), (method, page)
    assert content(library_app) == before


def test_looking_changes_nothing(library_app: Flask, sign_in: SignIn) -> None:
    client = library_app.test_client()
    sign_in(client, "administrator")
    before = content(library_app)
    for method, page in rules(library_app, "/account", "/people", "/sign", "/forgot"):
        if method != "POST":
            # 404: this site has no identity provider.
            found = client.open(page, method=method).status_code
            assert found == 404 if page.startswith("/sign-in/identity") else found in {200, 303}, page
    assert content(library_app) == before


def test_pages_of_an_account_are_kept_by_nobody_else(library_app: Flask, sign_in: SignIn) -> None:
    client = library_app.test_client()
    sign_in(client, "administrator")
    for method, page in rules(library_app, "/account", "/people"):
        if method == "GET":
            assert client.get(page).headers["Cache-Control"] == "no-store", page


def test_no_form_without_its_token_is_taken(library_app: Flask, sign_in: SignIn) -> None:
    client = library_app.test_client()
    sign_in(client, "administrator")
    before = content(library_app)
    for method, page in [*rules(library_app, "/account", "/people", "/sign", "/forgot"), *rules(library_app)]:
        if method == "POST":
            assert client.post(page, data=FORM).status_code == 400, page
    assert content(library_app) == before
