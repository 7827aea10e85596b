"""Deleting an account, with all that is known of its owner."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.store import accounts, belongings, throttles
from quizapp.store import links as store_links
from quizapp.store.tables import AccountRow
from quizapp.work.accounts import changing, links, throttling
from quizapp.work.authoring import leaving as authoring
from quizapp.work.transactions import writing


def leave(session: Session, person_id: int, password: str, now: datetime) -> None:
    """Delete one's own account; raises `Unreadable` for a wrong password, `Refusal` to the last administrator."""
    with writing(session):
        changing.keep_an_administrator(session, session.get_one(AccountRow, person_id))
    changing.confirm(session, person_id, password, now)
    remove(session, person_id)


def remove(session: Session, person_id: int) -> None:
    """Delete somebody's account."""
    with writing(session):
        row = accounts.by_id(session, person_id)
        if row is None:
            raise links.no_such_account()
        changing.keep_an_administrator(session, row)
        throttles.forget(session, throttling.of_account(row.email))
        throttles.forget(session, throttling.of_owner(person_id))
        store_links.forget(session, row.email)
        session.expunge(row)
        authoring.leave(session, person_id)
        belongings.delete_person(session, person_id)
