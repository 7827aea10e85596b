"""A backup is of one moment, whole, for its owner alone, or there is none."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from quizapp.core.sentences import Refusal
from quizapp.store import schema
from quizapp.store.base import Base
from quizapp.store.copying import layout
from quizapp.work.copying import restoring
from quizapp.work.copying.backing_up import Occasion, back_up

from .conftest import NOW, ROWS, filled, opened, rows, silent


def test_who_writes_meanwhile_does_not_wait_and_comes_into_the_next_one(source: str, tmp_path: Path) -> None:
    before, written = rows(source), []

    with opened(source) as engine:

        def write(done: int, _: int) -> None:
            with engine.begin() as connection:
                connection.execute(text(f"UPDATE reviews SET took = {done}"))
                connection.execute(text("UPDATE accounts SET name = 'Tove'"))
            written.append(done)

        back_up(source, tmp_path / "one.zip", Occasion(NOW, "0.1.0"), write)
    assert len(written) >= len(before)
    with restoring.checked(tmp_path / "one.zip") as backup:
        restoring.restore(f"sqlite:///{tmp_path / 'restored.sqlite3'}", backup, silent, replace=False)
    assert rows(f"sqlite:///{tmp_path / 'restored.sqlite3'}") == before
    assert rows(source) != before


def test_every_table_is_in_it_with_its_rows(source: str, backup: Callable[..., Path]) -> None:
    with zipfile.ZipFile(backup(source)) as packed:
        told = json.loads(packed.read("manifest.json"))
        for name in Base.metadata.tables:
            lines = packed.read(f"tables/{name}.jsonl").splitlines()
            assert [len(json.loads(line)) for line in lines] == [len(told["columns"][name])] * ROWS
            assert told["tables"][name]["rows"] == ROWS
    assert set(told["tables"]) == set(told["columns"]) == set(Base.metadata.tables)
    assert (told["program"], told["revision"]) == ("0.1.0", layout.newest())


def test_the_tables_that_migrations_make_are_those_of_the_models() -> None:
    found = {table.name: table for table in layout.layout(layout.newest())}
    assert set(found) == set(Base.metadata.tables)
    for name, table in Base.metadata.tables.items():
        assert set(found[name].names) == set(table.columns.keys())
        assert found[name].key == tuple(column.name for column in table.primary_key)


def test_both_databases_give_the_same_lines(new_url: Callable[[str], str], backup: Callable[..., Path]) -> None:
    paths = [backup(filled(new_url(sort))) for sort in ("sqlite", "postgresql")]
    with restoring.checked(paths[0]) as one, restoring.checked(paths[1]) as other:
        assert one.manifest.tables == other.manifest.tables


def test_it_is_for_its_owner_alone(source: str, backup: Callable[..., Path]) -> None:
    path = backup(source)
    assert path.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(path) as packed:
        assert {member.external_attr >> 16 for member in packed.infolist()} == {0o600}


def test_the_secret_key_is_in_it_only_where_it_was_asked_for(source: str, backup: Callable[..., Path]) -> None:
    for key in (None, "k" * 40):
        with restoring.checked(backup(source, key)) as found:
            assert found.key == key


def test_a_file_that_is_there_is_not_overwritten(source: str, tmp_path: Path) -> None:
    path = tmp_path / "old.zip"
    path.write_bytes(b"an older backup")
    with pytest.raises(Refusal, match="is there already"):
        back_up(source, path, Occasion(NOW, "0.1.0"), silent)
    assert path.read_bytes() == b"an older backup"


def test_one_that_breaks_off_leaves_no_file(source: str, tmp_path: Path) -> None:
    def pull_the_plug(done: int, _: int) -> None:
        if done >= 50:
            raise ZeroDivisionError

    folder = tmp_path / "backups"
    folder.mkdir()
    with pytest.raises(ZeroDivisionError):
        back_up(source, folder / "one.zip", Occasion(NOW, "0.1.0"), pull_the_plug)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("place", ["no/such/folder/one.zip", "a-file/one.zip"])
def test_a_place_where_no_file_can_be_is_told(new_url: Callable[[str], str], tmp_path: Path, place: str) -> None:
    (tmp_path / "a-file").touch()
    with pytest.raises(Refusal, match="can't be written"):
        back_up(filled(new_url("sqlite")), tmp_path / place, Occasion(NOW, "0.1.0"), silent)


def test_a_database_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="There is no database"):
        back_up(f"sqlite:///{tmp_path / 'none.sqlite3'}", tmp_path / "one.zip", Occasion(NOW, "0.1.0"), silent)
    assert list(tmp_path.iterdir()) == []


def test_a_database_of_something_else_is_told(target: str, tmp_path: Path) -> None:
    with opened(target) as engine, engine.begin() as connection:
        connection.execute(text("CREATE TABLE recipes (id INTEGER)"))
    with pytest.raises(Refusal, match="is no database of quizapp"):
        back_up(target, tmp_path / "one.zip", Occasion(NOW, "0.1.0"), silent)


def test_a_damaged_database_gives_no_backup(new_url: Callable[[str], str], tmp_path: Path) -> None:
    url = filled(new_url("sqlite"))
    with opened(url) as engine, engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        page = connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'ix_memories_due'"
        ).scalar_one()
    file = Path(url.removeprefix("sqlite:///"))
    whole = file.read_bytes()
    # An index, which reading the rows would never look at.
    file.write_bytes(whole[: (page - 1) * 4096 + 8] + b"\xff" * 40 + whole[(page - 1) * 4096 + 48 :])
    with pytest.raises(Refusal, match=r"is damaged: .*restore the last backup|can't be used"):
        back_up(url, tmp_path / "one.zip", Occasion(NOW, "0.1.0"), silent)
    assert not (tmp_path / "one.zip").exists()


def test_reading_while_a_disk_writes_something_else_is_noticed(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is compared is the file on the disk, not what was meant to be written."""

    def worn_out(self: Path, mode: str = "r", *rest: object, **more: object) -> object:
        if mode == "wb":
            shutil.copy(tmp_path / "first.zip", self)
            return opening(tmp_path / "elsewhere.zip", mode)
        return opening(self, mode, *rest, **more)

    back_up(source, tmp_path / "first.zip", Occasion(NOW, "0.1.0"), silent)
    with opened(source) as engine:
        schema.prepare(engine)
        with engine.begin() as connection:
            connection.execute(text("UPDATE accounts SET name = 'Tove'"))
    opening = Path.open
    monkeypatch.setattr(Path, "open", worn_out)
    with pytest.raises(Refusal, match="not what was written"):
        back_up(source, tmp_path / "second.zip", Occasion(NOW, "0.1.0"), silent)
    assert not (tmp_path / "second.zip").exists()
