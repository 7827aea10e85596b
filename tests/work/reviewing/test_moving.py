"""A guest signs in: what they remember is the account's from then on, and nothing of either log is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.memory.memory import Memory, Rating
from quizapp.store.reviewing.memories import memory_of
from quizapp.store.tables import DrillRow, MemoryRow, PersonRow, PlanRow, ReviewRow, StudyRow
from quizapp.work.accounts import signing_in
from quizapp.work.accounts.signing_up import sign_up
from quizapp.work.accounts.throttling import Browser
from quizapp.work.reviewing import setting_aside, studying

from .conftest import Desk

Study = Callable[..., Desk]
Ask = Callable[..., dict[str, Any]]
PASSWORD = "seven larch bridges"


@pytest.fixture
def account(session: Session, desk: Desk) -> Desk:
    made = sign_up(session, "ida@school.example", "Ida Holm", PASSWORD, desk.at)
    assert made
    return Desk(session, made.person_id, desk.at)


def enter(session: Session, guest: int, at: Any) -> None:
    browser = Browser("a network", "Firefox, Linux", "mine")
    signing_in.sign_in(session, "ida@school.example", PASSWORD, browser, at, keep=False, guest=guest)


def test_a_guests_memory_becomes_the_accounts(study: Study, ask: Ask, session: Session, account: Desk) -> None:
    guest = study(ask("cars"), ask("bolts"))
    known = guest.rate()
    guest.plan(new_a_day=7)
    session.add(DrillRow(guest.person_id, None, "learn", "a drill", {}, guest.at, guest.at))
    session.commit()
    enter(session, guest.person_id, guest.at)
    assert account.memory(known).person_id == account.person_id
    assert account.asked() == ["bolts"]
    assert account.today().plan.new_a_day == 7
    assert session.scalars(select(DrillRow.person_id)).all() == [account.person_id]
    assert session.get(PersonRow, guest.person_id) is None
    # What the guest answered today counts within the account's day, and can be undone.
    assert (account.today().answered, account.today().undoable is not None) == (1, True)


def test_of_a_card_that_both_know_the_later_memory_stays(
    study: Study, ask: Ask, session: Session, account: Desk
) -> None:
    guest = study(ask("cars"), ask("bolts"))
    studying.study(session, account.person_id, "people", account.at)
    guest.rate(Rating.EASY, "cars")
    account.rate(Rating.EASY, "bolts")
    account.later(days=1)
    guest.later(days=2)
    account.at = account.at + timedelta(days=20)
    guest.at = account.at + timedelta(days=1)
    account.rate(Rating.GOOD, "bolts")
    guest.rate(Rating.AGAIN, "cars")
    theirs = {row.card_id: memory_of(row) for row in guest.memories() if row.person_id == guest.person_id}
    own = {row.card_id: memory_of(row) for row in guest.memories() if row.person_id == account.person_id}
    enter(session, guest.person_id, guest.at)
    merged = {row.card_id: memory_of(row) for row in account.memories()}
    cars, bolts = sorted(merged)
    assert merged == {cars: theirs[cars], bolts: own[bolts]}
    assert theirs[bolts] == own[cars] == Memory()
    lines = session.scalars(select(ReviewRow)).all()
    assert (len(lines), {line.person_id for line in lines}) == (4, {account.person_id})
    assert {line.memory_id for line in lines} == {row.id for row in account.memories()}


def test_the_accounts_settings_stay(study: Study, ask: Ask, session: Session, account: Desk) -> None:
    guest = study(ask("cars"))
    guest.plan(new_a_day=7)
    account.plan(new_a_day=3)
    enter(session, guest.person_id, guest.at)
    assert account.today().plan.new_a_day == 3
    assert session.scalars(select(PlanRow.person_id)).all() == [account.person_id]
    assert session.scalars(select(StudyRow.person_id)).all() == [account.person_id]


def test_what_either_has_put_aside_or_flagged_is_kept(study: Study, ask: Ask, session: Session, account: Desk) -> None:
    guest = study(ask("cars"))
    studying.study(session, account.person_id, "people", account.at)
    card = guest.today().cards[0].card.id
    guest.rate(Rating.GOOD)
    setting_aside.suspend(session, guest.person_id, card)
    setting_aside.flag(session, guest.person_id, card, flagged=True)
    enter(session, guest.person_id, guest.at)
    (row,) = session.scalars(select(MemoryRow)).all()
    assert (row.person_id, row.suspended, row.flagged, row.reps) == (account.person_id, True, True, 1)


def test_the_same_form_sent_as_a_guest_and_signed_in_loses_nothing(
    study: Study, ask: Ask, session: Session, account: Desk
) -> None:
    guest = study(ask("cars"), ask("bolts"))
    studying.study(session, account.person_id, "people", account.at)
    guest.rate(name="cars", request="same")
    account.rate(name="bolts", request="same")
    enter(session, guest.person_id, guest.at)
    lines = session.scalars(select(ReviewRow)).all()
    assert len({line.request for line in lines}) == len(lines) == 2
