"""What its owner and an administrator change in an account; who is signed out by it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quizapp.core.account import Account, Role
from quizapp.core.sentences import NotFound, TooMany, Unreadable
from quizapp.store import accounts
from quizapp.store.tables import AccountRow
from quizapp.work.accounts import changing, leaving, links, signing_in
from quizapp.work.accounts.changing import LastAdministrator
from quizapp.work.accounts.signing_up import Taken, sign_up
from quizapp.work.accounts.throttling import Browser

PASSWORD = "seven larch bridges"
HERE = Browser("a network", mark="mine")

Make = Callable[..., Account]
Enter = Callable[[Account], str]


@pytest.fixture
def make(session: Session, now: datetime) -> Make:
    def made(name: str = "ida", role: Role = "learner") -> Account:
        found = sign_up(session, f"{name}@school.example", name.title(), PASSWORD, now, role)
        assert found
        return found

    return made


@pytest.fixture
def enter(session: Session, now: datetime) -> Enter:
    """`enter(account)`: sign in; gives the token."""
    return lambda account: signing_in.sign_in(
        session, account.email, PASSWORD, HERE, now, keep=True, guest=None
    ).token  # fmt: skip


def test_a_changed_password_signs_out_all_but_this_browser(
    session: Session, now: datetime, make: Make, enter: Enter
) -> None:
    ida = make()
    old = [enter(ida), enter(ida)]
    link = links.reset(session, ida.person_id, now, links.MAILED)
    new = changing.change_password(session, ida.person_id, PASSWORD, "eight stone bridges", HERE, now, keep=True)
    assert [accounts.present(session, token, now) for token in old] == [None, None]
    assert accounts.present(session, new.token, now)
    with pytest.raises(NotFound):
        links.check(session, "reset", link, now)


def test_a_changed_role_signs_its_owner_out(session: Session, now: datetime, make: Make, enter: Enter) -> None:
    ida = make()
    token = enter(ida)
    assert changing.set_role(session, ida.person_id, "learner").role == "learner"
    assert accounts.present(session, token, now)
    assert changing.set_role(session, ida.person_id, "teacher").role == "teacher"
    assert accounts.present(session, token, now) is None


def test_somebody_signs_out_one_of_the_own_browsers_and_no_other(
    session: Session, now: datetime, make: Make, enter: Enter
) -> None:
    ida, tove = make("ida"), make("tove")
    mine, other, theirs = enter(ida), enter(ida), enter(tove)
    for token in (other, theirs):
        found = accounts.present(session, token, now)
        assert found
        changing.sign_out_elsewhere(session, ida.person_id, found.sign_in_id)
    present = [bool(accounts.present(session, token, now)) for token in (mine, other, theirs)]
    assert present == [True, False, True]
    changing.sign_out_everywhere(session, ida.person_id)
    assert [bool(accounts.present(session, token, now)) for token in (mine, theirs)] == [False, True]


def test_an_address_changes_with_the_password_alone_and_to_a_free_one(
    session: Session, now: datetime, make: Make
) -> None:
    ida = make("ida")
    make("tove")
    with pytest.raises(Unreadable, match="not your password"):
        changing.change_email(session, ida.person_id, "new@school.example", "guess", now)
    with pytest.raises(Taken):
        changing.change_email(session, ida.person_id, "Tove@school.example", PASSWORD, now)
    changing.change_email(session, ida.person_id, " New@School.example", PASSWORD, now)
    assert session.get_one(AccountRow, ida.person_id).email == "new@school.example"


def test_an_account_is_no_means_to_find_out_who_else_has_one(session: Session, now: datetime, make: Make) -> None:
    ida = make("ida")
    make("tove")
    for _ in range(5):
        with pytest.raises(Taken):
            changing.change_email(session, ida.person_id, "tove@school.example", PASSWORD, now)
    with pytest.raises(TooMany):
        changing.change_email(session, ida.person_id, "tove@school.example", PASSWORD, now)


def test_who_sits_at_a_stranger_s_browser_can_not_guess_on(session: Session, now: datetime, make: Make) -> None:
    ida = make()
    for _ in range(10):
        with pytest.raises(Unreadable):
            changing.confirm(session, ida.person_id, "guess", now)
    for deed in (
        lambda: changing.change_email(session, ida.person_id, "new@school.example", PASSWORD, now),
        lambda: changing.change_password(session, ida.person_id, PASSWORD, "eight stone ones", HERE, now, keep=False),
        lambda: leaving.leave(session, ida.person_id, PASSWORD, now),
    ):
        with pytest.raises(TooMany):
            deed()


def test_who_has_no_password_types_the_address(session: Session, now: datetime, make: Make) -> None:
    ida = make()
    session.get_one(AccountRow, ida.person_id).password_hash = None
    session.commit()
    with pytest.raises(Unreadable, match="not the e-mail address"):
        changing.confirm(session, ida.person_id, "", now)
    changing.confirm(session, ida.person_id, "IDA@school.example", now)


def test_the_last_administrator_stays_one(session: Session, now: datetime, make: Make) -> None:
    head = make("head", "administrator")
    make("ida", "teacher")
    with pytest.raises(LastAdministrator, match="last administrator"):
        changing.set_role(session, head.person_id, "teacher")
    with pytest.raises(LastAdministrator):
        leaving.leave(session, head.person_id, PASSWORD, now)
    with pytest.raises(LastAdministrator):
        leaving.remove(session, head.person_id)
    make("deputy", "administrator")
    assert changing.set_role(session, head.person_id, "teacher").role == "teacher"


def test_of_two_administrators_who_step_down_at_once_one_stays(engine: Engine, make: Make, session: Session) -> None:
    pair = [make("head", "administrator").person_id, make("deputy", "administrator").person_id]
    session.rollback()
    ready = threading.Barrier(2)

    def step_down(person_id: int) -> bool:
        with Session(engine) as own:
            ready.wait()
            try:
                changing.set_role(own, person_id, "learner")
            except LastAdministrator:
                return False
            return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(step_down, pair)) == [False, True]


def test_somebody_who_is_gone_can_not_be_changed(session: Session, now: datetime) -> None:
    for deed in (
        lambda: changing.set_role(session, 99, "teacher"),
        lambda: leaving.remove(session, 99),
        lambda: links.reset(session, 99, now, links.MAILED),
    ):
        with pytest.raises(NotFound, match="no such account"):
            deed()
