"""A learner who reviews a small set, and the day as they see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.memory.memory import Rating
from quizapp.store.reviewing import plans
from quizapp.store.tables import MemoryRow, PlanRow
from quizapp.work.loading import load
from quizapp.work.reviewing import asking, rating, studying
from quizapp.work.reviewing.asking import Today

_NUMBERS = count(1)
CLOZE: dict[str, Any] = {
    "kind": "cloze",
    "text": "It is made of [[1]] and [[2]].",
    "gaps": {1: {"kind": "short_text", "answer": "larch"}, 2: {"kind": "short_text", "answer": "oak"}},
}
FIRST = {**CLOZE, "text": "It is made of [[1]].", "gaps": {1: CLOZE["gaps"][1]}}
SECOND = {**CLOZE, "text": "It is made of [[2]].", "gaps": {2: CLOZE["gaps"][2]}}


class Desk:
    """What a learner does at a time: `desk.at` goes on by hand."""

    def __init__(self, session: Session, person_id: int, at: datetime) -> None:
        self.session, self.person_id, self.at = session, person_id, at

    def today(self, *sets: str, most: int = 20) -> Today:
        return asking.today(self.session, self.person_id, self.at, sets, most)

    def asked(self) -> list[str]:
        """The names of the questions, in the order in which they are asked; of a gap with its number."""
        return [_name(each.card) for each in self.today().cards]

    def rate(self, how: Rating = Rating.GOOD, name: str | None = None, **answer: Any) -> int:
        """Rate the first card, or that with this name; gives its id."""
        cards = [each.card for each in self.today().cards]
        card = next(each for each in cards if name in {None, _name(each)})
        given = {"at": self.at, "request": f"r{next(_NUMBERS)}", **answer}
        rating.rate(self.session, self.person_id, rating.Answer(card.id, how, **given), self.at)
        return card.id

    def later(self, **span: float) -> None:
        self.at += timedelta(**span)

    def memory(self, memory_id: int) -> MemoryRow:
        self.session.expire_all()
        return self.session.get_one(MemoryRow, memory_id)

    def memories(self) -> list[MemoryRow]:
        self.session.expire_all()
        return list(self.session.scalars(select(MemoryRow).order_by(MemoryRow.id)))

    def plan(self, **settings: Any) -> None:
        row = self.session.get(PlanRow, self.person_id)
        document = plans.to_document(plans.from_document(settings))
        if row is None:
            self.session.add(PlanRow(self.person_id, document))
        else:
            row.document = document
        self.session.commit()


def _name(card: Any) -> str:
    return f"{card.note.question}{card.place + 1}" if card.note.card.style == "cloze" else str(card.note.question)


@pytest.fixture
def desk(session: Session, learner: int, now: datetime) -> Desk:
    return Desk(session, learner, now)


@pytest.fixture
def study(session: Session, folder: Callable[..., Any], desk: Desk) -> Callable[..., Desk]:
    """`study(ask("cars"), ...)`: load a set of these questions and review it."""

    def begin(*questions: dict[str, Any], **sets: list[dict[str, Any]]) -> Desk:
        load(session, [folder({"people": list(questions), **sets})], desk.at)
        for name in ("people", *sets):
            studying.study(session, desk.person_id, name, desk.at)
        return desk

    return begin
