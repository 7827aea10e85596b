"""Links that work once: to begin, to join, to set a password anew. Whoever has the link may use it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from quizapp.core.account import Account, Role, checked_email
from quizapp.core.sentences import NotFound, Refusal, say
from quizapp.store import accounts, links, people
from quizapp.store.links import Purpose
from quizapp.store.tables import OneTimeLinkRow
from quizapp.work.transactions import writing

#: How long a link may lie in a mailbox, in an administrator's note, and in an invited person's mailbox.
MAILED, HANDED_OUT, INVITED = timedelta(hours=2), timedelta(hours=48), timedelta(days=14)
_UNTIL_USED = timedelta(days=36_500)


def first_start(session: Session, now: datetime) -> str | None:
    """The token with which the first administrator comes in; None once there is one. Earlier tokens are void."""
    if accounts.count_of(session, "administrator"):
        return None
    with writing(session):
        if accounts.count_of(session, "administrator"):
            return None
        links.void(session, "first-start")
        return _made(session, "first-start", now, _UNTIL_USED)


def invite(session: Session, role: Role, email: str | None, made_by: int | None, now: datetime) -> str:
    """The token with which someone joins in this role; with an address it is for that one alone."""
    found = checked_email(email) if email else None
    with writing(session):
        if found and accounts.by_email(session, found):
            raise Refusal(say("%(email)s has an account already. Change the role of that account.", email=found))
        return _made(session, "invitation", now, INVITED, role=role, email=found, made_by=made_by)


def reset(session: Session, person_id: int, now: datetime, lasts: timedelta, made_by: int | None = None) -> str:
    """The token with which this person sets a password anew; earlier ones are void."""
    with writing(session):
        if accounts.by_id(session, person_id) is None:
            raise no_such_account()
        links.void(session, "reset", person_id)
        return _made(session, "reset", now, lasts, person_id=person_id, made_by=made_by)


def withdraw(session: Session, link_id: int) -> None:
    """Nobody can join by this invitation any more."""
    with writing(session):
        links.withdraw(session, link_id)


def check(session: Session, purpose: Purpose, token: str, now: datetime, *, lock: bool = False) -> OneTimeLinkRow:
    """The link of this token; raises `NotFound` for one that was used, is too old, or never was."""
    found = links.find(session, purpose, token, now, lock=lock)
    if found is None or (purpose == "first-start" and accounts.count_of(session, "administrator")):
        raise void(purpose)
    return found


def use(session: Session, purpose: Purpose, token: str, now: datetime) -> OneTimeLinkRow:
    """As `check`, and nobody can use it again; within a transaction."""
    found = check(session, purpose, token, now, lock=True)
    found.used_at = now
    return found


def owner(session: Session, row: OneTimeLinkRow) -> Account:
    """Whose password the link resets."""
    found = accounts.by_id(session, row.person_id) if row.person_id else None
    if found is None:
        raise void("reset")
    return accounts.account(found)


def no_such_account() -> NotFound:
    return NotFound(say("There is no such account. It may have been deleted."))


def void(purpose: Purpose) -> NotFound:
    return NotFound(_VOID[purpose])


_VOID = {
    "first-start": say(
        "This link does not work any more: this site has an administrator, or it was started again since. "
        "The newest link is the one that works."
    ),
    "invitation": say(
        "This invitation was used or withdrawn, or it is too old. Ask for another, or sign in if you have an account."
    ),
    "reset": say("This link was used already, or it is too old. Ask for another one."),
}


def _made(session: Session, purpose: Purpose, now: datetime, lasts: timedelta, **given: object) -> str:
    token = secrets.token_urlsafe(32)
    row = OneTimeLinkRow(people.digest(token), purpose, now, now + lasts, **given)  # type: ignore[arg-type]
    session.add(row)
    return token
