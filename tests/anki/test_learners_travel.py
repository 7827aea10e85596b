"""A learner of this site goes on in the real Anki, comes back, and goes there again: nothing is lost, nothing moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from heapq import heapify, heappop, heappush
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from anki.collection import Collection
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.core.memory.days import day_of
from quizapp.core.memory.memory import Rating
from quizapp.core.memory.plan import Plan
from quizapp.core.schedule_export import CardName
from quizapp.store.reviewing import travelling
from quizapp.store.tables import MemoryRow, ReviewRow, SetRow
from quizapp.web.extensions import db
from quizapp.work.people import guest
from quizapp.work.reviewing import continuing, rating, setting_aside, studying, taking_back
from quizapp.work.reviewing.taking_back import Look
from quizapp.work.transactions import writing

from .conftest import Newsroom
from .remembering import STATES, answers_what_is_asked, gives_out, in_anki, studies_all_that_is_due, takes_in

Ask = Callable[..., dict[str, Any]]
PLAN = Plan()
#: All that was learnt here lies before this moment; the rest is learnt in Anki, by its own clock.
NOW = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)


class Here:
    """A learner who reviews the sets of the newsroom."""

    def __init__(self, session: Session) -> None:
        self.session, self.id = session, guest(session, None, NOW).person_id
        self._requests = count()

    def studies(self, *slugs: str) -> Here:
        for slug in slugs:
            studying.study(self.session, self.id, slug, NOW - timedelta(days=400))
        return self

    def learns(self, reviews: int, seed: int, days: int = 300) -> None:
        """Answers each card when it is due, for so many days up to now or until there are so many reviews."""
        rng, begun = Random(seed), NOW - timedelta(days=days)
        with writing(self.session):
            rows = self.session.scalars(select(MemoryRow).where(MemoryRow.person_id == self.id)).all()
            waiting = [(begun + timedelta(hours=12 * place), row.id, row) for place, row in enumerate(rows)]
            heapify(waiting)
            for _ in range(reviews):
                due, number, row = heappop(waiting)
                at = max(due, row.due or due) + timedelta(seconds=rng.randint(1, 300), milliseconds=rng.randint(0, 999))
                assert at < NOW, "the days are too few for so many reviews"
                how = Rating(rng.choices((1, 2, 3, 4), (2, 2, 8, 2))[0])
                took = timedelta(milliseconds=rng.randint(900, 9_000))
                self.answers(row, how, at, took)
                assert row.due
                heappush(waiting, (row.due, number, row))

    def answers(self, row: MemoryRow, how: Rating, at: datetime, took: timedelta = timedelta(seconds=3)) -> None:
        request = f"{self.id}-{next(self._requests)}"
        rating.record(self.session, row, how, at, PLAN, request=request, source="review", took=took)

    def file(self, *slugs: str) -> bytes:
        return continuing.file_for_anki(self.session, self.id, slugs).file.data

    def takes_back(self, data: bytes) -> Look:
        now = datetime.now(UTC)
        taking_back.keep(self.session, self.id, "back", taking_back.read(self.session, self.id, data), now)
        found = taking_back.look(self.session, self.id, now)
        assert found
        return taking_back.take(self.session, self.id, found.stamp, (), now)

    def memories(self) -> dict[CardName, MemoryRow]:
        self.session.expire_all()
        ids = list(self.session.scalars(select(SetRow.id)))
        names = {place.card_id: name for name, place in travelling.places(self.session, self._guids(ids)).items()}
        return {
            names[row.card_id]: row
            for row in self.session.scalars(select(MemoryRow).where(MemoryRow.person_id == self.id))
        }

    def _guids(self, set_ids: list[int]) -> list[str]:
        return [name[0] for name, _, _ in travelling.memories(self.session, self.id, set_ids)]

    def reviews(self) -> int:
        return self.session.scalar(select(func.count()).where(ReviewRow.person_id == self.id)) or 0


@pytest.fixture
def here(newsroom: Newsroom) -> Iterator[Callable[..., Here]]:
    """`here(sets)`: load these sets, and a learner reviews them all."""
    with newsroom.app.app_context():

        def begin(sets: dict[str, list[dict[str, Any]]]) -> Here:
            newsroom.load(sets)
            return Here(db.session()).studies(*sets)

        yield begin
        db.session.remove()


@pytest.fixture
def anki(learner: Any) -> Collection:
    learner.collection.set_config("fsrs", True)
    return learner.collection


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Collection]:
    """A second device, which has never seen the deck."""
    (tmp_path / "other").mkdir()
    collection = Collection(str(tmp_path / "other" / "collection.anki2"))
    collection.set_config("fsrs", True)
    yield collection
    collection.close()


def due_day(row: MemoryRow) -> date:
    assert row.due
    return day_of(row.due, PLAN)


def is_the_same_in_both(here: Here, anki: Collection) -> int:
    """Every card: its state, its day, its stability, its difficulty; gives how many are in review."""
    there, ours = in_anki(anki), here.memories()
    assert set(there) == set(ours)
    for name, row in ours.items():
        card = there[name]
        assert STATES.get(card.type, "new") == row.state
        if row.state == "new":
            continue
        assert card.memory["s"] == pytest.approx(row.stability, abs=1e-4, rel=1e-6)
        assert card.memory["d"] == pytest.approx(row.difficulty, abs=1e-3)
        if row.state == "review":
            assert card.day == due_day(row)
    return sum(row.state == "review" for row in ours.values())


def many(ask: Ask, number: int) -> list[dict[str, Any]]:
    return [ask(f"q{place:03}") for place in range(number)]


def deck_of(session: Session, slug: str = "trees") -> str:
    return session.scalars(select(SetRow.deck_name).where(SetRow.slug == slug)).one()


def test_two_hundred_cards_go_to_anki_come_back_and_go_there_again(
    here: Callable[..., Here], ask: Ask, anki: Collection, other: Collection, tmp_path: Path
) -> None:
    learner = here({"trees": many(ask, 200)})
    learner.learns(1_500, seed=1, days=108)
    takes_in(anki, tmp_path, learner.file())
    assert is_the_same_in_both(learner, anki) > 100
    assert anki.db.scalar("select count(*) from revlog") == learner.reviews() == 1_500

    answered = studies_all_that_is_due(anki, 150, deck_of(learner.session))
    assert answered >= 50
    found = learner.takes_back(gives_out(anki, tmp_path))
    assert (found.cards, found.reviews, found.unusable, found.others) == (200, answered, 0, 0)
    assert (found.joined, found.kept) == (0, 0)
    assert is_the_same_in_both(learner, anki) > 100
    assert learner.reviews() == 1_500 + answered
    assert learner.takes_back(gives_out(anki, tmp_path, legacy=True)).is_nothing_new

    takes_in(other, tmp_path, learner.file())
    is_the_same_in_both(learner, other)
    first, second = in_anki(anki), in_anki(other)
    assert {name: (card.type, card.day) for name, card in first.items() if card.type == 2} == {
        name: (card.type, card.day) for name, card in second.items() if card.type == 2
    }
    log = "select ease, time, type from revlog order by id"
    assert anki.db.all(log) == other.db.all(log)


def test_what_is_reviewed_in_both_is_joined_and_nothing_is_counted_twice(
    here: Callable[..., Here], ask: Ask, anki: Collection, tmp_path: Path
) -> None:
    learner = here({"trees": many(ask, 30)})
    learner.learns(200, seed=2)
    takes_in(anki, tmp_path, learner.file())
    with writing(learner.session):
        for row in learner.session.scalars(select(MemoryRow).limit(30)).all():
            learner.answers(row, Rating.GOOD, NOW)
    answered = studies_all_that_is_due(anki, 20, deck_of(learner.session))
    assert answered
    found = learner.takes_back(gives_out(anki, tmp_path))
    assert found.joined
    assert (found.taken, found.joined + found.kept) == (0, 30)
    assert learner.reviews() == 230 + answered
    assert learner.takes_back(gives_out(anki, tmp_path)).is_nothing_new


def test_after_deleting_the_deck_in_anki_a_newer_schedule_is_taken_along(
    here: Callable[..., Here], ask: Ask, anki: Collection, tmp_path: Path
) -> None:
    learner = here({"trees": many(ask, 20)})
    learner.learns(120, seed=3)
    takes_in(anki, tmp_path, learner.file())
    with writing(learner.session):
        for row in learner.session.scalars(select(MemoryRow)).all():
            learner.answers(row, Rating.EASY, NOW)
    before = {name: card.day for name, card in in_anki(anki).items()}
    takes_in(anki, tmp_path, learner.file())
    assert {name: card.day for name, card in in_anki(anki).items()} == before, "a later import takes over no schedule"
    anki.decks.remove([anki.decks.id(deck_of(learner.session))])
    takes_in(anki, tmp_path, learner.file())
    assert is_the_same_in_both(learner, anki) == 20


def test_two_sets_in_one_file_are_two_decks_with_the_names_of_the_plain_ones(
    here: Callable[..., Here], ask: Ask, newsroom: Newsroom, anki: Collection, tmp_path: Path
) -> None:
    learner = here({"trees": many(ask, 3), "mayor": [ask("who"), ask("when")]})
    learner.learns(12, seed=4)
    takes_in(anki, tmp_path, newsroom.article_deck(), progress=False)
    plain = {each.name for each in anki.decks.all_names_and_ids()}
    takes_in(anki, tmp_path, learner.file())
    assert {each.name for each in anki.decks.all_names_and_ids()} == plain
    assert anki.card_count() == 5
    takes_in(anki, tmp_path, learner.file("mayor"))
    assert anki.card_count() == 5


def test_suspended_cards_travel_both_ways(
    here: Callable[..., Here], ask: Ask, anki: Collection, tmp_path: Path
) -> None:
    learner = here({"trees": many(ask, 4)})
    rows = list(learner.memories().values())
    with writing(learner.session):
        for row in rows[:2]:
            learner.answers(row, Rating.EASY, NOW - timedelta(days=1))
    setting_aside.suspend(learner.session, learner.id, rows[0].id)
    setting_aside.suspend(learner.session, learner.id, rows[2].id)
    names = list(learner.memories())
    takes_in(anki, tmp_path, learner.file())
    assert [in_anki(anki)[name].queue for name in names] == [-1, 2, -1, 0]
    ids = {
        (guid, place): number
        for number, guid, place in anki.db.all("select c.id, guid, ord from cards c join notes n on n.id = nid")
    }
    anki.sched.suspend_cards([ids[names[1]], ids[names[3]]])
    found = learner.takes_back(gives_out(anki, tmp_path))
    assert (found.aside, found.reviews) == (2, 0)
    assert [row.suspended for row in learner.memories().values()] == [True, True, True, True]


def test_answers_that_anki_gave_by_its_old_rules_keep_their_day_and_get_a_memory(
    here: Callable[..., Here], ask: Ask, learner: Any, tmp_path: Path
) -> None:
    learner.collection.set_config("fsrs", False)
    reviewer = here({"trees": many(ask, 6)})
    takes_in(learner.collection, tmp_path, reviewer.file())
    for card in learner.cards()[:4]:
        learner.studies(card)
    found = reviewer.takes_back(gives_out(learner.collection, tmp_path))
    assert (found.taken, found.same, found.reviews) == (4, 2, 8)
    there = in_anki(learner.collection)
    for name, row in reviewer.memories().items():
        if row.state != "new":
            assert row.state == "review"
            assert due_day(row) == there[name].day
            assert row.stability
            assert row.difficulty


def test_cramming_in_a_filtered_deck_is_no_review(
    here: Callable[..., Here], ask: Ask, anki: Collection, tmp_path: Path
) -> None:
    reviewer = here({"trees": many(ask, 5)})
    reviewer.learns(30, seed=6)
    takes_in(anki, tmp_path, reviewer.file())
    filtered = anki.sched.get_or_create_filtered_deck(0)
    filtered.name = "Cramming"
    filtered.config.reschedule = False
    filtered.config.search_terms[0].search = "is:review"
    made = anki.sched.add_or_update_filtered_deck(filtered)
    assert answers_what_is_asked(anki, made.id, 5) == 5
    assert anki.db.scalar("select count(*) from revlog") == 35
    found = reviewer.takes_back(gives_out(anki, tmp_path))
    assert found.is_nothing_new
    assert (found.same, reviewer.reviews()) == (5, 30)
