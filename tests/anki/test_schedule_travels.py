"""A learner's memory on its way into the real Anki and back: due on the same days, as stable, with every answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from anki.collection import Collection

from quizapp.core.schedule_export import CardName, CardSchedule, LoggedReview, Returned, ReturnedCard, unknown
from quizapp.formats.anki.reading import read_package
from quizapp.formats.anki.schedule.coding import interval_of
from quizapp.formats.anki.schedule.returning import returned
from quizapp.formats.apkg import write_deck

from .remembering import STATES, Memory, export, gives_out, in_anki, studied, studies_all_that_is_due, takes_in


def comes_back(data: bytes, count: int = 200) -> Returned:
    return returned(read_package(data), {f"guid-{number}" for number in range(count)})


def named(found: Returned) -> dict[CardName, ReturnedCard]:
    return {(card.guid, card.ord): card for card in found.cards}


@pytest.fixture
def anki(learner: Any) -> Iterator[Collection]:
    learner.collection.set_config("fsrs", True)
    return learner.collection


def test_two_hundred_cards_arrive_due_on_the_same_days_and_as_stable(anki: Collection, tmp_path: Path) -> None:
    memory = studied(200, 1_500)
    takes_in(anki, tmp_path, memory.write(export(200)))
    there = in_anki(anki)
    states = {card.state for card in memory.cards.values()}
    assert len(there) == 200
    assert states == {"learning", "review", "relearning"}
    for name, card in memory.cards.items():
        row = there[name]
        if card.state == "review":
            assert (row.type, row.queue, row.day) == (2, 2, card.due_day)
        else:
            assert card.due_at
            assert (STATES[row.type], row.queue, row.due) == (card.state, 1, round(card.due_at.timestamp()))
        assert row.memory["s"] == pytest.approx(card.stability, abs=1e-4, rel=1e-6)
        assert row.memory["d"] == pytest.approx(card.difficulty, abs=1e-3)
        assert row.memory["dr"] == 0.9
    assert anki.db.scalar("select count(*) from revlog") == 1_500


@pytest.mark.parametrize("legacy", [False, True])
def test_they_come_back_as_they_went(anki: Collection, tmp_path: Path, legacy: bool) -> None:
    memory = studied(200, 1_500, seed=2)
    takes_in(anki, tmp_path, memory.write(export(200)))
    back = named(comes_back(gives_out(anki, tmp_path, legacy)))
    assert set(back) == set(memory.cards)
    for name, card in memory.cards.items():
        found = back[name].schedule
        assert found
        assert found.stability == pytest.approx(card.stability, abs=1e-4, rel=1e-6)
        assert found.difficulty == pytest.approx(card.difficulty, abs=1e-3)
        assert rounded(found) == rounded(card)
    went = sorted(memory.log, key=lambda review: (review.at, review.guid))
    came = sorted((review for card in back.values() for review in card.log), key=lambda each: (each.at, each.guid))
    assert sorted(map(rounded_review, came)) == sorted(map(rounded_review, went))
    assert not any(unknown(card.log, memory.log) for card in back.values())


def rounded(card: CardSchedule) -> CardSchedule:
    """Without what is compared by itself, and to the second as Anki keeps it."""
    seconds = {name: to_second(getattr(card, name)) for name in ("due_at", "last_review")}
    # What it was before the lapse is Anki's own business while a card is learned again.
    interval = card.interval if card.state == "review" else 0
    return replace(card, stability=None, difficulty=None, decay=round(card.decay or 0, 3), interval=interval, **seconds)


def to_second(moment: datetime | None) -> datetime | None:
    return moment and datetime.fromtimestamp(round(moment.timestamp()), UTC)


def rounded_review(review: LoggedReview) -> tuple[Any, ...]:
    """With the intervals as Anki counts them; of answers in one millisecond it moves all but the first."""
    spans = [interval_of(span) for span in (review.interval, review.last_interval)]
    return review.guid, round(review.at.timestamp()), review.rating, review.state, spans, review.milliseconds


def test_what_was_studied_in_anki_comes_back_too(anki: Collection, tmp_path: Path) -> None:
    memory = studied(200, 1_500, seed=3)
    takes_in(anki, tmp_path, memory.write(export(200)))
    answered = studies_all_that_is_due(anki, rounds=150)
    assert answered >= 100
    there, back = in_anki(anki), named(comes_back(gives_out(anki, tmp_path)))
    for name, row in there.items():
        schedule = back[name].schedule
        assert schedule
        assert schedule.state == STATES[row.type]
        assert schedule.stability == row.memory["s"]
        assert schedule.difficulty == row.memory["d"]
        if row.type == 2:
            assert schedule.due_day == row.day
    assert sum(len(card.log) for card in back.values()) == 1_500 + answered


def test_there_and_back_and_there_again_is_the_same(anki: Collection, tmp_path: Path) -> None:
    """What came back is written again and taken in by another collection."""
    memory = studied(60, 400, seed=5)
    takes_in(anki, tmp_path, memory.write(export(60)))
    studies_all_that_is_due(anki, rounds=40)
    back = comes_back(gives_out(anki, tmp_path), 60)
    again = Memory(
        {(card.guid, card.ord): card.schedule for card in back.cards if card.schedule},
        [review for card in back.cards for review in card.log],
    )
    (tmp_path / "other").mkdir()
    other = Collection(str(tmp_path / "other" / "collection.anki2"))
    takes_in(other, tmp_path, again.write(export(60)))
    here, there = in_anki(anki), in_anki(other)
    for name, row in here.items():
        assert (there[name].type, there[name].day) == (row.type, row.day)
        assert there[name].memory["s"] == pytest.approx(row.memory["s"], abs=1e-4, rel=1e-6)
    reviews = "select id, ease, ivl, lastIvl, time, type from revlog order by id"
    assert anki.db.all(reviews) == other.db.all(reviews)
    other.close()


def test_without_the_tick_all_cards_are_new(anki: Collection, tmp_path: Path) -> None:
    takes_in(anki, tmp_path, studied(20, 100).write(export(20)), progress=False)
    assert {row.type for row in in_anki(anki).values()} == {0}
    assert anki.db.scalar("select count(*) from revlog") == 0


def test_a_later_import_of_a_schedule_takes_nothing_from_what_was_studied(anki: Collection, tmp_path: Path) -> None:
    takes_in(anki, tmp_path, write_deck(export(20)).data)
    studies_all_that_is_due(anki, rounds=10)
    before = anki.db.all("select id, type, queue, due, ivl, data from cards order by id")
    takes_in(anki, tmp_path, studied(20, 100).write(export(20)))
    assert anki.db.all("select id, type, queue, due, ivl, data from cards order by id") == before


def test_a_suspended_card_stays_suspended(anki: Collection, tmp_path: Path) -> None:
    memory = studied(20, 100)
    memory.cards = {name: replace(card, suspended=True) for name, card in memory.cards.items()}
    takes_in(anki, tmp_path, memory.write(export(20)))
    assert {row.queue for row in in_anki(anki).values()} == {-1}
    back = comes_back(gives_out(anki, tmp_path), 20)
    assert all(card.schedule and card.schedule.suspended for card in back.cards)


def test_other_peoples_notes_are_counted_and_left_alone(anki: Collection, tmp_path: Path) -> None:
    takes_in(anki, tmp_path, studied(5, 20).write(export(5)))
    note = anki.new_note(anki.models.by_name("Basic"))
    note["Front"] = "mine"
    anki.add_note(note, anki.decks.id("Mine"))
    back = comes_back(gives_out(anki, tmp_path), 3)
    assert (len(back.cards), back.others) == (3, 3)
