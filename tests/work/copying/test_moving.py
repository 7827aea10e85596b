"""A site moves from SQLite to PostgreSQL and back, whole, and what it leaves is untouched."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import text

from quizapp.core.sentences import Refusal
from quizapp.store import schema
from quizapp.work.copying.moving import move

from .conftest import ROWS, filled, opened, rows, silent


@pytest.fixture
def other(source: str, new_url: Callable[[str], str]) -> str:
    """An empty database of the other sort."""
    return new_url("postgresql" if source.startswith("sqlite") else "sqlite")


def test_every_row_goes_over_and_stays(source: str, other: str) -> None:
    before = rows(source)
    sums = move(source, other, silent)
    assert rows(other) == before == rows(source)
    assert {name: each.rows for name, each in sums.items()} == dict.fromkeys(before, ROWS)


def test_there_and_back_changes_nothing(source: str, other: str, new_url: Callable[[str], str]) -> None:
    back = new_url("sqlite" if source.startswith("sqlite") else "postgresql")
    assert move(source, other, silent) == move(other, back, silent)
    assert rows(back) == rows(source)


def test_ids_go_on_after_the_last_one(source: str, other: str) -> None:
    move(source, other, silent)
    with opened(other) as engine:
        schema.prepare(engine)
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO waved_away (article_id, key) VALUES (1, 'new')"))
            connection.execute(
                text(
                    "INSERT INTO passkeys (person_id, credential_id, public_key, sign_count, name, created_at) "
                    "VALUES (1, 'new', '', 0, '', '2024-03-01 12:00:00')"
                )
            )
            assert connection.scalar(text("SELECT max(id) FROM passkeys")) == ROWS + 1


def test_a_target_with_rows_is_refused_and_left_alone(source: str, other: str) -> None:
    filled(other)
    before = rows(other)
    with pytest.raises(Refusal, match="is not empty"):
        move(source, other, silent)
    assert rows(other) == before


def test_a_move_that_breaks_off_leaves_the_target_empty(source: str, other: str) -> None:
    def pull_the_plug(done: int, of: int) -> None:
        if done > of - 3:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        move(source, other, pull_the_plug)
    if other.startswith("sqlite"):
        assert [path.name for path in Path(other.removeprefix("sqlite:///")).parent.iterdir()] == [
            "quizapp.sqlite3.lock"
        ]
    else:
        with opened(other) as engine, engine.connect() as connection:
            assert engine.dialect.get_table_names(connection) == []
    move(source, other, silent)


#: A connection at rest, as the pool of a site without visitors has.
HOLD = """
import sys
from sqlalchemy import text
from quizapp.store.copying.places import opened
with opened(sys.argv[1]) as engine, engine.connect() as connection:
    connection.execute(text("SELECT 1"))
    connection.rollback()
    print("open", flush=True)
    sys.stdin.read()
"""


def test_a_site_that_runs_is_not_left_behind(source: str, other: str) -> None:
    words = [sys.executable, "-c", HOLD, source]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as site:
        assert site.stdout
        assert site.stdout.readline() == b"open\n"
        with pytest.raises(Refusal, match=r"Stop (it|the site), then try again"):
            move(source, other, silent)
        site.communicate()
    move(source, other, silent)
    assert rows(other) == rows(source)


def test_the_file_that_is_left_has_the_same_bytes(new_url: Callable[[str], str]) -> None:
    source = filled(new_url("sqlite"))
    with opened(source) as engine, engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    file = Path(source.removeprefix("sqlite:///"))
    before = sha256(file.read_bytes()).digest()
    move(source, new_url("postgresql"), silent)
    assert sha256(file.read_bytes()).digest() == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE sets SET source = 'a' || char(0) WHERE id = 5", "does not take a row of sets: .* NUL"),
        ("UPDATE accounts SET role = '123456789 123456789 1'", "does not take a row of accounts: value too long"),
        ("UPDATE reviews SET took = 2147483648 WHERE id = 7", "does not take a row of reviews: value .* out of range"),
    ],
)
def test_what_postgresql_can_not_hold_is_told_with_its_table(
    new_url: Callable[[str], str], change: str, said: str
) -> None:
    source, target = filled(new_url("sqlite")), new_url("postgresql")
    with opened(source) as engine, engine.begin() as connection:
        connection.exec_driver_sql(change)
    with pytest.raises(Refusal, match=f"PostgreSQL {said}"):
        move(source, target, silent)
    with opened(target) as engine, engine.connect() as connection:
        assert engine.dialect.get_table_names(connection) == []


def test_a_site_does_not_move_onto_itself(source: str) -> None:
    before = rows(source)
    with pytest.raises(Refusal, match="is where the site is already"):
        move(source, source, silent)
    assert rows(source) == before


@pytest.mark.parametrize("target", ["mysql://someone@127.0.0.1/none", "nonsense", "sqlite://"])
def test_an_address_of_nothing_is_told(new_url: Callable[[str], str], target: str) -> None:
    with pytest.raises(Refusal, match="The site moves to an address that begins with postgresql:// or"):
        move(new_url("sqlite"), target, silent)
