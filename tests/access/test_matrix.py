"""Who may do what, at every address there is, for everyone from a guest to an administrator."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from quizapp.web.pages.publication import bp as publication

from .conftest import ROLES, School
from .contents import SECRET
from .forms import FORMS, address
from .routes import ROUTES, TEACHERS, every_method, methods

Send = Callable[..., Any]


def test_every_route_is_in_the_table_and_nothing_else(school: School) -> None:
    assert sorted(ROUTES) == sorted({endpoint for endpoint, _ in every_method(school.app)})


def test_every_form_is_in_the_table_and_nothing_else(school: School) -> None:
    assert sorted(FORMS) == sorted(endpoint for endpoint, method in every_method(school.app) if method == "POST")


def test_a_write_is_seen(school: School, send: Send) -> None:
    """What the tests below rest on."""
    before, rows = school.stamp(), school.rows()
    assert send(school, "owner", "POST", "set_editor.add").status_code == 303
    assert school.stamp() != before
    assert school.rows() != rows
    school.restore()
    assert school.rows() == rows


@pytest.mark.parametrize("role", ROLES)
def test_only_they_may(school: School, send: Send, role: str) -> None:
    wrong = []
    for endpoint, method in methods(school.app):
        before = school.stamp()
        with send(school, role, method, endpoint) as answer:
            right = _let_in(answer) if role in ROUTES[endpoint] else _refused(answer, role, ROUTES[endpoint])
        wrote = school.stamp() != before
        if not right or (wrote and (method != "POST" or role not in ROUTES[endpoint])):
            wrong.append((method, endpoint, answer.status_code, answer.location, wrote))
        if wrote:
            school.restore()
    assert wrong == []


def _let_in(answer: Any) -> bool:
    return answer.status_code < 400 and not str(answer.location).startswith("/sign-in?")


def _refused(answer: Any, role: str, others: frozenset[str]) -> bool:
    """Without a word of what there is; their own name stands in the masthead."""
    told = answer.text.replace(f"{role.title()} {SECRET}", "")
    sent_to_sign_in = role == "guest" and answer.status_code == 303 and answer.location.startswith("/sign-in")
    statuses = {403, 404} if others else {403, 404, 409}
    return (answer.status_code in statuses or sent_to_sign_in) and SECRET not in told


#: Forms that are answered with a page, and leave nothing behind.
LOOKS = {
    "article_editor.bring", "article_editor.preview", "article_editor.preview_with_pictures", "first_start.begin",
    "identity.connect", "identity.disconnect", "passkey.add", "passkey.enter", "passkey.new_options", "passkey.options",
    "password_reset.ask", "question_editor.attempt", "review_settings.fit", "review_settings.take_back",
}  # fmt: skip


def test_what_the_forms_send_is_what_their_pages_take(school: School, send: Send) -> None:
    """Else they would prove nothing."""
    rows, wrote = school.rows(), set()
    for endpoint, role in product(FORMS, ("learner", "administrator")):
        if role in ROUTES[endpoint]:
            send(school, role, "POST", endpoint).close()
            if school.rows() != rows:
                wrote.add(endpoint)
            school.restore()
    assert set(FORMS) - wrote == LOOKS


@pytest.mark.parametrize("role", ["guest", "administrator"])
def test_no_other_method_is_taken(school: School, role: str) -> None:
    client, before, known = school.client(role), school.stamp(), set(methods(school.app))
    endpoints = {endpoint for endpoint, _ in known}
    for endpoint in sorted(endpoints):
        page = address(school.app, school.ids, endpoint)
        taken = _methods_at(school, page)
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY"):
            if method not in taken:
                fields = {"csrf_token": school.token(role)}
                assert client.open(page, method=method, data=fields).status_code == 405, (method, page)
    assert school.stamp() == before


def _methods_at(school: School, page: str) -> set[str]:
    adapter = school.app.url_map.bind("localhost")
    return set(adapter.allowed_methods(page.partition("?")[0]))


@pytest.mark.parametrize("role", ["other", "viewer", "editor", "owner", "administrator"])
def test_who_no_longer_teaches_is_out_at_once(school: School, send: Send, role: str) -> None:
    """Their rights and their articles are still theirs, for the day on which they teach again."""
    demote = "UPDATE accounts SET role = 'learner' WHERE person_id = ?"
    school.change(demote, school.ids[role])
    before = school.stamp()
    for endpoint, method in methods(school.app):
        if ROUTES[endpoint] <= TEACHERS and role in ROUTES[endpoint]:
            with send(school, role, method, endpoint) as answer:
                assert answer.status_code == 403, (method, endpoint)
                assert method == "HEAD" or "for teachers" in answer.text or "for the administrators" in answer.text
    assert school.stamp() == before


def test_an_editor_does_not_choose_who_sees_the_set(school: School) -> None:
    page = address(school.app, school.ids, f"{publication.name}.publish")
    before = school.stamp()
    assert school.post("editor", page, {"visibility": "public"}).status_code == 403
    assert school.stamp() == before
