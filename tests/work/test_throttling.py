"""Guessing is stopped; a class behind one address, and the owner of an attacked account, are not."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quizapp.core.account import Account
from quizapp.core.sentences import TooMany, Unreadable
from quizapp.work.accounts import signing_in
from quizapp.work.accounts.signing_up import sign_up
from quizapp.work.accounts.throttling import Browser

PASSWORD = "seven larch bridges"
EMAIL = "ida@school.example"
SCHOOL = Browser("the school")

Try = Callable[..., str]


@pytest.fixture
def ida(session: Session, now: datetime) -> Account:
    made = sign_up(session, EMAIL, "Ida", PASSWORD, now)
    assert made
    return made


@pytest.fixture
def enter(session: Session, now: datetime) -> Try:
    """`enter(password, email, browser)`: `in`, `wrong` or `refused`."""

    def go(password: str, email: str = EMAIL, browser: Browser = SCHOOL, at: datetime = now) -> str:
        try:
            signing_in.sign_in(session, email, password, browser, at, keep=False, guest=None)
        except TooMany as refused:
            assert 0 < refused.seconds <= 3600
            return "refused"
        except Unreadable:
            return "wrong"
        return "in"

    return go


def test_of_many_guesses_at_one_account_from_anywhere_ten_are_tried(ida: Account, enter: Try) -> None:
    told = [enter(f"guess {number}", browser=Browser(f"network {number}")) for number in range(40)]
    assert told == ["wrong"] * 10 + ["refused"] * 30


def test_an_account_that_nobody_has_is_counted_in_the_same_way(session: Session, enter: Try) -> None:
    told = [enter("guess", "nobody@school.example", Browser(f"network {number}")) for number in range(20)]
    assert told == ["wrong"] * 10 + ["refused"] * 10


def test_of_many_guesses_from_one_address_at_many_accounts_twenty_are_tried(session: Session, enter: Try) -> None:
    told = [enter("sunshine", f"pupil-{number}@school.example") for number in range(60)]
    assert told == ["wrong"] * 20 + ["refused"] * 40


def test_the_right_password_is_refused_as_well_once_it_is_too_late(ida: Account, enter: Try, now: datetime) -> None:
    for number in range(10):
        enter(f"guess {number}")
    assert enter(PASSWORD) == "refused"
    assert enter(PASSWORD, at=now + timedelta(minutes=59)) == "refused"
    assert enter(PASSWORD, at=now + timedelta(hours=1)) == "in"


def test_a_browser_that_was_signed_in_before_gets_in_while_others_guess(ida: Account, enter: Try) -> None:
    for number in range(40):
        enter(f"guess {number}", browser=Browser(f"network {number}"))
    own = Browser("network 3", mark="own", known=frozenset({ida.person_id}))
    assert enter(PASSWORD, browser=Browser("network 3")) == "refused"
    assert enter("mistyped", browser=own) == "wrong"
    assert enter(PASSWORD, browser=own) == "in"


def test_such_a_browser_may_guess_ten_times_as_well(ida: Account, enter: Try) -> None:
    stolen = Browser("a network", mark="stolen", known=frozenset({ida.person_id}))
    assert [enter("guess", browser=stolen) for _ in range(30)] == ["wrong"] * 10 + ["refused"] * 20


def test_a_whole_school_that_mistypes_gets_in(session: Session, enter: Try, now: datetime) -> None:
    """Who gets in takes the own mistakes back."""
    for number in range(30):
        sign_up(session, f"pupil-{number}@school.example", f"P {number}", PASSWORD, now)
    for number in range(30):
        assert enter("mistyped", f"pupil-{number}@school.example") == "wrong"
        assert enter(PASSWORD, f"pupil-{number}@school.example") == "in"


def test_an_owner_who_gets_in_gives_a_guesser_no_new_guesses(ida: Account, enter: Try) -> None:
    for number in range(9):
        assert enter(f"guess {number}", browser=Browser(f"network {number}")) == "wrong"
    assert enter(PASSWORD, browser=Browser("home")) == "in"
    told = [enter("guess", browser=Browser(f"network {number}")) for number in range(20, 30)]
    assert told == ["wrong"] + ["refused"] * 9


def test_an_account_of_one_s_own_buys_no_guesses_at_others(session: Session, enter: Try, now: datetime) -> None:
    sign_up(session, "mine@school.example", "Mine", PASSWORD, now)
    tried = 0
    for number in range(200):
        tried += enter("sunshine", f"pupil-{number}@school.example") == "wrong"
        enter(PASSWORD, "mine@school.example")
    assert tried == 20


def test_old_mistakes_of_one_s_own_buy_none_in_the_next_quarter(session: Session, enter: Try, now: datetime) -> None:
    sign_up(session, "mine@school.example", "Mine", PASSWORD, now)
    enter("sunshine", "first@school.example")
    for _ in range(9):
        enter("mistyped", "mine@school.example", at=now + timedelta(minutes=14))
    later = now + timedelta(minutes=15)
    told = [enter("sunshine", f"pupil-{number}@school.example", at=later) for number in range(19)]
    assert told == ["wrong"] * 19
    # The nine were counted in the quarter before, so they are not taken off this one.
    assert enter(PASSWORD, "mine@school.example", at=later) == "in"
    assert enter("sunshine", "last@school.example", at=later) == "refused"


def test_guesses_at_once_are_counted_exactly(engine: Engine, ida: Account, now: datetime) -> None:
    ready = threading.Barrier(8)

    def guess(number: int) -> int:
        wrong = 0
        ready.wait()
        with Session(engine) as session:
            for turn in range(10):
                try:
                    browser = Browser(f"network {number} {turn}")
                    signing_in.sign_in(session, EMAIL, "guess", browser, now, keep=False, guest=None)
                except TooMany:
                    continue
                except Unreadable:
                    wrong += 1
        return wrong

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(guess, range(8))) == 10
