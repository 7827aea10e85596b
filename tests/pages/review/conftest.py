"""Learners who review, each in a browser of their own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from itertools import count
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quizapp.core.memory.memory import Rating
from quizapp.core.memory.plan import Plan
from quizapp.store.reviewing import plans
from quizapp.store.tables import MemoryRow, NoteRow, PlanRow, ReviewRow
from quizapp.web import clock
from quizapp.work.people import guest
from quizapp.work.reviewing import asking, rating, studying

SET, OTHER = "who-and-what", "money-and-law"
_NUMBERS = count(1)


class Reviewer:
    """A guest who reviews sets, in a browser."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.session, self.client = session, app.test_client()
        made = guest(session, None, clock.now())
        self.id = made.person_id
        self.client.set_cookie("quizapp_guest", made.token)

    def study(self, *slugs: str, **plan: Any) -> Reviewer:
        for slug in slugs or (SET,):
            studying.study(self.session, self.id, slug, clock.now())
        row = self.session.get_one(PlanRow, self.id)
        row.document = plans.to_document(Plan(**plan))
        self.session.commit()
        return self

    def rate(self, how: Rating = Rating.EASY, cards: int = 1) -> Reviewer:
        for _ in range(cards):
            card = asking.today(self.session, self.id, clock.now()).cards[0].card
            answer = rating.Answer(card.id, how, clock.now(), f"earlier{next(_NUMBERS)}")
            rating.rate(self.session, self.id, answer, clock.now())
        return self

    def ago(self, days: int) -> Reviewer:
        """What was answered was answered so many days earlier, and is due today."""
        self.session.rollback()
        for row in self.session.scalars(select(MemoryRow).where(MemoryRow.last_review.is_not(None))):
            row.last_review, row.due = clock.now() - timedelta(days=days), clock.now() - timedelta(hours=1)
        for line in self.session.scalars(select(ReviewRow)):
            line.at -= timedelta(days=days)
        self.session.commit()
        return self

    def page(self, address: str = "/review") -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.text
        return answer.text

    def card(self) -> int:
        return asking.today(self.session, self.id, clock.now()).cards[0].card.id

    def typed(self, answer: str) -> int:
        """The first card is one to be typed from here on; gives its id."""
        card = self.card()
        note = self.session.get_one(NoteRow, self.memory(card).note_id)
        note.document = {**note.document, "card": {"style": "typed", "front": "Who?", "back": answer}}
        self.session.commit()
        return card

    def token(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.page(f"/sets/{SET}"))
        assert found
        return found[1]

    def marker(self) -> str:
        found = re.search(r'data-person="(\w+)"', self.page())
        assert found
        return found[1]

    def post(self, address: str, **fields: Any) -> TestResponse:
        return self.client.post(address, data={"csrf_token": self.token(), **fields})

    def send(self, *deeds: dict[str, Any], **fields: Any) -> TestResponse:
        """As the page's script does."""
        now = int(clock.now().timestamp() * 1000)
        told = [{"id": f"deed-{next(_NUMBERS)}", "at": now, **deed} for deed in deeds]
        form = {
            "csrf_token": self.token(),
            "person": self.marker(),
            "deeds": json.dumps(told),
            "sent_at": now,
            **fields,
        }
        return self.client.post("/review/log", data=form, headers={"Accept": "application/json"})

    def lines(self) -> list[ReviewRow]:
        self.session.rollback()
        return list(
            self.session.scalars(select(ReviewRow).where(ReviewRow.person_id == self.id).order_by(ReviewRow.id))
        )

    def memory(self, memory_id: int) -> MemoryRow:
        self.session.rollback()
        return self.session.get_one(MemoryRow, memory_id)


def main(page: str) -> str:
    """The words of a page's main part."""
    text = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.fixture
def reviewer(library_app: Flask, library_session: Session) -> Reviewer:
    return Reviewer(library_app, library_session)


@pytest.fixture
def stranger(library_app: Flask, library_session: Session) -> Reviewer:
    """Another guest."""
    return Reviewer(library_app, library_session)


@pytest.fixture
def words() -> Callable[[str], str]:
    return main
