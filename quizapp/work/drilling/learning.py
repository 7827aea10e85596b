"""Learn mode: an answer is marked by the card's own key; rounds follow one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy.orm import Session

from quizapp.core.drills.cards import Asked, asked, chosen_right, typed_mark
from quizapp.core.drills.learning import Learning, answered, next_round, only
from quizapp.core.drills.record import Last, LearnRecord
from quizapp.core.sentences import Blank, Unreadable, say
from quizapp.store import drills
from quizapp.store.base import milliseconds
from quizapp.store.drills import HeldCard
from quizapp.store.tables import DrillRow
from quizapp.work.drilling import keeping

SORTS: Sequence[drills.Sort] = ("learn", "missed")


@dataclass(frozen=True)
class Given:
    """What a form sent. `knew`: yes or no where one judges oneself; `passed`: "I don't know"."""

    typed: str = ""
    chosen: tuple[str, ...] = ()
    knew: bool | None = None
    passed: bool = False


@dataclass(frozen=True)
class LearnDrill:
    """Learn mode as it stands; `cards` are those of this round and the last one answered, as far as they are there.

    `given_up`: another was begun instead.
    """

    id: int
    set_id: int | None
    sort: str
    revision: int
    learning: Learning
    last: Last | None
    cards: dict[int, HeldCard]
    given_up: bool

    @property
    def asked(self) -> HeldCard | None:
        return self.cards[self.learning.asked] if self.learning.asked is not None else None

    def asking(self, held: HeldCard) -> Asked:
        return asked(held.card, seed(self.id, self.learning, held.card.id))


def hardest(state: Learning) -> list[int]:
    """The cards that were wrong, most often first; at most ten."""
    wrong = [each for each in state.cards if each.wrongs]
    return [each.card for each in sorted(wrong, key=lambda each: -each.wrongs)[:10]]


def seed(drill_id: int, state: Learning, card_id: int) -> str:
    """Options stand otherwise each time that a card is asked."""
    wrongs = next(each.wrongs for each in state.cards if each.card == card_id)
    return f"{drill_id} {state.round} {card_id} {wrongs}"


def opened(session: Session, person_id: int | None, drill_id: int) -> LearnDrill:
    """The person's own drill, without the cards that were taken away since. Never writes."""
    row = keeping.own(session, person_id, drill_id, SORTS)
    record = _record(session, row)
    wanted = {*record.learning.line[:1], *(each.card for each in record.learning.given)}
    wanted |= {record.last.card} if record.last else set()
    cards = drills.cards(session, wanted | ({*hardest(record.learning)} if record.learning.over else set()))
    last = record.last if record.last and record.last.card in cards else None
    given_up = row.finished_at is not None and not record.learning.over
    return LearnDrill(row.id, row.set_id, row.sort, row.revision, record.learning, last, cards, given_up)


def answer(session: Session, person_id: int | None, drill_id: int, shown: int, given: Given, now: datetime) -> None:
    """Take an answer to the card that revision `shown` asked. Raises `Unreadable`, and then nothing is counted."""

    def made(row: DrillRow) -> tuple[LearnRecord, bool] | None:
        record = _record(session, row)
        asked_now = record.learning.asked
        if asked_now is None:
            return None
        held = drills.cards(session, [asked_now])[asked_now]
        order = seed(row.id, record.learning, asked_now)
        last = _marked(held, asked(held.card, order), given).model_copy(update={"seed": order})
        return _after(record, last, now)

    keeping.change(
        session, lambda: keeping.own(session, person_id, drill_id, SORTS, lock=True), shown, now, made
    )  # fmt: skip


def go_on(session: Session, person_id: int | None, drill_id: int, shown: int, now: datetime, rng: Random) -> None:
    """Begin the next round."""

    def made(row: DrillRow) -> tuple[LearnRecord, bool] | None:
        record = _record(session, row)
        if not record.learning.between:
            return None
        return record.model_copy(update={"learning": next_round(record.learning, rng), "last": None}), False

    keeping.change(
        session, lambda: keeping.own(session, person_id, drill_id, SORTS, lock=True), shown, now, made
    )  # fmt: skip


def _record(session: Session, row: DrillRow) -> LearnRecord:
    """As it is kept, less the cards that are not there any more."""
    record = LearnRecord.model_validate(row.document)
    there = drills.there(session, [each.card for each in record.learning.cards])
    return record.model_copy(update={"learning": only(record.learning, there)})


def _after(record: LearnRecord, last: Last, now: datetime) -> tuple[LearnRecord, bool]:
    state = answered(record.learning, last.right)
    known = {each.card for each in state.cards if each.known}
    # What was known before and not asked again stays known since then.
    known_at = {card: record.known_at.get(card, milliseconds(now)) for card in sorted(known)}
    return LearnRecord(learning=state, last=last, known_at=known_at), state.over


def _marked(held: HeldCard, question: Asked, given: Given) -> Last:
    card_id = held.card.id
    if given.passed:
        return Last(card=card_id, seed="", way=question.way, right=False)
    if question.way == "flip":
        if given.knew is None:
            raise Unreadable(say("Say whether you knew it: press one of the two buttons."))
        return Last(card=card_id, seed="", way="flip", right=given.knew)
    if question.way == "choose":
        return _chosen(card_id, question, given.chosen)
    text = keeping.typed(given.typed)
    mark = typed_mark(held.card, text)
    return Last(card=card_id, seed="", way="type", right=mark.fraction == 1, typed=text.strip(), note=mark.note)


def _chosen(card_id: int, question: Asked, chosen: Sequence[str]) -> Last:
    if not chosen:
        raise Blank(say("Choose an answer first."))
    if not all(each.isascii() and each.isdigit() and len(each) < 4 for each in chosen):
        raise Unreadable(say("That choice is not on this page. Choose one that is."))
    places = sorted({int(each) for each in chosen})
    if places[-1] >= len(question.options) or (len(places) > 1 and not question.several):
        raise Unreadable(say("That choice is not on this page. Choose one that is."))
    right = chosen_right(question.options, frozenset(places), several=question.several)
    return Last(
        card=card_id, seed="", way="choose", right=right, chosen=tuple(question.options[place].text for place in places)
    )  # fmt: skip
