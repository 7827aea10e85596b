"""Making an account: by oneself, by an invitation, or as the first of all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.core import password as rules
from quizapp.core.account import Account, Role, at_least, checked_email, checked_name, role_named
from quizapp.core.sentences import Refusal, say
from quizapp.store import accounts, sign_ins
from quizapp.store.tables import AccountRow, PersonRow
from quizapp.work.accounts import links, passwords, signing_in, throttling
from quizapp.work.accounts.signing_in import SignedIn
from quizapp.work.accounts.throttling import Browser
from quizapp.work.transactions import writing


class Taken(Refusal):
    """The address has an account already."""


def sign_up(
    session: Session, email: str, name: str, password: str, now: datetime, role: Role = "learner"
) -> Account | None:
    """Make an account; None where the address has one already, which takes as long."""
    email, name = checked_email(email), checked_name(name)
    kept = new_password(password, email, name)
    try:
        with writing(session):
            return accounts.account(make(session, email, name, kept, role, now))
    except IntegrityError:
        return None


def begin(
    session: Session, token: str, email: str, name: str, password: str, browser: Browser, now: datetime,
    guest: int | None,
) -> SignedIn:  # fmt: skip
    """The first administrator, who is signed in then."""
    email, name = checked_email(email), checked_name(name)
    kept = new_password(password, email, name)
    with writing(session):
        links.use(session, "first-start", token, now)
        if accounts.by_email(session, email):
            raise _taken()
        row = make(session, email, name, kept, "administrator", now)
        return signing_in.enter(session, row, browser, now, keep=False, guest=guest)


def join(
    session: Session, token: str, email: str, name: str, password: str, browser: Browser, now: datetime,
    guest: int | None,
) -> SignedIn:  # fmt: skip
    """Who was invited, in the role of the invitation; signed in then. Raises `Taken`; the invitation then stays."""
    email = links.check(session, "invitation", token, now).email or checked_email(email)
    name = checked_name(name)
    kept = new_password(password, email, name)
    # An invitation is no means to find out who has an account.
    throttling.take(session, [throttling.of_link(token)], now)
    with writing(session):
        if accounts.by_email(session, email):
            raise _taken()
        role = role_named(links.use(session, "invitation", token, now).role or "") or "learner"
        row = make(session, email, name, kept, role, now)
        return signing_in.enter(session, row, browser, now, keep=False, guest=guest)


def accept(session: Session, token: str, person_id: int, now: datetime) -> Account:
    """Someone who has an account takes up an invitation: they may then do what it offers, and never less than before.

    Where that changes the role, they are signed out everywhere.
    """
    with writing(session):
        role = role_named(links.use(session, "invitation", token, now).role or "") or "learner"
        row = session.get_one(AccountRow, person_id)
        before = accounts.account(row).role
        row.role = at_least(before, role)
        if row.role != before:
            sign_ins.end_all(session, person_id)
        return accounts.account(row)


def new_password(password: str, *own: str) -> str:
    """What is kept of it; raises `Unreadable` for one that is easy to guess."""
    rules.check(password, *own)
    return passwords.hashed(password)


def make(session: Session, email: str, name: str, password_hash: str | None, role: Role, now: datetime) -> AccountRow:
    """An account and the person behind it; within a transaction."""
    person = PersonRow(guest_digest=None, created_at=now, seen_at=now)
    session.add(person)
    session.flush()
    row = AccountRow(person.id, email, name, role, now, password_hash)
    session.add(row)
    session.flush()
    return row


def _taken() -> Taken:
    return Taken(say("This address has an account already. Sign in, then open this link again."))
