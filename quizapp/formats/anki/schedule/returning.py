"""Our cards in a package from Anki: how they are scheduled by now, and every answer since."""

from __future__ import annotations

from collections.abc import Collection as Members
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from quizapp.core.schedule_export import CardSchedule, LoggedReview, Returned, ReturnedCard
from quizapp.formats.anki.reading.collection import Card, Collection, Reviewed
from quizapp.formats.anki.schedule.coding import (
    CARD_STATES,
    LOG_STATES,
    SUSPENDED,
    day_of,
    difficulty_of,
    is_cramming,
    is_moment,
    memory_of,
    moment_of,
    span_of,
)


def returned(collection: Collection, guids: Members[str], zone: tzinfo = UTC) -> Returned:
    """The cards of the notes in `guids`. `zone` is the learner's, for an Anki so old that it did not note its own."""
    first = first_day(collection, zone)
    cards: list[ReturnedCard] = []
    seen: set[str] = set()
    others: set[str] = set()
    unusable = 0
    for note in collection.notes:
        if note.guid not in guids:
            others.add(note.guid)
        elif note.guid not in seen:
            seen.add(note.guid)
            for card in collection.cards_by_note.get(note.id, ()):
                try:
                    cards.append(_returned(collection, note.guid, card, first))
                except _NoDay:
                    unusable += 1
    return Returned(tuple(cards), len(others), unusable)


class _NoDay(ValueError):
    """A number that stands for no day."""


def first_day(collection: Collection, zone: tzinfo) -> date:
    """The day that Anki counts as 0."""
    west = collection.minutes_west
    created = moment_of(collection.created) or datetime(1970, 1, 1, tzinfo=UTC)
    return created.astimezone(zone if west is None else timezone(timedelta(minutes=-west))).date()


def _returned(collection: Collection, guid: str, card: Card, first: date) -> ReturnedCard:
    log = tuple(_log(collection, guid, card))
    state = CARD_STATES.get(card.type, "new")
    if state == "new":
        return ReturnedCard(guid, card.ord, CardSchedule("new", suspended=True) if _suspended(card) else None, log)
    return ReturnedCard(guid, card.ord, _schedule(card, log, first), log)


def _suspended(card: Card) -> bool:
    return card.queue == SUSPENDED


def _schedule(card: Card, log: tuple[LoggedReview, ...], first: date) -> CardSchedule:
    state, memory = CARD_STATES[card.type], memory_of(card.data)
    by_moment = state != "review" and is_moment(card.due)
    due_at = moment_of(card.due) if by_moment else None
    due_day = None if by_moment else day_of(card.due, first)
    if due_at is None and due_day is None:
        raise _NoDay
    told = moment_of(memory["lrt"]) if "lrt" in memory else None
    return CardSchedule(
        state,
        due_day,
        due_at,
        interval=max(0, min(card.interval, 36_500)),
        stability=memory.get("s"),
        difficulty=memory.get("d"),
        last_review=told or (log[-1].at if log else None),
        desired_retention=memory.get("dr"),
        decay=memory.get("decay"),
        steps_left=max(0, card.left % 1000) if state != "review" else 0,
        reps=max(0, card.reps),
        lapses=max(0, card.lapses),
        suspended=_suspended(card),
    )


def _log(collection: Collection, guid: str, card: Card) -> Iterator[LoggedReview]:
    """The answers alone: a card that was set by hand or put back to new was not asked, and cramming is no review."""
    first = True
    for review in collection.reviews_by_card.get(card.id, ()):
        at = moment_of(review.at / 1000)
        if at is None or not _is_answer(review):
            continue
        state = "new" if first and review.type == 0 else LOG_STATES[review.type]
        first = False
        yield LoggedReview(
            guid,
            card.ord,
            review.ease,
            at,
            state,
            span_of(review.interval),
            span_of(review.last_interval),
            max(0, review.milliseconds),
            difficulty_of(review.factor),
        )


def _is_answer(review: Reviewed) -> bool:
    return 1 <= review.ease <= 4 and review.type in LOG_STATES and not is_cramming(review.type, review.factor)
