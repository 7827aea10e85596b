"""What taking over a file from Anki would do, card by card; nothing is changed here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.core.memory.plan import Plan
from quizapp.core.memory.travelling import Held, Met, Outcome, meet
from quizapp.core.schedule_export import CardName, LoggedReview, Returned, ReturnedCard
from quizapp.store.reviewing import memories, studies, travelling
from quizapp.store.reviewing.travelling import Place
from quizapp.store.tables import MemoryRow


@dataclass(frozen=True)
class Offered:
    """A set that the person does not review here and that has cards in the file; `reviews` are the answers on them."""

    set_id: int
    slug: str
    title: str
    language: str
    cards: int
    reviews: int


@dataclass(frozen=True)
class Meeting:
    """A card that is here and in the file."""

    row: MemoryRow
    met: Met

    @property
    def is_put_aside_or_taken_up(self) -> bool:
        return self.met.suspended != self.row.suspended


@dataclass
class Weighed:
    """Every card of a file, in one of these: it is here, or its set is offered, or it can't be taken."""

    meetings: list[Meeting] = field(default_factory=list)
    offered: list[Offered] = field(default_factory=list)
    #: Their dates can't be right.
    unusable: int = 0
    #: Asked no more, and never were here.
    gone: int = 0

    @property
    def reviews(self) -> int:
        """The answers that are not known here yet."""
        return sum(len(each.met.fresh) for each in self.meetings)

    @property
    def aside(self) -> int:
        return sum(each.is_put_aside_or_taken_up for each in self.meetings)

    def count(self, outcome: Outcome) -> int:
        return sum(each.met.outcome == outcome for each in self.meetings)


def weigh(
    session: Session, person_id: int, returned: Returned, plan: Plan, now: datetime, *, to_change: bool = False
) -> Weighed:
    """Hold every card of the file against what the person has. The number of queries grows by one for 500 cards."""
    places = travelling.places(session, (card.guid for card in returned.cards))
    card_ids = {place.card_id for place in places.values()}
    rows = travelling.memory_rows(session, person_id, card_ids, to_change=to_change)
    logs, undone = _logs(session, [row.id for row in rows.values()])
    weighed, others = Weighed(unusable=returned.unusable), list[tuple[Place, ReturnedCard]]()
    for card in returned.cards:
        name = card.guid, card.ord
        place = places.get(name)
        row = rows.get(place.card_id) if place else None
        if place and row:
            held = Held(memories.memory_of(row), row.suspended, tuple(logs[name]), tuple(undone[name]))
            met = meet(held, card, plan, now)
            if met:
                weighed.meetings.append(Meeting(row, met))
            else:
                weighed.unusable += 1
        elif place and place.is_there:
            others.append((place, card))
        else:
            weighed.gone += 1
    _offer(weighed, others, {each.id for each in studies.studied(session, person_id)})
    return weighed


def _logs(
    session: Session, memory_ids: Sequence[int]
) -> tuple[dict[CardName, list[LoggedReview]], dict[CardName, list[LoggedReview]]]:
    """By card: the answers that stand, and those that were taken back."""
    standing: dict[CardName, list[LoggedReview]] = defaultdict(list)
    undone: dict[CardName, list[LoggedReview]] = defaultdict(list)
    for review, is_undone in travelling.log_of(session, memory_ids):
        (undone if is_undone else standing)[review.guid, review.ord].append(review)
    return standing, undone


def _offer(weighed: Weighed, others: Sequence[tuple[Place, ReturnedCard]], studied: set[int]) -> None:
    by_set: dict[int, list[tuple[Place, ReturnedCard]]] = defaultdict(list)
    for place, card in others:
        if place.set_id in studied:
            weighed.gone += 1
        else:
            by_set[place.set_id].append((place, card))
    for set_id, found in by_set.items():
        place, reviews = found[0][0], sum(len(card.log) for _, card in found)
        weighed.offered.append(Offered(set_id, place.slug, place.title, place.language, len(found), reviews))
