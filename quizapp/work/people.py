"""Guests: a person comes to be with the first thing that must be kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.store import people
from quizapp.store.tables import PersonRow
from quizapp.work.transactions import writing


@dataclass(frozen=True)
class Guest:
    """A person, with the token that the cookie carries."""

    person_id: int
    token: str


def known_guest(session: Session, token: str) -> int | None:
    """The person who has this token, if there is one."""
    return people.by_token(session, token)


def guest(session: Session, token: str | None, now: datetime) -> Guest:
    """The person who has this token, or a new one with a new token."""
    known = people.by_token(session, token) if token else None
    if token and known:
        return Guest(known, token)
    fresh = secrets.token_urlsafe(32)
    with writing(session):
        row = PersonRow(guest_digest=people.digest(fresh), created_at=now, seen_at=now)
        session.add(row)
        session.flush()
        person_id = row.id
    return Guest(person_id, fresh)
