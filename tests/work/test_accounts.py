"""Accounts: signing up and in; what is kept of a password; what a guest brings along."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from quizapp.core.account import Account
from quizapp.core.sentences import Unreadable
from quizapp.store import accounts
from quizapp.store.tables import AccountRow, AttemptRow, PersonRow, SignInRow
from quizapp.work import people, starting
from quizapp.work.accounts import changing, passwords, signing_in
from quizapp.work.accounts.signing_in import SignedIn
from quizapp.work.accounts.signing_up import sign_up
from quizapp.work.accounts.throttling import Browser
from quizapp.work.loading import load

BROWSER = Browser("a network", "Firefox, Linux")
PASSWORD = "seven larch bridges"


@pytest.fixture
def ida(session: Session, now: datetime) -> Account:
    made = sign_up(session, "Ida@School.example", "  Ida   Holm ", PASSWORD, now, "teacher")
    assert made
    return made


@pytest.fixture
def enter(session: Session, now: datetime) -> Callable[..., SignedIn]:
    """`enter(email, password, ...)`: sign in."""

    def go(email: str = "ida@school.example", password: str = PASSWORD, **given: object) -> SignedIn:
        usual = {"browser": BROWSER, "now": now, "keep": False, "guest": None}
        return signing_in.sign_in(session, email, password, **{**usual, **given})  # type: ignore[arg-type]

    return go


Enter = Callable[..., SignedIn]


def test_a_name_gets_single_spaces_and_an_address_small_letters(ida: Account) -> None:
    assert (ida.name, ida.email, ida.role) == ("Ida Holm", "ida@school.example", "teacher")


def test_an_address_has_one_account(session: Session, ida: Account, now: datetime) -> None:
    assert sign_up(session, " IDA@school.example", "Other", "another larch bridge", now) is None
    assert session.scalar(select(func.count()).select_from(AccountRow)) == 1
    assert session.scalar(select(func.count()).select_from(PersonRow)) == 1


def test_of_ten_who_sign_up_with_one_address_at_once_one_gets_it(engine: Engine, now: datetime) -> None:
    ready = threading.Barrier(10)

    def try_it(number: int) -> bool:
        with Session(engine) as session:
            ready.wait()
            return sign_up(session, "ida@school.example", f"Ida {number}", PASSWORD, now) is not None

    with ThreadPoolExecutor(10) as threads:
        assert sum(threads.map(try_it, range(10))) == 1


@pytest.mark.parametrize("email", ["", "ida", "@school.example", "a@b@c", "a b@c.example", "a@b\x00", "a@" + "b" * 300])
def test_what_is_no_address_is_refused(session: Session, now: datetime, email: str) -> None:
    with pytest.raises(Unreadable):
        sign_up(session, email, "Ida", PASSWORD, now)


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "I\x00da", "Ida\ud800"])
def test_what_is_no_name_is_refused(session: Session, now: datetime, name: str) -> None:
    with pytest.raises(Unreadable):
        sign_up(session, "ida@school.example", name, PASSWORD, now)


def test_a_password_is_kept_as_argon2id_with_the_strength_that_owasp_asks_for(session: Session, ida: Account) -> None:
    kept = session.get_one(AccountRow, ida.person_id).password_hash
    assert kept and kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_nobody_s_hash_costs_as_much_as_any(session: Session) -> None:
    assert not passwords.outdated(passwords.NOBODYS)
    assert passwords.NOBODYS.split("$")[:4] == passwords.hashed("x").split("$")[:4]
    with passwords.turn():
        assert not passwords.verified(None, "no one has this")


def test_a_password_that_was_kept_in_another_way_is_kept_anew(session: Session, ida: Account, enter: Enter) -> None:
    row = session.get_one(AccountRow, ida.person_id)
    row.password_hash = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    session.commit()
    enter()
    session.expire_all()
    assert "m=19456" in str(session.get_one(AccountRow, ida.person_id).password_hash)


def test_a_damaged_hash_lets_nobody_in(session: Session, ida: Account, enter: Enter) -> None:
    session.get_one(AccountRow, ida.person_id).password_hash = "$argon2id$nonsense"
    session.commit()
    with pytest.raises(Unreadable):
        enter()


def test_letters_typed_in_another_way_are_the_same_password(session: Session, now: datetime, enter: Enter) -> None:
    sign_up(session, "k@school.example", "K", "Königsgräber im Norden", now)
    assert enter("k@school.example", "Ko\u0308nigsgra\u0308ber im Norden").account.name == "K"


def test_who_signs_in_is_known_by_the_token_alone(session: Session, ida: Account, enter: Enter, now: datetime) -> None:
    entered = enter()
    found = accounts.present(session, entered.token, now)
    assert found and found.account == ida == entered.account
    assert accounts.present(session, entered.token + "x", now) is None
    row = session.scalars(select(SignInRow)).one()
    assert entered.token not in {row.digest, row.device}
    assert len(entered.token) >= 43


@pytest.mark.parametrize(("keep", "lasts"), [(False, timedelta(hours=12)), (True, timedelta(days=30))])
def test_a_sign_in_ends_by_itself(
    session: Session, ida: Account, enter: Enter, now: datetime, keep: bool, lasts: timedelta
) -> None:
    token = enter(keep=keep).token
    assert accounts.present(session, token, now + lasts - timedelta(seconds=1))
    assert accounts.present(session, token, now + lasts) is None


def test_one_that_is_used_lasts_on_but_no_longer_than_a_year(
    session: Session, ida: Account, enter: Enter, now: datetime
) -> None:
    kept, short = enter(keep=True).token, enter().token
    for day in range(0, 360, 20):
        then = now + timedelta(days=day)
        found = accounts.present(session, kept, then)
        assert found
        signing_in.heard_of(session, found.sign_in_id, then)
    assert accounts.present(session, kept, now + timedelta(days=364))
    assert accounts.present(session, kept, now + timedelta(days=365)) is None
    found = accounts.present(session, short, now)
    assert found
    signing_in.heard_of(session, found.sign_in_id, now + timedelta(hours=11))
    assert accounts.present(session, short, now + timedelta(hours=12)) is None


def test_a_password_changed_in_the_same_moment_lets_nobody_in_by_the_old_one(
    session: Session, ida: Account, enter: Enter, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the password and the sign-in another request may change it."""
    outdated = passwords.outdated

    def change_first(kept: str) -> bool:
        changing.change_password(
            session, ida.person_id, PASSWORD, "eight stone bridges", BROWSER, now, keep=False
        )  # fmt: skip
        return outdated(kept)

    monkeypatch.setattr(passwords, "outdated", change_first)
    with pytest.raises(Unreadable):
        enter()


