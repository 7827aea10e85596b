"""However it ends: what comes back from Anki is taken over whole or not at all, and once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from quizapp.core.memory.memory import Rating
from quizapp.store.tables import MemoryRow, ReviewRow, StudyRow
from quizapp.work import people
from quizapp.work.reviewing import rating, taking_back

from .conftest import Desk
from .in_anki import Anki, bring, log, names, take

Study = Callable[..., Desk]
Ask = Callable[..., dict[str, Any]]
CARDS = 12
#: Takes over, and is gone at the statement that begins with the last argument, as in a power cut.
KILLED = """
import os, sys
from datetime import datetime
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session
from quizapp.store import engine as opening
from quizapp.work.reviewing import taking_back

url, person_id, stamp, at, last, slugs = sys.argv[1:]
engine = create_engine(url, **opening.options(url))
opening.prepare(engine)

def end(_connection, _cursor, statement, *_):
    if statement.startswith(last):
        os._exit(9)

event.listen(engine, "before_cursor_execute", end)
if last == "COMMIT":
    event.listen(engine, "commit", lambda _: os._exit(9))
with Session(engine) as session:
    taking_back.take(session, int(person_id), stamp, slugs.split(), datetime.fromisoformat(at))
"""


def killed(engine: Engine, desk: Desk, stamp: str, last: str, slugs: str = "") -> int:
    url = engine.url.render_as_string(hide_password=False)
    words = [sys.executable, "-c", KILLED, url, str(desk.person_id), stamp, desk.at.isoformat(), last, slugs]
    return subprocess.run(words, check=False, timeout=60).returncode


def states(desk: Desk) -> list[tuple[str, Any, int]]:
    return [(row.state, row.due, row.reps) for row in desk.memories()]


@pytest.fixture
def desk(study: Study, ask: Ask) -> Desk:
    """Some cards are learnt; all others are new."""
    found = study(*(ask(f"q{number:02}") for number in range(CARDS)))
    for _ in range(4):
        found.rate(Rating.EASY)
    found.later(days=20)
    return found


@pytest.fixture
def package(desk: Desk) -> bytes:
    """Every card was studied in Anki."""
    anki = Anki(desk).import_all()
    for name in names(desk):
        anki.study(name)
    return anki.export()


@pytest.mark.parametrize("last", ["UPDATE memories", "INSERT INTO reviews", "COMMIT"])
def test_killed_in_the_middle_nothing_is_half_done_and_it_can_be_done_again(
    engine: Engine, desk: Desk, package: bytes, last: str
) -> None:
    before, lines = states(desk), log(desk)
    stamp = bring(desk, package).stamp
    desk.session.rollback()
    assert killed(engine, desk, stamp, last) == 9
    assert (states(desk), log(desk)) == (before, lines)
    again = taking_back.look(desk.session, desk.person_id, desk.at)
    assert again
    assert again.reviews == CARDS
    assert taking_back.take(desk.session, desk.person_id, stamp, (), desk.at).reviews == CARDS
    assert len(log(desk)) == len(lines) + CARDS


def test_killed_while_a_set_is_begun_nothing_is_begun(engine: Engine, desk: Desk, package: bytes) -> None:
    desk.person_id = people.guest(desk.session, None, desk.at).person_id
    stamp = bring(desk, package).stamp
    desk.session.rollback()
    assert killed(engine, desk, stamp, "INSERT INTO reviews", "people") == 9
    own = select(func.count()).select_from(StudyRow).where(StudyRow.person_id == desk.person_id)
    assert desk.session.scalar(own) == 0
    done = taking_back.take(desk.session, desk.person_id, stamp, ["people"], desk.at)
    assert (done.begun, done.reviews) == (1, CARDS + 4)


@pytest.mark.parametrize("begun", [True, False], ids=["reviewed here", "begun with it"])
def test_in_many_tabs_at_once_it_is_taken_once(engine: Engine, desk: Desk, package: bytes, begun: bool) -> None:
    if not begun:
        desk.person_id = people.guest(desk.session, None, desk.at).person_id
    before = len(log(desk))
    stamp = bring(desk, package).stamp
    desk.session.rollback()

    def one(_: int) -> int:
        with Session(engine) as session:
            return taking_back.take(session, desk.person_id, stamp, ["people"], desk.at).reviews

    with ThreadPoolExecutor(6) as threads:
        taken = list(threads.map(one, range(6)))
    expected = CARDS if begun else CARDS + 4
    assert sorted(taken) == [0] * 5 + [expected]
    assert len(log(desk)) == before + expected
    own = select(func.count()).select_from(MemoryRow).where(MemoryRow.person_id == desk.person_id)
    assert desk.session.scalar(own) == CARDS


def test_who_rates_meanwhile_loses_no_review(engine: Engine, desk: Desk, package: bytes) -> None:
    ids = [row.id for row in desk.memories()]
    before = len(log(desk))
    stamp = bring(desk, package).stamp
    desk.session.rollback()
    desk.later(hours=1)

    def one(number: int) -> None:
        with Session(engine) as session:
            if number == 3:
                taking_back.take(session, desk.person_id, stamp, (), desk.at)
            else:
                answer = rating.Answer(ids[number], Rating.GOOD, desk.at, f"meanwhile-{number}")
                rating.rate(session, desk.person_id, answer, desk.at)

    with ThreadPoolExecutor(CARDS) as threads:
        list(threads.map(one, range(CARDS)))
    assert len(log(desk)) == before + CARDS + CARDS - 1
    standing = select(ReviewRow.memory_id, func.count()).group_by(ReviewRow.memory_id)
    counted = {row.memory_id: row[1] for row in desk.session.execute(standing)}
    assert {row.id: row.reps for row in desk.memories()} == counted


def test_uploaded_twice_before_it_is_taken_it_is_taken_once(desk: Desk, package: bytes) -> None:
    first, second = bring(desk, package), bring(desk, package)
    assert first.stamp == second.stamp
    assert take(desk, package).reviews == CARDS
    assert taking_back.take(desk.session, desk.person_id, first.stamp, (), desk.at).is_nothing_new
