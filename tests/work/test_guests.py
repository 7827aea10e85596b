"""A guest is a row behind a token that nobody can guess, and of which only the digest is kept."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from quizapp.store.tables import PersonRow
from quizapp.work import people


def test_each_guest_has_a_long_token_of_its_own(session: Session, now: datetime) -> None:
    guests = [people.guest(session, None, now) for _ in range(5)]
    assert len({guest.token for guest in guests}) == len({guest.person_id for guest in guests}) == 5
    assert all(len(guest.token) >= 43 for guest in guests)


def test_a_guest_is_known_by_the_token_alone(session: Session, now: datetime) -> None:
    guest = people.guest(session, None, now)
    assert people.known_guest(session, guest.token) == guest.person_id
    assert people.guest(session, guest.token, now) == guest
    assert session.scalar(select(func.count()).select_from(PersonRow)) == 1


def test_only_the_digest_is_kept(session: Session, now: datetime) -> None:
    guest = people.guest(session, None, now)
    row = session.scalars(select(PersonRow)).one()
    assert row.guest_digest == sha256(guest.token.encode()).hexdigest()


def test_the_database_file_holds_no_token(sqlite: Engine, now: datetime) -> None:
    with Session(sqlite) as session:
        guest = people.guest(session, None, now)
    database = Path(str(sqlite.url.database))
    kept = b"".join(file.read_bytes() for file in database.parent.glob(f"{database.name}*"))
    assert sha256(guest.token.encode()).hexdigest().encode() in kept
    assert guest.token.encode() not in kept


@pytest.mark.parametrize("token", ["", "a", "\x00", "\ud800", "é" * 10_000, "' OR 1=1 --", "digest"])
def test_a_token_that_nobody_was_given_is_nobodys(session: Session, now: datetime, token: str) -> None:
    guest = people.guest(session, None, now)
    asked = sha256(guest.token.encode()).hexdigest() if token == "digest" else token
    assert people.known_guest(session, asked) is None
    assert people.guest(session, asked, now).token not in {asked, guest.token}
