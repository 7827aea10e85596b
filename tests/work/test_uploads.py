"""Uploads that wait for a decision: one of each sort, for a day, and gone with their person."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from quizapp.store import belongings, people, uploads
from quizapp.store.tables import UploadRow
from quizapp.work import purging
from quizapp.work.people import guest


def names(session: Session) -> list[tuple[int, str, str]]:
    session.expire_all()
    return [(row.person_id, row.purpose, row.name) for row in session.query(UploadRow).order_by(UploadRow.purpose)]


def test_the_last_upload_of_each_sort_is_held(session: Session, learner: int, now: datetime) -> None:
    for purpose, name in (("return", "a"), ("import", "b"), ("return", "c" * 300)):
        uploads.keep(session, learner, purpose, name, b"\x00data", now)
    session.commit()
    assert names(session) == [(learner, "import", "b"), (learner, "return", "c" * 200)]
    found = uploads.held(session, learner, "return")
    assert found
    assert found.data == b"\x00data"
    uploads.drop(session, learner, "return")
    assert uploads.held(session, learner, "return") is None


def test_after_a_day_it_is_thrown_away(session: Session, learner: int, now: datetime) -> None:
    uploads.keep(session, learner, "return", "old", b"data", now)
    uploads.keep(session, learner, "import", "new", b"data", now + timedelta(hours=2))
    session.commit()
    assert purging.purge(session, now + timedelta(days=1)).uploads == 0
    assert purging.purge(session, now + timedelta(days=1, seconds=1)).uploads == 1
    assert names(session) == [(learner, "import", "new")]


def test_it_goes_with_its_person(session: Session, learner: int, now: datetime) -> None:
    uploads.keep(session, learner, "return", "mine", b"data", now)
    session.commit()
    belongings.delete_person(session, learner)
    session.commit()
    assert names(session) == []


def test_a_guests_upload_is_the_accounts_once_they_sign_in(session: Session, learner: int, now: datetime) -> None:
    other = guest(session, None, now).person_id
    for person_id, purpose, name in (
        (learner, "return", "guest's"),
        (other, "return", "old"),
        (other, "import", "own"),
    ):
        uploads.keep(session, person_id, purpose, name, b"data", now)
    session.commit()
    people.move_all(session, learner, other)
    session.commit()
    assert names(session) == [(other, "import", "own"), (other, "return", "guest's")]
