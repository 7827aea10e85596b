"""A small set to drill, and what a learner does with it; `drill.at` goes on by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quizapp.core.kinds import kind_of
from quizapp.store import attempts
from quizapp.store.missed import MissedSet, missed
from quizapp.store.tables import DrillRow
from quizapp.work import answering, finishing, starting
from quizapp.work.drilling import beginning, learning
from quizapp.work.drilling.learning import Given, LearnDrill
from quizapp.work.loading import load

Ask = Callable[..., dict[str, Any]]


class Bench:
    def __init__(self, session: Session, person_id: int, at: datetime) -> None:
        self.session, self.person_id, self.at = session, person_id, at
        self._requests = iter(range(10**6))

    def begin(self, slug: str = "trees", request: str | None = None) -> int:
        request = request or f"r{next(self._requests)}"
        return beginning.learn(self.session, self.person_id, slug, request, self.at, Random(1))

    def look(self, drill_id: int) -> LearnDrill:
        self.session.rollback()
        return learning.opened(self.session, self.person_id, drill_id)

    def answer(self, drill_id: int, *, right: bool = True, shown: int | None = None) -> None:
        drill = self.look(drill_id)
        given = self.key(drill) if right else Given(passed=True)
        revision = drill.revision if shown is None else shown
        learning.answer(self.session, self.person_id, drill_id, revision, given, self.at)

    def key(self, drill: LearnDrill) -> Given:
        """What is right for the card that is asked."""
        assert drill.asked
        question = drill.asking(drill.asked)
        chosen = tuple(str(place) for place, option in enumerate(question.options) if option.correct)
        return Given(typed=question.face.wanted or "", chosen=chosen, knew=True)

    def go_on(self, drill_id: int) -> None:
        shown = self.look(drill_id).revision
        learning.go_on(self.session, self.person_id, drill_id, shown, self.at, Random(2))

    def learn(self, drill_id: int) -> LearnDrill:
        """Everything right, to the end."""
        while not (drill := self.look(drill_id)).learning.over:
            if drill.asked:
                self.answer(drill_id)
            else:
                self.go_on(drill_id)
        return drill

    def attempt(self, slug: str, *right: bool, mode: str = "practice", finish: bool = True) -> int:
        """Take a set, each question answered right or, where it says so, wrong; the rest stays open."""
        request = f"r{next(self._requests)}"
        made = starting.start(self.session, self.person_id, slug, mode, request, self.at, Random(1))
        found = attempts.attempt(self.session, self.person_id, made)
        assert found
        for slot, is_right in zip(found.slots, right, strict=False):
            kind = kind_of(slot.question)
            key = kind.fields(slot.question, kind.key(slot.question), slot.presentation)
            fields = key if is_right else {"answer": ("nothing like that",)}
            answering.submit(self.session, self.person_id, made, slot.position, fields, self.at)
        if finish:
            finishing.finish(self.session, self.person_id, made, self.at)
        return made

    def missed(self) -> list[MissedSet]:
        self.session.rollback()
        return missed(self.session, self.person_id)

    def stems(self) -> list[str]:
        return [question.stem for of_set in self.missed() for question in of_set.questions]

    def row(self, drill_id: int) -> DrillRow:
        self.session.expire_all()
        return self.session.get_one(DrillRow, drill_id)

    def later(self, **span: float) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def text(ask: Ask) -> Ask:
    """`text("larch")`: a question that is answered by typing its own name."""
    return lambda name, **fields: ask(name, kind="short_text", stem=f"About {name}?", **{"answer": name, **fields})


@pytest.fixture
def bench(session: Session, folder: Callable[..., Any], text: Ask, learner: int, now: datetime) -> Bench:
    """With sets of four and two questions loaded."""
    trees, stones = ["larch", "aspen", "maple", "birch"], ["marble", "granite"]
    load(session, [folder({"trees": list(map(text, trees)), "stones": list(map(text, stones))})], now)
    return Bench(session, learner, now)
