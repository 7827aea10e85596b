"""Making an account."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.core.account import Account, Role, compared
from quizapp.store import accounts
from quizapp.store.tables import AccountRow, PersonRow
from quizapp.work.accounts import passwords
from quizapp.work.transactions import writing


def sign_up(
    session: Session, email: str, name: str, password: str, now: datetime, role: Role = "learner"
) -> Account | None:
    """Make an account; None where the address has one already, which takes as long."""
    kept = passwords.hashed(password)
    with writing(session):
        if accounts.by_email(session, email):
            return None
        return accounts.account(make(session, email, name, kept, role, now))


def make(session: Session, email: str, name: str, password_hash: str | None, role: Role, now: datetime) -> AccountRow:
    """An account and the person behind it; within a transaction."""
    person = PersonRow(guest_digest=None, created_at=now, seen_at=now)
    session.add(person)
    session.flush()
    row = AccountRow(person.id, compared(email), " ".join(name.split()), role, now, password_hash)
    session.add(row)
    session.flush()
    return row
