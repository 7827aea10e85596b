"""Signing in through an identity provider: an account belongs to an issuer's subject, never to an address alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.core.account import LONGEST_NAME, Role, checked_email, checked_name, role_named
from quizapp.core.sentences import Refusal, say
from quizapp.store import accounts, links
from quizapp.store.tables import AccountRow
from quizapp.work.accounts import signing_in
from quizapp.work.accounts.signing_in import SignedIn
from quizapp.work.accounts.signing_up import Taken, make
from quizapp.work.accounts.throttling import Browser
from quizapp.work.transactions import writing


@dataclass(frozen=True)
class Identity:
    """Somebody as the provider knows them. `email` is one that it has proved, or None."""

    issuer: str
    subject: str
    email: str | None
    name: str

    @property
    def key(self) -> str:
        return f"{self.issuer} {self.subject}"


def arrive(
    session: Session, identity: Identity, browser: Browser, now: datetime, *, open_to_all: bool, guest: int | None
) -> SignedIn:
    """Sign in the account of this identity; where there is none, and whoever comes may join, make it."""
    with writing(session):
        row = accounts.by_identity(session, identity.key) or _joined(session, identity, now, open_to_all)
        return signing_in.enter(session, row, browser, now, keep=False, guest=guest)


def connect(session: Session, person_id: int, identity: Identity) -> None:
    """From now on this identity signs in the account; raises `Taken` where it signs in another."""
    try:
        with writing(session):
            session.get_one(AccountRow, person_id).identity = identity.key
    except IntegrityError as error:
        raise Taken(say("This sign-in belongs to another account here.")) from error


def disconnect(session: Session, person_id: int) -> None:
    with writing(session):
        row = session.get_one(AccountRow, person_id)
        if row.password_hash is None:
            raise Refusal(say("Set a password first: without it you could not sign in any more."))
        row.identity = None


def _joined(session: Session, identity: Identity, now: datetime, open_to_all: bool) -> AccountRow:
    if identity.email is None:
        raise Refusal(say("The sign-in did not tell an e-mail address that was checked, so no account can be made."))
    email = checked_email(identity.email)
    if accounts.by_email(session, email):
        # Whoever could have the provider name an address would else get into any account.
        raise Refusal(
            say("There is an account with your address. Sign in with its password, then connect the two on its page.")
        )
    role = _invited_as(session, email, now) or ("learner" if open_to_all else None)
    if role is None:
        raise Refusal(say("You have no account here yet. Ask the administrator of this site for an invitation."))
    row = make(session, email, checked_name(identity.name[:LONGEST_NAME] or email), None, role, now)
    row.identity = identity.key
    return row


def _invited_as(session: Session, email: str, now: datetime) -> Role | None:
    """The role of an invitation to this very address, which is used up."""
    found = next((link for link in links.open_invitations(session, now) if link.email == email), None)
    if found is None:
        return None
    found.used_at = now
    return role_named(found.role or "") or "learner"
