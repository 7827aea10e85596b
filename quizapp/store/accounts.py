"""Accounts, and the browsers in which they are signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from quizapp.core.account import Account, Role, compared, role_named
from quizapp.store.base import table
from quizapp.store.people import digest
from quizapp.store.tables import AccountRow, SignInRow


@dataclass(frozen=True)
class Presence:
    """Somebody who is signed in, and since when the server has not heard of that browser."""

    account: Account
    sign_in_id: int
    seen_at: datetime
    kept: bool


_ACCOUNTS, _SIGN_INS = table(AccountRow), table(SignInRow)
_PRESENT = (
    select(
        *(_ACCOUNTS.c.person_id, _ACCOUNTS.c.name, _ACCOUNTS.c.email, _ACCOUNTS.c.role),
        *(_SIGN_INS.c.id, _SIGN_INS.c.seen_at, _SIGN_INS.c.kept),
    )
    .join(_SIGN_INS, _SIGN_INS.c.person_id == _ACCOUNTS.c.person_id)
    .where(_SIGN_INS.c.digest == bindparam("digest"), _SIGN_INS.c.expires_at > bindparam("now"))
)


def present(session: Session, token: str, now: datetime) -> Presence | None:
    """Who is signed in with this token."""
    found = session.connection().execute(_PRESENT, {"digest": digest(token), "now": now}).first()
    if found is None:
        return None
    person_id, name, email, role, *sign_in = found
    return Presence(Account(person_id, name, email, _role(role)), *sign_in)


def account(row: AccountRow) -> Account:
    return Account(row.person_id, row.name, row.email, _role(row.role))


def _role(name: str) -> Role:
    # A role that this version does not know may nothing more than a learner.
    return role_named(name) or "learner"


def by_email(session: Session, email: str) -> AccountRow | None:
    return session.scalars(select(AccountRow).where(AccountRow.email == compared(email))).first()


def by_id(session: Session, person_id: int) -> AccountRow | None:
    return session.get(AccountRow, person_id)


def by_identity(session: Session, identity: str) -> AccountRow | None:
    return session.scalars(select(AccountRow).where(AccountRow.identity == identity)).first()


def count_of(session: Session, role: Role) -> int:
    return session.scalar(select(func.count()).select_from(AccountRow).where(AccountRow.role == role)) or 0


def lock_all_of(session: Session, role: Role) -> int:
    """As `count_of`, and none of them can change before this transaction ends."""
    return len(session.scalars(select(AccountRow).where(AccountRow.role == role).with_for_update()).all())


@dataclass(frozen=True)
class Roll:
    """One page of all accounts, and how many there are."""

    accounts: tuple[Account, ...]
    total: int


def roll(session: Session, words: str, page: int, size: int) -> Roll:
    """The accounts with these words in name or address, by name."""
    found = select(AccountRow)
    for word in compared(words).split():
        found = found.where(
            func.lower(AccountRow.name).contains(word, autoescape=True)
            | AccountRow.email.contains(word, autoescape=True)
        )
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    ordered = found.order_by(func.lower(AccountRow.name), AccountRow.person_id)
    rows = session.scalars(ordered.offset((page - 1) * size).limit(size))
    return Roll(tuple(map(account, rows)), total)


def everyone(session: Session) -> tuple[Account, ...]:
    """All accounts, by address."""
    return tuple(map(account, session.scalars(select(AccountRow).order_by(AccountRow.email))))
