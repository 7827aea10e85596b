"""Accounts, and the browsers in which they are signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.account import Account, compared, role_named
from quizapp.store.people import digest
from quizapp.store.tables import AccountRow, SignInRow


@dataclass(frozen=True)
class Presence:
    """Somebody who is signed in, and since when the server has not heard of that browser."""

    account: Account
    sign_in_id: int
    seen_at: datetime


def present(session: Session, token: str, now: datetime) -> Presence | None:
    """Who is signed in with this token."""
    found = session.execute(
        select(AccountRow, SignInRow)
        .join(SignInRow, SignInRow.person_id == AccountRow.person_id)
        .where(SignInRow.digest == digest(token), SignInRow.expires_at > now)
    ).first()
    return Presence(account(found[0]), found[1].id, found[1].seen_at) if found else None


def account(row: AccountRow) -> Account:
    # A role that this version does not know may nothing more than a learner.
    return Account(row.person_id, row.name, row.email, role_named(row.role) or "learner")


def by_email(session: Session, email: str) -> AccountRow | None:
    return session.scalars(select(AccountRow).where(AccountRow.email == compared(email))).first()
