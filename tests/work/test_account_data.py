"""What is kept of a person can be taken home, and is gone when they leave."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from quizapp.core.account import Account
from quizapp.core.memory.memory import Rating
from quizapp.core.sentences import Unreadable
from quizapp.store.base import Base
from quizapp.store.tables import (
    AccountRow,
    AnswerRow,
    ArticleRow,
    ArticleVersionRow,
    AttemptRow,
    DraftRow,
    DrillRow,
    EditionRow,
    MemoryRow,
    OneTimeLinkRow,
    PasskeyRow,
    PersonRow,
    PlanRow,
    QuestionRow,
    ReviewRow,
    SetRightRow,
    SetRow,
    SignInRow,
    SlotRow,
    StudyRow,
    ThrottleRow,
    UploadRow,
    VersionRow,
)
from quizapp.work import answering, finishing, people, purging, starting
from quizapp.work.accounts import exporting, leaving, links, signing_in
from quizapp.work.accounts.signing_up import sign_up
from quizapp.work.accounts.throttling import Browser
from quizapp.work.loading import load
from quizapp.work.reviewing import asking, rating, studying

PASSWORD = "seven larch bridges"
HERE = Browser("a network", "Firefox, Linux", "mine")


@pytest.fixture
def ida(session: Session, folder: Callable[..., Any], ask: Callable[..., Any], now: datetime) -> Account:
    """A teacher of whom every table that can hold something holds something."""
    load(session, [folder({"people": [ask("cars"), ask("boats")]})], now)
    made = sign_up(session, "ida@school.example", "Ida Holm", PASSWORD, now, "teacher")
    assert made
    signing_in.sign_in(session, made.email, PASSWORD, HERE, now, keep=True, guest=None)
    with pytest.raises(Unreadable):
        signing_in.sign_in(session, made.email, "mistyped", HERE, now, keep=True, guest=None)
    links.reset(session, made.person_id, now, links.MAILED)
    links.invite(session, "learner", None, made.person_id, now)
    attempt(session, made.person_id, now)
    review(session, made.person_id, now)
    write(session, made.person_id, now)
    return made


def attempt(session: Session, person_id: int, now: datetime) -> None:
    found = starting.start(session, person_id, "people", "practice", f"once {person_id}", now, Random(1))
    answering.submit(session, person_id, found, 1, {"answer": ["false"]}, now)
    finishing.finish(session, person_id, found, now)


def review(session: Session, person_id: int, now: datetime) -> None:
    studying.study(session, person_id, "people", now, "Asia/Seoul")
    card = asking.today(session, person_id, now).cards[0].card
    rating.rate(session, person_id, rating.Answer(card.id, Rating.GOOD, now, "first"), now)
    session.add(DrillRow(person_id, None, "learn", "drill", {"round": 1}, now, now))
    session.add(UploadRow(person_id, "return", "deck.apkg", b"cards", now))
    session.commit()


def write(session: Session, person_id: int, now: datetime) -> None:
    article, question = session.scalars(select(ArticleRow)).one(), session.scalars(select(QuestionRow)).first()
    assert question
    article.owner_id = person_id
    for version in session.scalars(select(VersionRow)):
        version.made_by = person_id
    session.add_all([
        SetRightRow(question.set_id, person_id, "own", now),
        DraftRow(question.id, question.set_id, 1, 1, now, person_id),
        EditionRow(question.set_id, 99, {}, [], now, person_id),
        ArticleVersionRow(article.id, 99, {}, now, person_id),
        PasskeyRow(person_id, "credential", b"key", 0, "Phone", now),
    ])  # fmt: skip
    session.commit()


def pointing_at(session: Session, person_id: int) -> list[str]:
    """Every column of every table that names this person."""
    return sorted(
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "people"
        and session.scalar(select(func.count()).select_from(table).where(key.parent == person_id))
    )


def test_the_person_of_these_tests_is_everywhere(session: Session, ida: Account) -> None:
    """A new column that names people is to be filled above; then leaving has to deal with it."""
    every = [key for table in Base.metadata.tables.values() for key in table.foreign_keys]
    assert len(pointing_at(session, ida.person_id)) == sum(key.column.table.name == "people" for key in every)


def test_who_leaves_is_gone_from_every_table(session: Session, ida: Account, now: datetime) -> None:
    leaving.leave(session, ida.person_id, PASSWORD, now)
    assert pointing_at(session, ida.person_id) == []
    assert session.get(PersonRow, ida.person_id) is None
    of_people = (AccountRow, AttemptRow, SlotRow, AnswerRow, SignInRow, PasskeyRow, SetRightRow)
    for table in (*of_people, MemoryRow, ReviewRow, StudyRow, PlanRow, DrillRow, UploadRow):
        assert session.scalar(select(func.count()).select_from(table)) == 0, table


def test_links_that_were_sent_to_the_address_of_who_leaves_are_gone(
    session: Session, ida: Account, now: datetime
) -> None:
    links.invite(session, "learner", "tove@school.example", ida.person_id, now)
    # The invitation by which she came.
    session.add(OneTimeLinkRow("digest", "invitation", now, now, None, "teacher", ida.email, now))
    session.commit()
    leaving.leave(session, ida.person_id, PASSWORD, now)
    assert [email for email in session.scalars(select(OneTimeLinkRow.email)) if email] == ["tove@school.example"]


def test_what_others_learn_from_stays_without_a_name(session: Session, ida: Account, now: datetime) -> None:
    leaving.leave(session, ida.person_id, PASSWORD, now)
    assert session.scalars(select(SetRow.slug)).all() == ["people"]
    assert session.scalars(select(VersionRow.made_by)).all() == [None, None]
    assert session.scalars(select(ArticleRow.owner_id)).all() == [None]


def test_others_keep_all_that_is_theirs(session: Session, ida: Account, now: datetime) -> None:
    tove = sign_up(session, "tove@school.example", "Tove Lind", PASSWORD, now)
    assert tove
    attempt(session, tove.person_id, now)
    review(session, tove.person_id, now)
    signing_in.sign_in(session, tove.email, PASSWORD, HERE, now, keep=True, guest=None)
    before = exporting.export(session, tove.person_id, now)
    leaving.remove(session, ida.person_id)
    assert exporting.export(session, tove.person_id, now) == before
    assert before["attempts"][0]["questions"][0]["answers"]
    assert before["reviewing"]["cards"][0]["log"]


def test_nobody_leaves_by_a_wrong_password(session: Session, ida: Account, now: datetime) -> None:
    with pytest.raises(Unreadable):
        leaving.leave(session, ida.person_id, "guess", now)
    assert session.get(AccountRow, ida.person_id)


def test_the_file_holds_neither_name_nor_address_afterwards(sqlite: Engine, now: datetime) -> None:
    with Session(sqlite) as session:
        found = sign_up(session, "ida@school.example", "Ida Holm", PASSWORD, now)
        assert found
        leaving.leave(session, found.person_id, PASSWORD, now)
    with sqlite.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    file = Path(str(sqlite.url.database))
    kept = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    assert b"ida@school.example" not in kept
    assert b"Ida Holm" not in kept


def test_all_of_it_can_be_taken_home_as_json(session: Session, ida: Account, now: datetime) -> None:
    told = json.loads(json.dumps(exporting.export(session, ida.person_id, now)))
    assert told["account"] == {
        "name": "Ida Holm",
        "email": "ida@school.example",
        "role": "teacher",
        "created_at": now.isoformat(),
        "identity": None,
    }
    assert told["signed_in"] == [{"device": "Firefox, Linux", "since": now.isoformat(), "seen_at": now.isoformat()}]
    assert told["passkeys"] == [{"name": "Phone", "created_at": now.isoformat(), "used_at": None}]
    assert (told["sets"], told["articles"]) == ([{"set": "people", "right": "own"}], ["bridge"])
    (attempt,) = told["attempts"]
    assert (attempt["set"], attempt["mode"], attempt["score"], attempt["out_of"]) == ("people", "practice", "0", "2")
    (answer,) = attempt["questions"][0]["answers"]
    assert (answer["sent"], answer["mark"]["fraction"]) == ({"answer": ["false"]}, 0)
    assert attempt["questions"][1]["answers"] == []


def test_no_secret_is_taken_home(session: Session, ida: Account, now: datetime) -> None:
    told = json.dumps(exporting.export(session, ida.person_id, now))
    row = session.get_one(AccountRow, ida.person_id)
    digests = [*session.scalars(select(SignInRow.digest)), *session.scalars(select(OneTimeLinkRow.digest))]
    assert not [secret for secret in [str(row.password_hash), *digests, "credential"] if secret in told]


def test_an_export_costs_as_many_statements_whatever_is_in_it(
    session: Session, ida: Account, now: datetime, statements: list[str]
) -> None:
    counts = []
    for _ in range(2):
        session.expire_all()
        statements.clear()
        exporting.export(session, ida.person_id, now)
        counts.append(len(statements))
        for number in range(5):
            starting.start(session, ida.person_id, "people", "test", f"more {number}", now, Random(1))
    assert counts[0] == counts[1] < 25


def test_purging_takes_what_is_over_and_nothing_else(session: Session, ida: Account, now: datetime) -> None:
    assert purging.purge(session, now) == purging.Purged(0, 0, 0, 0, 0)
    counters = session.scalar(select(func.count()).select_from(ThrottleRow))
    assert counters
    assert purging.purge(session, now + timedelta(days=1, seconds=1)) == purging.Purged(0, 1, counters, 0, 1)
    assert purging.purge(session, now + timedelta(days=31)) == purging.Purged(1, 1, 0, 0, 0)


def test_a_guest_goes_with_the_cookie(session: Session, ida: Account, now: datetime) -> None:
    old, back = people.guest(session, None, now), people.guest(session, None, now)
    attempt(session, old.person_id, now)
    attempt(session, back.person_id, now + timedelta(days=300))
    assert purging.purge(session, now + timedelta(days=399)).guests == 0
    assert purging.purge(session, now + timedelta(days=401)).guests == 1
    assert people.known_guest(session, old.token) is None
    assert people.known_guest(session, back.token) == back.person_id
    assert session.get(PersonRow, ida.person_id)