@pytest.fixture
def guests_attempt(session: Session, folder: Callable[..., object], ask: Callable[..., object], now: datetime) -> int:
    load(session, [folder({"people": [ask("cars")]})], now)  # type: ignore[list-item]
    return people.guest(session, None, now).person_id


def test_a_guest_s_attempts_move_in_and_the_guest_goes(
    session: Session, ida: Account, enter: Enter, guests_attempt: int, now: datetime
) -> None:
    running = [
        starting.start(session, person, "people", "practice", "the same form", now, Random(1))
        for person in (guests_attempt, ida.person_id)
    ]
    assert enter(guest=guests_attempt).taken_over == 1
    owners = {row.id: row.person_id for row in session.scalars(select(AttemptRow))}
    assert owners == dict.fromkeys(running, ida.person_id)
    assert session.get(PersonRow, guests_attempt) is None


def test_another_account_s_attempts_never_move(
    session: Session, ida: Account, enter: Enter, guests_attempt: int, now: datetime
) -> None:
    other = sign_up(session, "tove@school.example", "Tove", PASSWORD, now)
    assert other
    attempt = starting.start(session, other.person_id, "people", "practice", "a form", now, Random(1))
    assert enter(guest=other.person_id).taken_over == 0
    assert session.get_one(AttemptRow, attempt).person_id == other.person_id


def test_a_browser_says_what_it_is_where_its_owner_looks(session: Session, ida: Account, enter: Enter) -> None:
    enter(browser=replace(BROWSER, device="Chrome, Android"))
    assert session.scalars(select(SignInRow.device)).all() == ["Chrome, Android"]
