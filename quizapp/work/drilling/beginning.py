"""Beginning a drill: its cards, pairs or items are chosen here. The same form sent twice begins one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.core.document import Document
from quizapp.core.drills import learning, pairs, paper
from quizapp.core.drills.record import LearnRecord, MatchRecord, PaperRecord
from quizapp.core.sentences import NotFound, Refusal, say
from quizapp.store import drills, library, missed
from quizapp.store.drills import HeldCard, Sort
from quizapp.store.tables import DrillRow
from quizapp.work.transactions import writing

#: Learn mode goes over so many cards at most; what was missed beyond them is there when these are known.
MOST = 300

Make = Callable[[list[HeldCard]], Document]


def learn(session: Session, person_id: int, slug: str, request: str, now: datetime, rng: Random) -> int:
    """Begin learn mode over a set and return the drill's id."""
    return _begin(session, DrillRow(person_id, _set_id(session, slug), "learn", request, {}, now, now), _learning(rng))


def match(session: Session, person_id: int, slug: str, request: str, now: datetime, rng: Random) -> int:
    """Begin a game over a set. Raises `Refusal` where too few cards are short enough."""
    row = DrillRow(person_id, _set_id(session, slug), "match", request, {}, now, now)
    return _begin(session, row, lambda held: _match(held, rng))


def card_test(session: Session, person_id: int, slug: str, request: str, now: datetime, rng: Random) -> int:
    """Begin a test made from a set's cards."""
    row = DrillRow(person_id, _set_id(session, slug), "test", request, {}, now, now)
    return _begin(session, row, lambda held: _test(held, rng))


def learn_missed(
    session: Session, person_id: int, slugs: Collection[str], request: str, now: datetime, rng: Random
) -> int:
    """Begin learn mode over what was missed in these sets."""
    if not slugs:
        raise Refusal(say("Choose at least one set first."))
    row = DrillRow(person_id, None, "missed", request, {}, now, now)
    return _begin(session, row, _learning(rng), slugs)


def _set_id(session: Session, slug: str) -> int:
    found = library.set_id(session, slug)
    if found is None:
        raise NotFound(say("There is no such set of questions. It may have been withdrawn."))
    return found


def _begin(session: Session, row: DrillRow, make: Make, slugs: Collection[str] = ()) -> int:
    person_id, request = row.person_id, row.request
    earlier = drills.started_by(session, person_id, request)
    if earlier is not None:
        return earlier
    # Before the lock is taken: to draw from many cards takes a while.
    row.document = _document(session, row, make, slugs)
    try:
        with writing(session):
            earlier = drills.started_by(session, person_id, request)
            return earlier if earlier is not None else _insert(session, row)
    except IntegrityError:
        # Another worker was faster with the same form.
        earlier = drills.started_by(session, person_id, request)
        if earlier is None:
            raise
        return earlier


def _document(session: Session, row: DrillRow, make: Make, slugs: Collection[str]) -> dict[str, Any]:
    held = drills.cards_of_set(session, row.set_id) if row.set_id else _missed(session, row.person_id, slugs)
    return make(held).model_dump(mode="json")


def _insert(session: Session, row: DrillRow) -> int:
    sort: Sort = row.sort  # type: ignore[assignment]  # one of the four
    drills.end_running(session, row.person_id, sort, row.set_id, row.started_at)
    session.add(row)
    session.flush()
    return row.id


def _missed(session: Session, person_id: int, slugs: Collection[str]) -> list[HeldCard]:
    found = missed.missed(session, person_id, slugs)
    held = drills.cards_of_questions(session, [each.question_id for of_set in found for each in of_set.questions])
    if not held:
        raise NotFound(say("There is nothing left to practise: what you missed here has been made good since."))
    return held


def _learning(rng: Random) -> Make:
    def make(held: list[HeldCard]) -> Document:
        if not held:
            raise Refusal(say("This set has no cards to learn."))
        return LearnRecord(learning=learning.begun([each.card.id for each in held][:MOST], rng))

    return make


def _match(held: list[HeldCard], rng: Random) -> Document:
    drawn = pairs.drawn([each.card for each in held], rng)
    if not drawn:
        raise Refusal(say("Too few cards of this set are short enough for the game. Learn it in another way."))
    order = rng.sample(range(len(drawn)), len(drawn))
    return MatchRecord(pairs=drawn, order=tuple(order), size=len(drawn))


def _test(held: list[HeldCard], rng: Random) -> Document:
    items = paper.paper([each.card for each in held], rng)
    if not items:
        raise Refusal(say("No test can be made from the cards of this set. Learn it in another way."))
    return PaperRecord(items=items, given=((),) * len(items))
