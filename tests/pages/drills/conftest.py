"""A browser that drills: it begins from the set's pages and follows where it is led."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quizapp.web import clock
from quizapp.work.authoring import drafting

Forms = Callable[[str], list[dict[str, str]]]


class Player:
    def __init__(self, client: FlaskClient, forms: Forms) -> None:
        self.client, self._forms = client, forms

    def page(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address, follow_redirects=True)
        assert answer.status_code == status, answer.text
        return " ".join(answer.text.split())

    def form(self, address: str, action: str | None = None) -> dict[str, str]:
        """The form of a page that goes to `action`, or else back to the page."""
        wanted = action or address.partition("?")[0]
        return next(form for form in self._forms(self.client.get(address).text) if form["action"] == wanted)

    def send(self, address: str, action: str | None = None, **fields: Any) -> TestResponse:
        """The page's form with these fields; None takes one out."""
        form = self.form(address, action) | fields
        kept = {name: value for name, value in form.items() if value is not None and name != "action"}
        return self.client.post(form["action"], data=kept)

    def begin(self, address: str) -> str:
        answer = self.send(address)
        assert answer.status_code == 303, answer.text
        return str(answer.location)

    def on(self, address: str) -> str:
        """What comes after an answer was told."""
        found = re.search(r'href="([^"]+\?on=\d+)"', self.page(address))
        return unescape(found[1]) if found else address


@pytest.fixture
def player(reader: FlaskClient, forms: Forms) -> Player:
    return Player(reader, forms)


#: What every question of `typed_set` has that doesn't say otherwise.
USUAL = {
    "kind": "short_text",
    "explanation": "It left at noon.",
    "evidence": [{"exact": "left Bergen at noon"}],
}


@pytest.fixture
def typed_set(workshop: Any) -> Callable[..., str]:
    """`typed_set({"answer": "larch"}, ...)`: publish a set of questions, typed unless they say so; gives its name."""

    def publish(*questions: dict[str, Any], language: str = "en", title: str = "What happened") -> str:
        workshop.begin(title, language)
        for place, fields in enumerate(questions):
            document = {"stem": f"What is number {place}?", **USUAL, **fields}
            drafting.add_question(workshop.session, workshop.author, workshop.set_id, document, clock.now())
        return str(workshop.publish().slug)

    return publish
