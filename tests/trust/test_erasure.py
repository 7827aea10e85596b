"""Who leaves takes all along and leaves no trace: looked for in every byte of the database, the folder and the log."""

from __future__ import annotations

import base64
import json
import logging
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, select

from quizapp import create_app
from quizapp.cli.load import load_folder
from quizapp.settings import Settings
from quizapp.store.base import Base
from quizapp.store.tables import AccountRow, DraftRow, EditionRow, SetRow, VersionRow
from quizapp.web.extensions import db
from quizapp.work import purging
from quizapp.work.copying.backing_up import Occasion, back_up

from .marked import PASSWORD, Marks, Person, learn, live

Log = Callable[[], str]


@pytest.fixture
def log(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Log:
    """`log()`: every word that the site wrote since its start, and every word that it would write at DEBUG."""
    caplog.set_level(logging.DEBUG)

    def written() -> str:
        records = [*caplog.get_records("setup"), *caplog.get_records("call")]
        assert records
        return "\n".join([*capfd.readouterr(), *(record.getMessage() for record in records)])

    return written


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, tmp_path: Path, log: Log) -> Iterator[Flask]:
    folder = tmp_path / "instance"
    url = f"sqlite:///{folder / 'quizapp.sqlite3'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("new_postgresql_url")()
    made = create_app(Settings(instance=folder, database_url=url, sign_up="open", log="json"))
    with made.app_context():
        load_folder(Path(__file__).parent.parent / "library")
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def marks() -> Marks:
    return Marks()


@pytest.fixture
def person(app: Flask, marks: Marks) -> Person:
    """A teacher who has learned, reviewed, written and uploaded, with a mark in all of it."""
    found = Person(app, marks)
    live(found)
    return found


def stored(app: Flask, folder: Path) -> Iterator[tuple[str, bytes]]:
    """All that the site has, a part at a time: its database as rows and as files, and all else in its folder."""
    with app.app_context():
        db.session.remove()
        url = str(app.config["SQLALCHEMY_DATABASE_URI"])
        if db.engine.dialect.name == "sqlite":
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    back_up(url, folder.parent / "look.zip", Occasion(datetime.now(UTC), "0.1.0"), lambda *_: None)
    with zipfile.ZipFile(folder.parent / "look.zip") as dump:
        yield from ((name, dump.read(name)) for name in dump.namelist())
    (folder.parent / "look.zip").unlink()
    yield from files_in(app)
    yield from ((path.name, path.read_bytes()) for path in folder.rglob("*") if path.is_file())


def files_in(app: Flask) -> Iterator[tuple[str, bytes]]:
    """What is bytes in the database, which its dump holds in another writing."""
    with app.app_context():
        for table in Base.metadata.tables.values():
            for column in (each for each in table.columns if isinstance(each.type, LargeBinary)):
                yield from ((str(column), data) for data in db.session.scalars(select(column)))


#: Nobody keeps these even while the account is there.
NEVER_KEPT = {
    "device",
    "first address",
    "address of nothing",
    "searched for",
    "no address",
    "a guess",
    "without a token",
}


def test_all_that_was_typed_is_in_the_export(person: Person, marks: Marks) -> None:
    taken = person.get("/account/export").text
    told = json.loads(taken)
    files = [base64.b64decode(each["base64"]) for each in [*told["uploads"], *told["written"]["pictures"]]]
    assert len(files) == 3
    assert set(marks.made) - marks.in_text(taken + str(files)) == NEVER_KEPT
    assert all(question["flagged"] for attempt in told["attempts"] for question in attempt["questions"])
    assert any(card["log"] for card in told["reviewing"]["cards"])
    assert told["reviewing"]["drills"]


def test_who_leaves_leaves_no_trace(app: Flask, person: Person, marks: Marks, tmp_path: Path, log: Log) -> None:
    kept = [marks.in_text(data.decode(errors="replace")) for _, data in stored(app, tmp_path / "instance")]
    assert set().union(*kept) == set(marks.made) - NEVER_KEPT, "what is looked for can be found"
    assert person.post("account.leave", {"password": PASSWORD}, "/account").status_code == 303
    published = tuple(what for what in marks.made if what.startswith("published: "))
    for name, data in stored(app, tmp_path / "instance"):
        assert marks.in_text(data.decode(errors="replace"), published) == set(), name
        assert PASSWORD.encode() not in data
    told = log()
    assert '"route": "/sets/<slug>"' in told
    assert marks.in_text(told) == set()
    assert PASSWORD not in told
    with app.app_context():
        assert db.session.scalars(select(AccountRow)).all() == []
        for made in (VersionRow, EditionRow):
            assert set(db.session.scalars(select(made.made_by))) == {None}
        assert db.session.scalars(select(DraftRow)).all() == []


def test_what_was_published_stays_as_it_was_for_who_learns_with_it(app: Flask, person: Person, marks: Marks) -> None:
    with app.app_context():
        slug = db.session.scalars(select(SetRow.slug).where(SetRow.slug.contains(marks.made["published: set"]))).one()
    before = app.test_client().get(f"/sets/{slug}")
    assert before.status_code == 200
    person.post("account.leave", {"password": PASSWORD}, "/account")
    after = app.test_client().get(f"/sets/{slug}")
    assert after.status_code == 200
    assert marks.in_text(after.text) == marks.in_text(before.text)


def test_a_guest_is_forgotten_as_thoroughly(app: Flask, marks: Marks, tmp_path: Path, log: Log) -> None:
    guest = Person(app, marks)
    learn(guest)
    del marks.made["device"]
    assert set().union(
        *(marks.in_text(data.decode(errors="replace")) for _, data in stored(app, tmp_path / "instance"))
    ) == set(marks.made)
    with app.app_context():
        gone = purging.purge(db.session(), datetime.now(UTC) + purging.GUESTS_KEPT + purging.UPLOADS_KEPT)
        assert gone.guests == 1
    for name, data in stored(app, tmp_path / "instance"):
        assert marks.in_text(data.decode(errors="replace")) == set(), name
    assert marks.in_text(log()) == set()
