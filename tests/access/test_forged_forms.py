"""A form counts only if a page of this site has made it for this browser; and looking never writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import School
from .forms import FORMS, address, fields_of
from .routes import ROUTES, methods, posts

Send = Callable[..., Any]


def someone_allowed(endpoint: str) -> str:
    """Whoever may send the form and is not above the others, if there is such a one."""
    return next((role for role in ("owner", "learner", "administrator") if role in ROUTES[endpoint]), "guest")


def forged(school: School) -> dict[str, dict[str, str]]:
    """What a form without a token of this browser's brings: fields, headers and the address's query."""
    own, foreign = school.token("owner"), school.token("other")
    return {
        "none": {},
        "empty": {"csrf_token": ""},
        "forged": {"csrf_token": own[:-4] + "AAAA"},
        "another's": {"csrf_token": foreign},
        "not signed": {"csrf_token": "0" * 40},
        "no text": {"csrf_token": "\x00\ufffe"},
        "too long": {"csrf_token": own * 1000},
    }


@pytest.mark.parametrize("how", ["none", "empty", "forged", "another's", "not signed", "no text", "too long"])
def test_a_form_that_no_page_of_theirs_has_made_is_not_taken(school: School, password: str, how: str) -> None:
    before, taken = school.stamp(), []
    for endpoint in posts(school.app):
        role, page = someone_allowed(endpoint), address(school.app, school.ids, endpoint)
        data = {**_plain(fields_of(school.ids, endpoint, password)), **forged(school)[how]}
        answer = school.client(role).post(page, data=data)
        if answer.status_code != 400:
            taken.append((endpoint, answer.status_code))
    assert taken == []
    assert school.stamp() == before


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if not isinstance(value, bytes)}


@pytest.mark.parametrize("where", ["header", "query", "cookie"])
def test_a_token_counts_in_the_form_alone(school: School, where: str) -> None:
    before, taken = school.stamp(), []
    for endpoint in posts(school.app):
        role = someone_allowed(endpoint)
        client, token = school.client(role), school.token(role)
        if where == "cookie":
            client.set_cookie("csrf_token", token)
        headers = {"X-CSRFToken": token, "X-CSRF-Token": token} if where == "header" else {}
        query = {"csrf_token": token} if where == "query" else {}
        answer = client.post(address(school.app, school.ids, endpoint), headers=headers, query_string=query)
        if answer.status_code != 400:
            taken.append((endpoint, answer.status_code))
    assert taken == []
    assert school.stamp() == before


@pytest.mark.parametrize("role", ["guest", "learner", "viewer", "owner", "administrator"])
def test_an_address_with_all_that_forms_hold_changes_nothing(school: School, password: str, role: str) -> None:
    """Whoever is made to follow a link has not pressed a button."""
    asked = {name: value for endpoint in FORMS for name, value in fields_of(school.ids, endpoint, password).items()}
    query = {**_plain(asked), "csrf_token": school.token(role), "_method": "POST"}
    before, client = school.stamp(), school.client(role)
    for endpoint, method in methods(school.app):
        if method != "POST":
            page, headers = address(school.app, school.ids, endpoint), {"X-HTTP-Method-Override": "POST"}
            with client.open(page.split("?")[0], method=method, query_string=query, headers=headers) as answer:
                assert answer.status_code < 500, (method, page)
    assert school.stamp() == before
