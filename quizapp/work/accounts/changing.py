"""Changing one's account: name, address, password; and roles, which administrators give."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.core.account import Account, Role, checked_email, checked_name, compared
from quizapp.core.sentences import Refusal, Unreadable, say
from quizapp.store import accounts, links, sign_ins, throttles
from quizapp.store.tables import AccountRow
from quizapp.work.accounts import links as one_time
from quizapp.work.accounts import passwords, signing_in, throttling
from quizapp.work.accounts.signing_in import SignedIn
from quizapp.work.accounts.signing_up import Taken, new_password
from quizapp.work.accounts.throttling import Browser
from quizapp.work.transactions import writing


class LastAdministrator(Refusal):
    """Without them nobody could run the site."""


def rename(session: Session, person_id: int, name: str) -> None:
    found = checked_name(name)
    with writing(session):
        session.get_one(AccountRow, person_id).name = found


def change_email(session: Session, person_id: int, email: str, password: str, now: datetime) -> None:
    """Sign in with another address from here on. Raises `Taken`."""
    found = checked_email(email)
    confirm(session, person_id, password, now)
    throttling.take(session, [throttling.of_new_addresses(person_id)], now)
    try:
        with writing(session):
            session.get_one(AccountRow, person_id).email = found
            # One that was sent to the old address.
            links.void(session, "reset", person_id)
    except IntegrityError as error:
        raise Taken(say("This address can't be used: it belongs to another account here.")) from error


def change_password(
    session: Session, person_id: int, old: str, new: str, browser: Browser, now: datetime, *, keep: bool
) -> SignedIn:
    """Another password. All other browsers are signed out, and this one is signed in anew."""
    row = session.get_one(AccountRow, person_id)
    kept = new_password(new, row.email, row.name)
    confirm(session, person_id, old, now)
    with writing(session):
        return _set_password(session, session.get_one(AccountRow, person_id), kept, browser, now, keep=keep)


def reset_password(
    session: Session, token: str, new: str, browser: Browser, now: datetime, guest: int | None
) -> SignedIn:
    """Set the password anew by a link, which is void then; all browsers but this one are signed out."""
    owner = one_time.owner(session, one_time.check(session, "reset", token, now))
    kept = new_password(new, owner.email, owner.name)
    with writing(session):
        one_time.use(session, "reset", token, now)
        row = session.get_one(AccountRow, owner.person_id)
        return _set_password(session, row, kept, browser, now, keep=False, guest=guest)


def _set_password(
    session: Session, row: AccountRow, kept: str, browser: Browser, now: datetime, *, keep: bool,
    guest: int | None = None,
) -> SignedIn:  # fmt: skip
    row.password_hash = kept
    sign_ins.end_all(session, row.person_id)
    links.void(session, "reset", row.person_id)
    return signing_in.enter(session, row, browser, now, keep=keep, guest=guest)


def confirm(session: Session, person_id: int, password: str, now: datetime) -> None:
    """Ask someone signed in for the password once more; raises `Unreadable` for a wrong one.

    Who has none, and signs in in another way, types the address in its place.
    """
    row = session.get_one(AccountRow, person_id)
    kept, budget = row.password_hash, throttling.of_owner(person_id)
    if kept is None:
        if compared(password) != row.email:
            raise Unreadable(say("This is not the e-mail address of your account."))
        return
    with passwords.turn():
        throttling.take(session, [budget], now)
        if not passwords.verified(kept, password):
            raise Unreadable(say("This is not your password."))
    with writing(session):
        throttles.forget(session, budget)


def set_role(session: Session, person_id: int, role: Role) -> Account:
    """Another role for somebody, who is then signed out everywhere. The last administrator stays one."""
    with writing(session):
        row = accounts.by_id(session, person_id)
        if row is None:
            raise one_time.no_such_account()
        if row.role != role:
            keep_an_administrator(session, row)
            row.role = role
            sign_ins.end_all(session, person_id)
        return accounts.account(row)


def sign_out_everywhere(session: Session, person_id: int) -> None:
    with writing(session):
        sign_ins.end_all(session, person_id)


def sign_out_elsewhere(session: Session, person_id: int, sign_in_id: int) -> None:
    """Sign out one of the person's own browsers."""
    with writing(session):
        sign_ins.end_one(session, person_id, sign_in_id)


def keep_an_administrator(session: Session, row: AccountRow) -> None:
    """Raise `Refusal` where this is the last administrator; within a transaction."""
    if row.role == "administrator" and accounts.lock_all_of(session, "administrator") < 2:
        raise LastAdministrator(
            say("This is the last administrator of this site. Make somebody else one first, on the page of people.")
        )
