"""Who may see and do what, at every address there is; and that looking changes nothing.

A new route has to be entered below: until then the first test fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from quizapp.web.extensions import db

from ..databases import rows

Begin = Callable[[str, str], str]
Forms = Callable[[str], list[dict[str, str]]]

#: Open to everyone, and the same for everyone who has not begun anything.
OPEN = {
    "library.show": {},
    "about.show": {},
    "article.show": {"slug": "bridge"},
    "article.picture": {"slug": "bridge", "name": "bridge.png"},
    "memory_map.show": {"slug": "bridge"},
    "progress.show": {},
    "review_settings.show": {},
    "review_settings.cost": {},
    "set.show": {"slug": "who-and-what"},
    "worksheet.show": {"slug": "who-and-what"},
    "worksheet.key": {"slug": "who-and-what"},
    "deck.of_set": {"slug": "who-and-what"},
    "deck.of_article": {"slug": "bridge"},
    "sign_in.show": {},
    "sign_up.show": {},
    "password_reset.show": {},
    "short_link.show": {},
    "review_anki.show": {},
    "review.show": {},
    "review.aside": {},
    "review.cards": {},
    "learn.offer": {"slug": "who-and-what"},
    "match.offer": {"slug": "who-and-what"},
    "card_test.offer": {"slug": "who-and-what"},
    "missed.show": {},
    "offline.show": {},
    "offline.worker": {},
    "offline.manifest": {},
    "health.alive": {},
    "health.ready": {},
    "static": {"filename": "css/base.css"},
    "bootstrap.static": {"filename": "css/bootstrap.min.css"},
}
#: Leads everyone on to a set that they may see; see `test_short_links.py`.
LEADS_ON = {"short_link.follow"}
#: Takes a form from everyone and makes a guest.
STARTS = {
    each: {"slug": "who-and-what"}
    for each in ("set.start", "review.study", "learn.start", "match.start", "card_test.start")
}
#: Of a drill, for its learner alone: see `drills/test_whose_drills.py`.
DRILLED = {
    "learn.show",
    "learn.answer",
    "learn.go_on",
    "match.show",
    "match.put_together",
    "card_test.show",
    "card_test.question",
    "card_test.save",
    "card_test.check",
    "card_test.finish",
    "missed.start",
}
#: Takes a form from everyone, and makes no guest.
FORMS = {"sign_in.enter", "sign_out.leave", "sign_up.enter", "password_reset.ask", "passkey.options", "passkey.enter"}
#: Of what one reviews oneself: see `review/` and `test_review_anki_page.py`.
REVIEWED = {
    "review.log",
    "review.put_aside",
    "review.rate",
    "review.stop",
    "review.undo",
    "review_anki.deck",
    "review_anki.bring",
    "review_anki.look",
    "review_anki.take",
    "review_settings.fit",
    "review_settings.save",
    "review_settings.take_back",
    "review_settings.usual",
}
#: There where the settings ask for it: see `identity/` and `test_metrics.py`.
ELSEWHERE = {"identity.begin", "identity.back", "metrics.show"}
#: Of an attempt: there for its learner alone, whatever the method.
OWN = {
    "attempt.show": {},
    "attempt.question": {"position": 1},
    "attempt.answer": {"position": 1},
    "attempt.hint": {"position": 1},
    "attempt.reveal": {"position": 1},
    "attempt.flag": {"position": 1},
    "attempt.finish": {},
    "attempt.close": {},
    "attempt_page.save": {},
    "attempt_page.show": {},
    "result.show": {},
    "result.missed": {},
}
#: The same for everyone, whoever asks.
SHARED = {"article.picture", "deck.of_set", "deck.of_article", "static", "bootstrap.static"}
FORM = {"answer": "0", "try": "1", "hints": "0", "flagged": "yes", "request": "a", "mode": "test"}
ANSWERS: list[dict[str, str]] = [{"Accept": "application/json"}, {}]


def rules(app: Flask) -> list[Rule]:
    return list(app.url_map.iter_rules())


def address(app: Flask, endpoint: str, **values: Any) -> str:
    with app.test_request_context():
        return app.url_for(endpoint, **values)


def methods(app: Flask, endpoint: str) -> set[str]:
    found = {method for rule in rules(app) if rule.endpoint == endpoint for method in rule.methods or ()}
    return found - {"OPTIONS"}


def content(app: Flask) -> dict[str, list[str]]:
    """Everything in the database."""
    with app.app_context():
        return rows(db.engine)


@pytest.fixture
def attempts(library_app: Flask, reader: FlaskClient, begin: Begin, forms: Forms) -> dict[str, int]:
    """A practice and a test that are running, and a practice that is finished, all the reader's."""
    found = {name: begin("who-and-what", name) for name in ("practice", "test")}
    found["finished"] = begin("who-and-what", "practice")
    form = next(
        form
        for form in forms(reader.get(f"{found['finished']}/finish").text)
        if form["action"] == f"{found['finished']}/finish"
    )
    reader.post(form["action"], data=form)
    return {name: int(address.rsplit("/", 1)[1]) for name, address in found.items()}


def taught(app: Flask) -> list[str]:
    """What is for teachers alone: everything below one address."""
    return sorted({rule.endpoint for rule in rules(app) if rule.rule.startswith("/teach")})


def known(app: Flask) -> list[str]:
    """What is for people with an account, or with a one-time link: see `test_roles.py`."""
    return sorted({
        rule.endpoint
        for rule in rules(app)
        if rule.rule.startswith(("/account", "/people")) or "token" in rule.arguments
    })  # fmt: skip


