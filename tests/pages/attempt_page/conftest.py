"""A learner before a test with all its questions on one page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from quizapp.store.tables import AnswerRow, AttemptRow, SlotRow

Begin = Callable[[str, str], str]
KeyOf = Callable[[str, int], dict[str, list[str]]]
Given = dict[str, Any]

JSON = {"Accept": "application/json"}
#: Place 1 is taken twice.
TWICE = {"q5.answer.0": "1", "q5.answer.1": "1"}


class Sheet:
    """The page in a browser without a script: all that stands in its form is sent, and what is filled in."""

    def __init__(self, client: FlaskClient, address: str, key_of: KeyOf) -> None:
        self.client, self.address, self._key_of = client, address, key_of
        self.page = ""

    def open(self) -> str:
        answer = self.client.get(f"{self.address}/page")
        assert answer.status_code == 200, answer.location
        self.page = answer.text
        return self.page

    def send(self, given: Given, go: str = "save", headers: dict[str, str] | None = None) -> TestResponse:
        sent = MultiDict([("csrf_token", self.token), ("go", go)])
        sent.setlist("asked", self.markers)
        for name, value in {**self.fields(), **given}.items():
            sent.setlist(name, value if isinstance(value, list) else [value])
        return self.client.post(f"{self.address}/page", data=sent, headers=headers)

    @property
    def token(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.page)
        assert found
        return found[1]

    @property
    def markers(self) -> list[str]:
        return re.findall(r'name="asked" value="([^"]*)"', self.page)

    def fields(self) -> dict[str, list[str]]:
        """What the page shows as given."""
        found: dict[str, list[str]] = {}
        for tag in re.findall(r'<input class="q-control[^>]*>', self.page):
            named = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
            if named["type"] == "text" or "checked" in tag:
                found.setdefault(named["name"], []).append(named["value"])
        for name, options in re.findall(r'<select class="q-control.*?name="([^"]+)"(.*?)</select>', self.page, re.S):
            found[name] = re.findall(r'value="([^"]*)" selected', options)[:1] or [""]
        return found

    def key(self, *positions: int) -> Given:
        return {
            f"q{position}.{name}": values
            for position in positions
            for name, values in self._key_of(self.address, position).items()
        }

    def states(self) -> list[str]:
        return re.findall(r"navigator-link is-(\w+)", self.page)


@pytest.fixture
def sheet(reader: FlaskClient, begin: Begin, key_of: KeyOf) -> Sheet:
    made = Sheet(reader, begin("who-and-what", "test"), key_of)
    made.open()
    return made


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main")[1]).split())


def saved(session: Session) -> dict[int, dict[str, Any]]:
    """What the database has for each question, blanks aside."""
    session.rollback()
    found = session.execute(select(SlotRow.position, AnswerRow.fields).join(AnswerRow, AnswerRow.slot_id == SlotRow.id))
    return {position: fields for position, fields in found if any(any(values) for values in fields.values())}


def end_in(session: Session, seconds: float) -> None:
    session.rollback()
    session.scalars(select(AttemptRow)).one().deadline = datetime.now(UTC) + timedelta(seconds=seconds)
    session.commit()
