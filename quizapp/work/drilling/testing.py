"""A test made from cards: answers are kept as they are given, and marked at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.core.drills.cards import typed_mark
from quizapp.core.drills.paper import Item, marked
from quizapp.core.drills.record import PaperRecord
from quizapp.core.mark import Part
from quizapp.core.sentences import Blank, NotFound, Refusal, Unreadable, say
from quizapp.store import drills
from quizapp.store.drills import HeldCard
from quizapp.store.tables import DrillRow
from quizapp.work.drilling import keeping

SORTS: Sequence[drills.Sort] = ("test",)


@dataclass(frozen=True)
class PaperItem:
    """An item of the test with its card. `number` counts from 1; `mark` is there once the test is over."""

    number: int
    item: Item
    held: HeldCard
    given: tuple[str, ...]
    mark: Part | None


@dataclass(frozen=True)
class CardTest:
    """A test as it stands, without the items whose cards were taken away."""

    id: int
    set_id: int
    items: tuple[PaperItem, ...]
    finished_at: datetime | None

    def item(self, number: int) -> PaperItem:
        found = next((item for item in self.items if item.number == number), None)
        if found is None:
            raise NotFound(say("This test has no such question."))
        return found

    @property
    def next_open(self) -> int | None:
        return next((item.number for item in self.items if not item.given), None)


def opened(session: Session, person_id: int | None, drill_id: int) -> CardTest:
    """The person's own test. Never writes."""
    return _test(session, keeping.own(session, person_id, drill_id, SORTS))


def save(
    session: Session, person_id: int | None, drill_id: int, number: int, given: Sequence[str], now: datetime
) -> None:
    """Keep what was given to an item, an empty one clears it. Raises `Unreadable` after it was kept."""
    kept = tuple(text for text in map(keeping.typed, given) if text.strip())
    sent_back: list[Unreadable] = []

    def made(row: DrillRow) -> tuple[PaperRecord, bool]:
        item, record = _test(session, row).item(number), PaperRecord.model_validate(row.document)
        if item.item.form != "type":
            _offered(item.item, kept)
        elif kept:
            sent_back.extend(_unreadable(item, kept[0]))
        given_now = (*record.given[: number - 1], kept, *record.given[number:])
        return record.model_copy(update={"given": given_now}), False

    keeping.change(session, lambda: _open(session, person_id, drill_id), None, now, made)
    if sent_back:
        raise sent_back[0]


def finish(session: Session, person_id: int | None, drill_id: int, now: datetime) -> None:
    """Mark the test; one that is marked stays as it is."""

    def made(row: DrillRow) -> tuple[PaperRecord, bool]:
        record = PaperRecord.model_validate(row.document)
        cards = drills.cards(session, [item.card for item in record.items])
        pairs = [(item, given) for item, given in zip(record.items, record.given, strict=True) if item.card in cards]
        if not pairs:
            raise keeping.gone()
        return PaperRecord(
            items=tuple(item for item, _ in pairs),
            given=tuple(given for _, given in pairs),
            marks=tuple(marked(item, cards[item.card].card, given) for item, given in pairs),
        ), True

    keeping.change(
        session, lambda: keeping.own(session, person_id, drill_id, SORTS, lock=True), None, now, made
    )  # fmt: skip


def _open(session: Session, person_id: int | None, drill_id: int) -> DrillRow:
    row = keeping.own(session, person_id, drill_id, SORTS, lock=True)
    if row.finished_at is not None:
        raise Refusal(say("This test is over, so nothing in it can be changed any more."))
    return row


def _test(session: Session, row: DrillRow) -> CardTest:
    record = PaperRecord.model_validate(row.document)
    cards = drills.cards(session, [item.card for item in record.items])
    items = tuple(
        PaperItem(place + 1, item, cards[item.card], given, record.marks[place] if record.marks else None)
        for place, (item, given) in enumerate(zip(record.items, record.given, strict=True))
        if item.card in cards
    )
    return CardTest(row.id, keeping.set_id(row), items, row.finished_at)


def _offered(item: Item, given: Sequence[str]) -> None:
    """Raises `Unreadable` for what was not among the choices."""
    choices = ["true", "false"] if item.form == "truth" else [str(place) for place in range(len(item.options))]
    if not {*given} <= {*choices} or (len(given) > 1 and item.form != "several"):
        raise Unreadable(say("That choice is not on this page. Choose one that is."))


def _unreadable(item: PaperItem, text: str) -> list[Unreadable]:
    try:
        typed_mark(item.held.card, text)
    except Blank:
        return []
    except Unreadable as unreadable:
        return [unreadable]
    return []
