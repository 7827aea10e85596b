"""Signing in and out. Whoever is signed in is so by a row: where it is gone, the cookie is worth nothing."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from quizapp.core.account import Account
from quizapp.core.sentences import Unreadable, say
from quizapp.store import accounts, people, sign_ins, throttles
from quizapp.store.tables import AccountRow, SignInRow
from quizapp.store.throttles import Budget
from quizapp.work.accounts import passwords, throttling
from quizapp.work.accounts.throttling import Browser
from quizapp.work.transactions import writing

#: How long it lasts where the browser is to forget it at its end.
SHORT = timedelta(hours=12)
#: Where it is to last: so long without a word from that browser, and so long at all.
IDLE, LONGEST = timedelta(days=30), timedelta(days=365)


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in now, and the token that the cookie is to carry."""

    account: Account
    token: str
    kept: bool
    #: How many attempts of the guest in this browser are the account's now.
    taken_over: int = 0


def sign_in(
    session: Session, email: str, password: str, browser: Browser, now: datetime, *, keep: bool, guest: int | None
) -> SignedIn:
    """Sign in with a password; raises `Unreadable` for a wrong one and `TooMany` for too many of them."""
    row = _verified(session, email, password, browser, now)
    person_id, kept = row.person_id, str(row.password_hash)
    anew = passwords.hashed(password) if passwords.outdated(kept) else kept
    with writing(session):
        row = session.get_one(AccountRow, person_id)
        if row.password_hash != kept:
            # Changed, or taken away, between the look and now.
            raise wrong()
        row.password_hash = anew
        _give_back(session, row, browser)
        return enter(session, row, browser, now, keep=keep, guest=guest)


def _verified(session: Session, email: str, password: str, browser: Browser, now: datetime) -> AccountRow:
    with passwords.turn():
        row = accounts.by_email(session, email)
        known = row is not None and row.person_id in browser.known
        kept, person_id = (row.password_hash, row.person_id) if row else (None, 0)
        throttling.take(session, _budgets(email, browser, person_id if known else None), now)
        if not passwords.verified(kept, password):
            raise wrong()
    return session.get_one(AccountRow, person_id)


def _budgets(email: str, browser: Browser, known: int | None) -> Sequence[Budget]:
    if known is not None:
        return [throttling.of_known_browser(browser, known)]
    return [throttling.of_both(browser, email), throttling.of_address(browser), throttling.of_account(email)]


def _give_back(session: Session, row: AccountRow, browser: Browser) -> None:
    if row.person_id in browser.known:
        throttles.forget(session, throttling.of_known_browser(browser, row.person_id))
        return
    own, *others = _budgets(row.email, browser, None)
    throttles.give_back(session, own, others)


def wrong() -> Unreadable:
    # The same for an address that nobody has.
    return Unreadable(say("This e-mail address and this password don't belong together. Check both and try again."))


def enter(
    session: Session, row: AccountRow, browser: Browser, now: datetime, *, keep: bool, guest: int | None
) -> SignedIn:
    """Sign in someone who has proved who they are; within a transaction."""
    token = secrets.token_urlsafe(32)
    lasts = IDLE if keep else SHORT
    session.add(SignInRow(people.digest(token), row.person_id, now, now, now + lasts, keep, browser.device))
    moved = people.move_all(session, guest, row.person_id) if guest is not None else 0
    return SignedIn(accounts.account(row), token, keep, moved)


def sign_out(session: Session, token: str) -> None:
    with writing(session):
        sign_ins.end(session, token)


def heard_of(session: Session, sign_in_id: int, now: datetime) -> None:
    """Somebody who is kept signed in did something there: count the days anew."""
    with writing(session):
        row = session.get(SignInRow, sign_in_id)
        if row is None:
            return
        row.seen_at = now
        if row.kept:
            row.expires_at = min(now + IDLE, row.created_at + LONGEST)
