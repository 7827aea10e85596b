"""What was backed up comes back, on either database, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from quizapp.core.sentences import Refusal
from quizapp.store import schema
from quizapp.store.base import Base
from quizapp.store.copying import layout
from quizapp.work.copying import restoring

from .conftest import ROWS, filled, opened, rows, silent


def restore(path: Path, url: str, *, replace: bool = False) -> None:
    with restoring.checked(path) as backup:
        restoring.restore(url, backup, silent, replace=replace)


def test_every_row_comes_back_as_it_was(source: str, target: str, backup: Callable[..., Path]) -> None:
    restore(backup(source), target)
    before = rows(source)
    assert set(before) == set(Base.metadata.tables)
    assert all(len(of_table) == ROWS for of_table in before.values())
    assert rows(target) == before


def test_a_restored_database_backs_up_to_the_same_sums(source: str, target: str, backup: Callable[..., Path]) -> None:
    first = backup(source)
    restore(first, target)
    with restoring.checked(first) as one, restoring.checked(backup(target)) as two:
        assert one.manifest.tables == two.manifest.tables


def test_ids_go_on_after_the_last_one(source: str, target: str, backup: Callable[..., Path]) -> None:
    restore(backup(source), target)
    with opened(target) as engine, engine.begin() as connection:
        connection.execute(
            text("INSERT INTO people (created_at, seen_at) VALUES ('2024-03-01 12:00:00', '2024-03-01 12:00:00')")
        )
        assert connection.scalar(text("SELECT max(id) FROM people")) == ROWS + 1


def test_the_site_starts_on_it(source: str, target: str, backup: Callable[..., Path]) -> None:
    restore(backup(source), target)
    with opened(target) as engine:
        schema.prepare(engine)
    assert rows(target) == rows(source)


def test_what_is_there_is_not_replaced_unasked(
    source: str, new_url: Callable[[str], str], backup: Callable[..., Path]
) -> None:
    path, other = backup(source), filled(new_url("sqlite" if source.startswith("sqlite") else "postgresql"))
    change(other)
    before = rows(other)
    with pytest.raises(Refusal, match=rf"is not empty: {ROWS * len(before)} rows.*--replace"):
        restore(path, other)
    assert rows(other) == before
    restore(path, other, replace=True)
    assert rows(other) == rows(source) != before


def change(url: str) -> None:
    with opened(url) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE accounts SET name = 'Tove'"))


def test_tables_without_a_row_are_as_good_as_none(source: str, target: str, backup: Callable[..., Path]) -> None:
    with opened(target) as engine:
        schema.prepare(engine)
    restore(backup(source), target)
    assert rows(target) == rows(source)


@pytest.mark.parametrize("after", [1, 60, ROWS * len(Base.metadata.tables)])
def test_a_restore_that_breaks_off_changes_nothing(target: str, backup: Callable[..., Path], after: int) -> None:
    path = backup(filled(target))
    change(target)
    before = rows(target)

    def pull_the_plug(done: int, _: int) -> None:
        if done >= after:
            raise ZeroDivisionError

    with restoring.checked(path) as found, pytest.raises(ZeroDivisionError):
        restoring.restore(target, found, pull_the_plug, replace=True)
    assert rows(target) == before


def test_nothing_is_left_beside_the_file(new_url: Callable[[str], str], backup: Callable[..., Path]) -> None:
    url = filled(new_url("sqlite"))
    restore(backup(url), url, replace=True)
    folder = Path(url.removeprefix("sqlite:///")).parent
    assert {path.name for path in folder.iterdir()} == {"quizapp.sqlite3", "quizapp.sqlite3.lock"}


def test_a_backup_of_an_older_schema_is_brought_up_to_date(
    target: str, new_url: Callable[[str], str], backup: Callable[..., Path]
) -> None:
    old = new_url("sqlite")
    with opened(old) as engine, engine.connect() as connection:
        schema.upgrade(connection, "0001")
        at = "'2023-01-01 10:00:00.000000'"
        connection.execute(
            text(f"INSERT INTO people (id, guest_digest, created_at, seen_at) VALUES (5, 'd', {at}, {at})")
        )
        connection.commit()
    path = backup(old)
    with opened(old) as engine, engine.connect() as connection:
        assert layout.revision_of(connection) == "0001", "who backs up changes nothing"
    restore(path, target)
    with opened(target) as engine, engine.connect() as connection:
        assert layout.revision_of(connection) == layout.newest()
        assert connection.execute(text("SELECT id, guest_digest FROM people")).all() == [(5, "d")]


def test_while_someone_has_the_file_open_it_is_not_replaced(
    new_url: Callable[[str], str], backup: Callable[..., Path]
) -> None:
    url = filled(new_url("sqlite"))
    path = backup(url)
    with opened(url) as engine:
        # A connection at rest in the pool, as a site without visitors has.
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        with pytest.raises(Refusal, match=r"A site runs on .*Stop it"):
            restore(path, url, replace=True)
    restore(path, url, replace=True)


@pytest.mark.parametrize("damage", ["head", "all"])
def test_a_database_that_can_not_be_read_is_put_aside(
    new_url: Callable[[str], str], backup: Callable[..., Path], damage: str
) -> None:
    url = filled(new_url("sqlite"))
    before, path, file = rows(url), backup(url), Path(url.removeprefix("sqlite:///"))
    damaged = b"X" * 200 + (file.read_bytes()[200:] if damage == "head" else b"")
    file.write_bytes(damaged)
    with pytest.raises(Refusal, match="can't be used: file is not a database"):
        restore(path, url)
    restore(path, url, replace=True)
    assert rows(url) == before
    assert file.with_name("quizapp.sqlite3.damaged").read_bytes() == damaged
