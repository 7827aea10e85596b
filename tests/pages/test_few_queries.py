"""No page of a learner asks the database more than six times: with a test running, and with everything begun."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from quizapp.web.extensions import db

MOST = 6
SET = "dates-and-deadlines"
OPEN = ["/", "/about", "/articles/gsomia-2019", f"/sets/{SET}", f"/sets/{SET}/worksheet", "/missed", "/progress"]
REVIEW = ["/review", "/review/settings", "/review/anki", "/review/cards.json"]
DRILLS = [f"/sets/{SET}/learn", f"/sets/{SET}/match", f"/sets/{SET}/card-test"]


@pytest.fixture
def statements(client: FlaskClient) -> Iterator[list[str]]:
    with client.application.app_context():
        engine = db.engine
    sent: list[str] = []

    def hear(*given: object) -> None:
        sent.append(str(given[2]))

    event.listen(engine, "before_cursor_execute", hear)
    yield sent
    event.remove(engine, "before_cursor_execute", hear)


def send(client: FlaskClient, address: str, **fields: str) -> str:
    page = client.get(f"/sets/{SET}").text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    answer = client.post(address, data={"csrf_token": token, **fields})
    assert answer.status_code == 303, (address, answer.text)
    return str(answer.location)


def drill(client: FlaskClient, address: str) -> str:
    """Begin what this page offers; gives where it leads."""
    form = re.search(r'<form[^>]*action="([^"]*)".*?</form>', client.get(address).text.split('id="main"')[1], re.DOTALL)
    assert form
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[0]))
    return str(client.post(form[1], data=fields).location)


def test_no_page_of_a_learner_asks_more_than_six_times(client: FlaskClient, statements: list[str]) -> None:
    attempts = {mode: send(client, f"/sets/{SET}/attempts", mode=mode, request=mode) for mode in ("practice", "test")}
    send(client, f"/sets/{SET}/study", time_zone="UTC")
    send(client, f"{attempts['practice']}/questions/1", answer="2019-11-23")
    test = attempts["test"]
    asked = [*OPEN, *REVIEW, test, f"{test}/questions/1", f"{test}/page", f"{test}/finish"]
    asked += [f"{attempts['practice']}/questions/{number}" for number in (1, 2)]
    counts = [_count(client, statements, address) for address in asked]
    for attempt in attempts.values():
        send(client, f"{attempt}/finish")
    begun = [drill(client, address) for address in DRILLS]
    asked += [*DRILLS, *begun, f"{begun[2]}/1", "/articles/gsomia-2019/memory", f"/sets/{SET}/answer-key"]
    asked += [f"{attempt}/result" for attempt in attempts.values()]
    counts += [_count(client, statements, address) for address in asked[len(counts) :]]
    assert {address: count for address, count in zip(asked, counts, strict=True) if count > MOST} == {}


def _count(client: FlaskClient, statements: list[str], address: str) -> int:
    statements.clear()
    answer = client.get(address)
    assert answer.status_code in {200, 302}, (address, answer.status_code)
    return len(statements)
