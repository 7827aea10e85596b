"""One learner's memory of a deck, as `fsrs` has it, and what the real Anki has of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from random import Random
from typing import Any

import fsrs
from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)
from anki.scheduler.v3 import CardAnswer

from quizapp.core.card import Card
from quizapp.core.deck import DatedNote, Deck, DeckExport, Note
from quizapp.core.library import Article
from quizapp.core.schedule_export import CardName, CardSchedule, LoggedReview
from quizapp.formats.apkg import write_scheduled_deck

ARTICLE = Article(slug="limes", title="Limes", publisher="Leaf", published="2020-05-04", body="Forty lime trees.")
STARTED = datetime(2026, 1, 5, 12, tzinfo=UTC)
ENDED = STARTED + timedelta(days=300)
STATES = {1: "learning", 2: "review", 3: "relearning"}
DECAY = 0.1542
SCHEDULER = fsrs.Scheduler(enable_fuzzing=False)


@dataclass
class Memory:
    """What one learner remembers of a deck, as `fsrs` has it."""

    cards: dict[CardName, CardSchedule] = field(default_factory=dict)
    log: list[LoggedReview] = field(default_factory=list)

    def write(self, export: DeckExport) -> bytes:
        return write_scheduled_deck(export, self.cards, self.log).data


def export(count: int) -> DeckExport:
    card = Card(style="basic", front="Which trees?", back="Limes")
    note = Note(question="who", card=card, explanation="It says so.", evidence=("Forty",), source="Leaf")
    notes = tuple(DatedNote(f"guid-{number}", 1_600_000_000, False, note) for number in range(count))
    return DeckExport(ARTICLE, Deck("Limes::Trees", "About trees.", notes))


def learners_day(moment: datetime) -> date:
    return (moment - timedelta(hours=4)).date()


def studied(count: int, reviews: int, seed: int = 1) -> Memory:
    """Cards reviewed when they were due, until there are so many reviews; some are still being learned by then."""
    rng, made = Random(seed), Memory()
    cards = [fsrs.Card(card_id=number, due=STARTED + timedelta(minutes=number)) for number in range(count)]
    counts, lapses = [0] * count, [0] * count
    for turn in range(reviews):
        soon = [place for place in range(count) if cards[place].due < ENDED]
        place = turn if turn < count else rng.choice(soon)
        before = cards[place]
        at = before.due + timedelta(minutes=rng.randint(0, 5), milliseconds=rng.randint(0, 999))
        rating = rng.choices((1, 2, 3, 4), (2, 2, 8, 2))[0]
        after, _ = SCHEDULER.review_card(before, fsrs.Rating(rating), at)
        cards[place] = after
        counts[place] += 1
        lapses[place] += before.state == 2 and rating == 1
        made.log.append(logged(before, after, rating, at, place))
        made.cards[f"guid-{place}", 0] = scheduled(after, counts[place], lapses[place])
    return made


def logged(before: fsrs.Card, after: fsrs.Card, rating: int, at: datetime, place: int) -> LoggedReview:
    state: Any = "new" if before.last_review is None else STATES[before.state]
    waited = before.due - before.last_review if before.last_review else timedelta(0)
    return LoggedReview(f"guid-{place}", 0, rating, at, state, after.due - at, waited, 4_000, after.difficulty)


def scheduled(card: fsrs.Card, reps: int, lapses: int) -> CardSchedule:
    assert card.last_review
    review, state = card.state == fsrs.State.Review, STATES[card.state]
    return CardSchedule(
        state,  # type: ignore[arg-type]
        due_day=learners_day(card.due) if review else None,
        due_at=None if review else card.due,
        interval=(card.due - card.last_review).days if review else 0,
        stability=card.stability,
        difficulty=card.difficulty,
        last_review=card.last_review,
        desired_retention=0.9,
        decay=DECAY,
        steps_left=0 if review else (2 - (card.step or 0) if state == "learning" else 1),
        reps=reps,
        lapses=lapses,
    )


@dataclass(frozen=True)
class InAnki:
    """A row of Anki's own table, with its due day as a date."""

    type: int
    queue: int
    due: int
    day: date
    memory: dict[str, float]


def in_anki(collection: Collection) -> dict[CardName, InAnki]:
    west = collection.get_config("creationOffset", 0)
    first = datetime.fromtimestamp(collection.crt, timezone(timedelta(minutes=-west))).date()
    query = "select guid, ord, type, queue, due, c.data from cards c join notes n on n.id = nid"
    return {
        (guid, ord_): InAnki(
            kind, queue, due, first + timedelta(days=0 if due > 1_000_000 else due), json.loads(data or "{}")
        )
        for guid, ord_, kind, queue, due, data in collection.db.all(query)
    }


def takes_in(collection: Collection, folder: Path, data: bytes, progress: bool = True) -> None:
    path = folder / "deck.apkg"
    path.write_bytes(data)
    options = ImportAnkiPackageOptions(with_scheduling=progress)
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options))


def gives_out(collection: Collection, folder: Path, legacy: bool = False) -> bytes:
    path = folder / "back.apkg"
    options = ExportAnkiPackageOptions(with_scheduling=True, legacy=legacy)
    collection.export_anki_package(out_path=str(path), limit=None, options=options)
    return path.read_bytes()


def studies_all_that_is_due(collection: Collection, rounds: int, name: str = "Limes::Trees") -> int:
    """Answers what the deck asks, at most so often; gives how often."""
    deck = collection.decks.id(name)
    assert deck
    config = collection.decks.config_dict_for_deck_id(deck)
    config["rev"]["perDay"] = 999
    collection.decks.save(config)
    return answers_what_is_asked(collection, deck, rounds)


def answers_what_is_asked(collection: Collection, deck: Any, rounds: int) -> int:
    collection.decks.select(deck)
    rng = Random(4)
    for turn in range(rounds):
        queued = collection.sched.get_queued_cards(fetch_limit=1)
        if not queued.cards:
            return turn
        card = collection.get_card(queued.cards[0].card.id)
        card.start_timer()
        rating = rng.choice([CardAnswer.AGAIN, CardAnswer.HARD, CardAnswer.GOOD, CardAnswer.GOOD, CardAnswer.EASY])
        states = queued.cards[0].states
        collection.sched.answer_card(collection.sched.build_answer(card=card, states=states, rating=rating))
    return rounds