def test_every_route_stands_in_one_of_these_lists(library_app: Flask) -> None:
    open_to_all = [*OPEN, *LEADS_ON, *STARTS, *FORMS, *ELSEWHERE]
    listed = [*open_to_all, *DRILLED, *REVIEWED, *OWN, *taught(library_app), *known(library_app)]
    assert sorted(listed) == sorted({rule.endpoint for rule in rules(library_app)})
    assert len(listed) == len(set(listed))


def test_only_these_methods_are_taken(library_app: Flask) -> None:
    for rule in rules(library_app):
        assert (rule.methods or set()) - {"OPTIONS"} in ({"GET", "HEAD"}, {"POST"}), rule


def test_every_own_address_names_an_attempt_and_no_open_one_does(library_app: Flask) -> None:
    for rule in rules(library_app):
        assert ("attempt_id" in rule.arguments) is (rule.endpoint in OWN), rule


@pytest.mark.parametrize("endpoint", sorted(OPEN))
def test_an_open_page_asks_for_nothing(library_app: Flask, reader: FlaskClient, endpoint: str) -> None:
    with reader.get(address(library_app, endpoint, **OPEN[endpoint])) as answer:
        assert answer.status_code == 200
        assert "quizapp_guest" not in str(answer.headers)


def send(client: FlaskClient, method: str, page: str, token: str, headers: dict[str, str]) -> TestResponse:
    data = {"csrf_token": token, **FORM} if method == "POST" else None
    return client.open(page, method=method, data=data, headers=headers)


@pytest.mark.parametrize("who", ["a stranger", "another guest", "a forged guest"])
def test_anothers_attempt_is_not_there(library_app: Flask, attempts: dict[str, int], forms: Forms, who: str) -> None:
    client = library_app.test_client()
    form = forms(client.get("/sets/money-and-law").text)[0]
    if who == "another guest":
        client.post(form["action"], data=form)
    elif who == "a forged guest":
        client.set_cookie("quizapp_guest", "1")
    before = content(library_app)
    for endpoint, attempt_id in product(OWN, (*attempts.values(), 999)):
        page = address(library_app, endpoint, attempt_id=attempt_id, **OWN[endpoint])
        for method, headers in product(methods(library_app, endpoint), ANSWERS):
            answer = send(client, method, page, form["csrf_token"], headers)
            assert answer.status_code == 404, (method, page)
            assert "Ida Holm" not in answer.text
        assert content(library_app) == before, endpoint


def test_anothers_attempt_and_none_at_all_look_the_same(
    library_app: Flask, attempts: dict[str, int], forms: Forms
) -> None:
    client = library_app.test_client()
    form = forms(client.get("/sets/money-and-law").text)[0]
    client.post(form["action"], data=form)
    pages = [client.get(f"/attempts/{attempt_id}/questions/1").text for attempt_id in (attempts["practice"], 999)]
    assert pages[0] == pages[1]


def pages(app: Flask, attempts: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Every endpoint with its address: an open one, or one of each of the attempts."""
    for endpoint, values in OPEN.items():
        yield endpoint, address(app, endpoint, **values)
    for endpoint, attempt_id in product(OWN, attempts.values()):
        yield endpoint, address(app, endpoint, attempt_id=attempt_id, **OWN[endpoint])


def test_looking_changes_nothing(library_app: Flask, reader: FlaskClient, attempts: dict[str, int]) -> None:
    before = content(library_app)
    for _, page in pages(library_app, attempts):
        for method in ("GET", "HEAD", "OPTIONS"):
            with reader.open(page.split("?")[0], method=method, query_string=FORM) as answer:
                assert answer.status_code in {200, 302, 403, 405}, (method, page)
                assert answer.data == b"" or method == "GET"
        assert content(library_app) == before, page


@pytest.mark.parametrize(("role", "status"), [(None, 303), ("learner", 403)])
def test_who_does_not_teach_gets_nowhere_below_that_address(
    library_app: Flask, reader: FlaskClient, sign_in: Callable[..., Any], forms: Forms, role: str | None, status: int
) -> None:
    if role:
        sign_in(reader, role)
    token = forms(reader.get("/sets/who-and-what").text)[-1]["csrf_token"]
    before = content(library_app)
    for rule in rules(library_app):
        if rule.rule.startswith("/teach"):
            page = address(library_app, rule.endpoint, **dict.fromkeys(rule.arguments, 1))
            for method in (rule.methods or set()) - {"OPTIONS"}:
                answer = send(reader, method, page, token, {})
                assert answer.status_code == status, (method, page)
                assert role or str(answer.location).startswith("/sign-in")
    assert content(library_app) == before


def test_nothing_before_a_start_is_kept_of_anyone(library_app: Flask, reader: FlaskClient) -> None:
    before = content(library_app)
    for endpoint, values in OPEN.items():
        reader.get(address(library_app, endpoint, **values)).close()
    assert content(library_app) == before
    assert reader.get_cookie("quizapp_guest") is None


def test_only_what_is_the_same_for_all_may_be_kept_by_others(
    library_app: Flask, reader: FlaskClient, attempts: dict[str, int]
) -> None:
    for endpoint, page in pages(library_app, attempts):
        with reader.get(page) as answer:
            assert ("public" in answer.headers["Cache-Control"]) is (endpoint in SHARED), page
            if endpoint in SHARED:
                assert "Set-Cookie" not in answer.headers
                assert "Cookie" not in answer.headers.get("Vary", "")
            else:
                assert answer.headers["Cache-Control"] == "no-store", page
