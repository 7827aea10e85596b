"""Links that work once: the first administrator, invitations, new passwords."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from quizapp.core.account import Account, Role
from quizapp.core.sentences import NotFound, Refusal, TooMany, Unreadable
from quizapp.store import accounts
from quizapp.store.tables import AccountRow, OneTimeLinkRow
from quizapp.work.accounts import changing, links, signing_in, signing_up
from quizapp.work.accounts.signing_up import Taken, sign_up
from quizapp.work.accounts.throttling import Browser

PASSWORD = "seven larch bridges"
HERE = Browser("a network", mark="mine")

Make = Callable[..., Account]


@pytest.fixture
def make(session: Session, now: datetime) -> Make:
    def made(name: str = "ida", role: Role = "learner") -> Account:
        found = sign_up(session, f"{name}@school.example", name.title(), PASSWORD, now, role)
        assert found
        return found

    return made


def begin(session: Session, token: str, now: datetime, email: str = "head@school.example") -> Account:
    return signing_up.begin(session, token, email, "Head", PASSWORD, HERE, now, None).account


def test_the_first_link_makes_an_administrator_once(session: Session, now: datetime) -> None:
    token = links.first_start(session, now)
    assert token and len(token) >= 43
    assert begin(session, token, now + timedelta(days=3000)).role == "administrator"
    with pytest.raises(NotFound):
        begin(session, token, now, "second@school.example")
    assert links.first_start(session, now) is None


def test_a_second_start_voids_the_link_of_the_first(session: Session, now: datetime) -> None:
    first, second = links.first_start(session, now), links.first_start(session, now)
    assert first and second and first != second
    with pytest.raises(NotFound):
        begin(session, first, now)
    assert begin(session, second, now).name == "Head"


def test_an_administrator_who_came_in_otherwise_voids_it(session: Session, now: datetime, make: Make) -> None:
    token = links.first_start(session, now)
    make("ida", "administrator")
    with pytest.raises(NotFound):
        begin(session, str(token), now)


def test_a_taken_address_does_not_use_the_link_up(session: Session, now: datetime, make: Make) -> None:
    make("head")
    token = links.first_start(session, now)
    assert token
    with pytest.raises(Taken):
        begin(session, token, now)
    assert begin(session, token, now, "other@school.example").role == "administrator"


def join(session: Session, token: str, now: datetime, email: str = "tove@school.example") -> Account:
    return signing_up.join(session, token, email, "Tove Lind", PASSWORD, HERE, now, None).account


@pytest.mark.parametrize("role", ["learner", "teacher", "administrator"])
def test_an_invitation_makes_an_account_with_its_role_once(session: Session, now: datetime, role: Role) -> None:
    token = links.invite(session, role, None, None, now)
    assert join(session, token, now).role == role
    with pytest.raises(NotFound, match="invitation"):
        join(session, token, now, "other@school.example")


def test_an_invitation_to_an_address_is_for_that_one_alone(session: Session, now: datetime) -> None:
    token = links.invite(session, "teacher", " Tove@School.example", None, now)
    assert join(session, token, now, "thief@evil.example").email == "tove@school.example"


def test_an_invitation_lasts_fourteen_days(session: Session, now: datetime) -> None:
    token = links.invite(session, "teacher", None, None, now)
    with pytest.raises(NotFound):
        join(session, token, now + timedelta(days=14))
    assert join(session, token, now + timedelta(days=13, hours=23))


def test_one_that_is_withdrawn_works_no_more(session: Session, now: datetime) -> None:
    token = links.invite(session, "teacher", None, None, now)
    links.withdraw(session, session.scalars(select(OneTimeLinkRow.id)).one())
    with pytest.raises(NotFound):
        join(session, token, now)


def test_nobody_is_invited_who_has_an_account(session: Session, now: datetime, make: Make) -> None:
    make("tove")
    with pytest.raises(Refusal, match="has an account already"):
        links.invite(session, "teacher", "TOVE@school.example", None, now)


def test_an_invitation_does_not_tell_at_length_who_has_an_account(session: Session, now: datetime, make: Make) -> None:
    make("tove")
    token = links.invite(session, "learner", None, None, now)
    for _ in range(10):
        with pytest.raises(Taken):
            join(session, token, now)
    with pytest.raises(TooMany):
        join(session, token, now)


@pytest.mark.parametrize(
    ("before", "offered", "after"),
    [
        ("learner", "teacher", "teacher"),
        ("administrator", "teacher", "administrator"),
        ("learner", "learner", "learner"),
    ],
)
def test_who_has_an_account_may_take_an_invitation_up_and_never_loses_by_it(
    session: Session, now: datetime, make: Make, before: Role, offered: Role, after: Role
) -> None:
    ida = make("ida", before)
    entered = signing_in.sign_in(session, ida.email, PASSWORD, HERE, now, keep=False, guest=None)
    token = links.invite(session, offered, None, None, now)
    assert signing_up.accept(session, token, ida.person_id, now).role == after
    assert (accounts.present(session, entered.token, now) is None) is (before != after)
    with pytest.raises(NotFound):
        signing_up.accept(session, token, ida.person_id, now)


def reset(session: Session, token: str, now: datetime, password: str = "eight stone bridges") -> Account:
    return changing.reset_password(session, token, password, HERE, now, None).account


def test_a_link_sets_a_password_once_and_signs_all_others_out(session: Session, now: datetime, make: Make) -> None:
    ida = make()
    before = signing_in.sign_in(session, ida.email, PASSWORD, HERE, now, keep=True, guest=None)
    token = links.reset(session, ida.person_id, now, links.MAILED)
    assert reset(session, token, now) == ida
    assert accounts.present(session, before.token, now) is None
    with pytest.raises(Unreadable):
        signing_in.sign_in(session, ida.email, PASSWORD, HERE, now, keep=False, guest=None)
    assert signing_in.sign_in(session, ida.email, "eight stone bridges", HERE, now, keep=False, guest=None)
    with pytest.raises(NotFound):
        reset(session, token, now, "nine steel bridges")


def test_it_lasts_as_long_as_it_is_given(session: Session, now: datetime, make: Make) -> None:
    token = links.reset(session, make().person_id, now, links.MAILED)
    with pytest.raises(NotFound, match="too old"):
        reset(session, token, now + timedelta(hours=2))
    assert reset(session, token, now + timedelta(minutes=119))


def test_a_newer_link_voids_the_older(session: Session, now: datetime, make: Make) -> None:
    ida = make()
    old = links.reset(session, ida.person_id, now, links.MAILED)
    links.reset(session, ida.person_id, now, links.HANDED_OUT)
    with pytest.raises(NotFound):
        reset(session, old, now)


def test_a_bad_password_does_not_use_the_link_up(session: Session, now: datetime, make: Make) -> None:
    token = links.reset(session, make().person_id, now, links.MAILED)
    with pytest.raises(Unreadable, match="too close"):
        reset(session, token, now, "ida@school.example")
    assert reset(session, token, now)


def test_a_link_for_one_purpose_is_worth_nothing_for_another(session: Session, now: datetime, make: Make) -> None:
    ida = make()
    tokens = [
        links.first_start(session, now),
        links.invite(session, "teacher", None, None, now),
        links.reset(session, ida.person_id, now, links.MAILED),
    ]
    for token in tokens[:2]:
        with pytest.raises(NotFound):
            reset(session, str(token), now)
    for token in tokens[1:]:
        with pytest.raises(NotFound):
            begin(session, str(token), now)


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "é" * 10_000, "' OR 1=1 --"])
def test_what_is_no_token_opens_nothing(session: Session, now: datetime, make: Make, token: str) -> None:
    links.reset(session, make().person_id, now, links.MAILED)
    with pytest.raises(NotFound):
        reset(session, token, now)


def test_of_ten_who_use_a_link_at_once_one_gets_in(engine: Engine, session: Session, now: datetime) -> None:
    token = links.invite(session, "teacher", None, None, now)
    session.rollback()
    ready = threading.Barrier(10)

    def try_it(number: int) -> bool:
        with Session(engine) as own:
            ready.wait()
            try:
                join(own, token, now, f"pupil-{number}@school.example")
            except (NotFound, TooMany):
                return False
            return True

    with ThreadPoolExecutor(10) as threads:
        assert sum(threads.map(try_it, range(10))) == 1
    assert len(session.scalars(select(AccountRow)).all()) == 1


def test_the_database_file_holds_no_token_and_no_password(sqlite: Engine, now: datetime) -> None:
    with Session(sqlite) as session:
        ida = sign_up(session, "ida@school.example", "Ida", PASSWORD, now)
        assert ida
        tokens = [
            links.invite(session, "teacher", None, None, now),
            links.reset(session, ida.person_id, now, links.MAILED),
            signing_in.sign_in(session, ida.email, PASSWORD, HERE, now, keep=True, guest=None).token,
        ]
    database = Path(str(sqlite.url.database))
    kept = b"".join(file.read_bytes() for file in database.parent.glob(f"{database.name}*"))
    assert b"ida@school.example" in kept
    assert not [token for token in [*tokens, PASSWORD] if token.encode() in kept]
