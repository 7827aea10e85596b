"""Which cards come to whom: a set that is chosen, its later questions, and what was withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.core.sentences import NotFound
from quizapp.store.tables import CardRow, MemoryRow, PlanRow, StudyRow
from quizapp.work import people
from quizapp.work.loading import load
from quizapp.work.reviewing import asking, studying

from .conftest import CLOZE, FIRST, SECOND, Desk

Study = Callable[..., Desk]
Ask = Callable[..., dict[str, Any]]


def test_the_cards_of_a_set_are_asked_in_its_order(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"), ask("wood", **CLOZE), ask("bolts"))
    # The second gap is a sibling of the first: it waits until tomorrow.
    assert desk.asked() == ["cars", "wood1", "bolts"]
    assert [row.state for row in desk.memories()] == ["new"] * 4


def test_nobody_is_asked_what_they_have_not_chosen(study: Study, ask: Ask, session: Session, desk: Desk) -> None:
    study(ask("cars"))
    other = people.guest(session, None, desk.at).person_id
    assert asking.today(session, other, desk.at).cards == []


def test_a_second_click_adds_nothing(study: Study, ask: Ask, session: Session) -> None:
    desk = study(ask("cars"))
    studying.study(session, desk.person_id, "people", desk.at)
    assert session.scalar(select(func.count()).select_from(StudyRow)) == 1
    assert len(desk.memories()) == 1


def test_a_set_that_is_not_there_can_not_be_chosen(session: Session, learner: int, desk: Desk) -> None:
    with pytest.raises(NotFound):
        studying.study(session, learner, "nothing", desk.at)
    with pytest.raises(NotFound):
        studying.stop(session, learner, "nothing")


def test_the_first_choice_settles_the_time_zone(
    session: Session, learner: int, desk: Desk, folder: Callable[..., Any], ask: Ask
) -> None:
    load(session, [folder({"people": [ask("cars")], "more": [ask("bolts")]})], desk.at)
    studying.study(session, learner, "people", desk.at, "Asia/Seoul")
    studying.study(session, learner, "more", desk.at, "Europe/Oslo")
    assert session.get_one(PlanRow, learner).document == {"time_zone": "Asia/Seoul"}
    assert desk.today().plan.time_zone == "Asia/Seoul"


def test_a_time_zone_that_there_is_not_is_left_out(
    session: Session, learner: int, desk: Desk, folder: Callable[..., Any], ask: Ask
) -> None:
    load(session, [folder({"people": [ask("cars")]})], desk.at)
    studying.study(session, learner, "people", desk.at, "Mars/Olympus")
    assert desk.today().plan.time_zone == "UTC"


def test_what_is_added_to_a_set_comes_to_those_who_review_it(
    study: Study, ask: Ask, session: Session, folder: Callable[..., Any]
) -> None:
    desk = study(ask("cars"))
    load(session, [folder({"people": [ask("first"), ask("cars"), ask("wood", **CLOZE)]})], desk.at)
    # What was there keeps its place: what is new comes after it.
    assert desk.asked() == ["cars", "first", "wood1"]


def test_a_new_gap_of_a_known_question_comes_as_well(
    study: Study, ask: Ask, session: Session, folder: Callable[..., Any]
) -> None:
    desk = study(ask("wood", **FIRST))
    load(session, [folder({"people": [ask("wood", **CLOZE)]})], desk.at)
    assert [(row.ord, row.live) for row in session.scalars(select(CardRow).order_by(CardRow.ord))] == [
        (0, True),
        (1, True),
    ]
    assert len(desk.memories()) == 2


def test_a_gap_that_was_withdrawn_is_asked_no_more(
    study: Study, ask: Ask, session: Session, folder: Callable[..., Any]
) -> None:
    desk = study(ask("wood", **CLOZE))
    load(session, [folder({"people": [ask("wood", **SECOND)]})], desk.at)
    assert desk.asked() == ["wood2"]


def test_a_question_that_was_withdrawn_is_asked_no_more_and_comes_back(
    study: Study, ask: Ask, session: Session, folder: Callable[..., Any]
) -> None:
    desk = study(ask("cars"), ask("bolts"))
    known = desk.rate()
    load(session, [folder({"people": [ask("bolts")]})], desk.at)
    desk.later(days=30)
    assert desk.asked() == ["bolts"]
    load(session, [folder({"people": [ask("cars"), ask("bolts")]})], desk.at)
    assert "cars" in desk.asked()
    assert desk.memory(known).reps == 1


def test_a_correction_reaches_the_card_and_leaves_the_memory(
    study: Study, ask: Ask, session: Session, folder: Callable[..., Any]
) -> None:
    desk = study(ask("cars"))
    known = desk.rate()
    load(session, [folder({"people": [ask("cars", stem="About trams.")]})], desk.at)
    desk.later(days=30)
    (asked,) = desk.today().cards
    assert (asked.card.id, asked.card.note.card.front) == (known, "About trams.")
    assert desk.memory(known).reps == 1


def test_a_question_that_changes_sets_keeps_its_memory(
    study: Study, ask: Ask, session: Session, folder: Callable[..., Any]
) -> None:
    desk = study(ask("cars"), more=[ask("bolts")])
    known = desk.rate(name="cars")
    load(session, [folder({"people": [ask("wheels")], "more": [ask("bolts"), ask("cars")]})], desk.at)
    desk.later(days=30)
    assert {each.card.set_slug for each in desk.today().cards if each.card.id == known} == {"more"}
    assert [row.card_id for row in desk.memories()] == sorted({row.card_id for row in desk.memories()})


def test_what_is_stopped_is_not_asked_and_not_forgotten(study: Study, ask: Ask, session: Session) -> None:
    desk = study(ask("cars"), ask("bolts"))
    known = desk.rate()
    studying.stop(session, desk.person_id, "people")
    desk.later(days=30)
    assert desk.asked() == []
    studying.study(session, desk.person_id, "people", desk.at)
    assert desk.asked() == ["cars", "bolts"]
    assert desk.memory(known).reps == 1
    assert session.scalar(select(func.count()).select_from(MemoryRow)) == 2
