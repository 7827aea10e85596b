"""The schema: made, upgraded whole or not at all, equal to the models; and sentences for what can't be opened."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.orm import Session

import quizapp.store.tables
from quizapp.core.sentences import Refusal
from quizapp.store import schema
from quizapp.store.base import Base
from quizapp.store.tables import ArticleRow, AttemptRow, PersonRow, SetRow

from .conftest import opened

TABLES = set(Base.metadata.tables)


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        return list(compare_metadata(context, Base.metadata))


def test_up_down_and_up_again_ends_where_the_models_are(engine: Engine) -> None:
    schema.prepare(engine)
    assert tables(engine) == TABLES
    assert differences(engine) == []
    with engine.connect() as connection:
        command.downgrade(schema.configuration(connection), "base")
        connection.commit()
    assert tables(engine) == set()
    schema.prepare(engine)
    assert tables(engine) == TABLES
    assert differences(engine) == []


def test_a_difference_between_tables_and_models_would_be_found(engine: Engine) -> None:
    schema.prepare(engine)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE people ADD COLUMN nickname VARCHAR(10)"))
    assert len(differences(engine)) == 1


def test_a_second_start_changes_nothing(engine: Engine) -> None:
    schema.prepare(engine)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO people (created_at, seen_at) VALUES ('2024-03-01', '2024-03-01')"))
    schema.prepare(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM people")) == 1


def test_four_first_starts_at_once_make_one_schema(url: str) -> None:
    engines = [opened(url) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(schema.prepare, engines))
    assert tables(engines[0]) == TABLES
    for engine in engines:
        engine.dispose()


@pytest.fixture
def migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`migrations(body)`: from here on there is one more migration, whose upgrade does this."""
    newest = ScriptDirectory(str(schema.MIGRATIONS)).get_current_head()

    def add(body: str) -> None:
        shutil.copytree(schema.MIGRATIONS, tmp_path / "migrations")
        (tmp_path / "migrations/versions/9000_one_more.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n"
            f"revision, down_revision, branch_labels, depends_on = '9000', '{newest}', None, None\n"
            f"def upgrade():\n    {body}\n"
        )
        monkeypatch.setattr(schema, "MIGRATIONS", tmp_path / "migrations")

    return add


@pytest.mark.parametrize("before", [True, False], ids=["from the first", "from nothing"])
def test_a_migration_that_breaks_leaves_nothing_behind(
    engine: Engine, migrations: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    if before:
        schema.prepare(engine)
    with monkeypatch.context():
        migrations("op.create_table('half', sa.Column('id', sa.Integer())); raise ZeroDivisionError")
        with pytest.raises(ZeroDivisionError):
            schema.prepare(engine)
    assert tables(engine) == (TABLES if before else set())
    monkeypatch.undo()
    schema.prepare(engine)
    assert tables(engine) == TABLES


def test_a_table_that_is_made_anew_keeps_its_rows_and_what_points_to_them(
    engine: Engine, migrations: Callable[[str], None]
) -> None:
    schema.prepare(engine)
    at = datetime(2024, 3, 1, tzinfo=UTC)
    with Session(engine) as session:
        person = PersonRow("digest", at, at)
        session.add(person)
        session.flush()
        article = ArticleRow("a", "t", date(2024, 3, 1), {}, "d")
        session.add(article)
        session.flush()
        asked = SetRow(article.id, "s", "t", 0, {}, "", "d", at)
        session.add(asked)
        session.flush()
        session.add(AttemptRow(person.id, asked.id, "once", "test", at))
        session.commit()
    migrations(
        "with op.batch_alter_table('people', recreate='auto') as people:\n"
        "        people.alter_column('guest_digest', type_=sa.String(70))"
    )
    schema.prepare(engine)
    with Session(engine) as session:
        row = session.query(AttemptRow).one()
        assert session.get_one(PersonRow, row.person_id).guest_digest == "digest"
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def test_a_database_of_a_newer_quizapp_is_refused_and_left_alone(engine: Engine) -> None:
    schema.prepare(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refusal, match=r"was made by a newer quizapp\. Install that version, or restore a backup"):
        schema.prepare(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


@pytest.mark.parametrize("size", [1, 100, 5000, 100_000])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, size: int) -> None:
    file = tmp_path / "quizapp.sqlite3"
    file.write_bytes(b"no database at all. " * size)
    engine = opened(f"sqlite:///{file}")
    with pytest.raises(Refusal, match=r"is damaged or no database of quizapp.*Put a copy of it aside") as refused:
        schema.prepare(engine)
    assert str(file) in str(refused.value)
    assert file.read_bytes() == b"no database at all. " * size
    engine.dispose()


def test_a_database_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "quizapp.sqlite3"
    engine = opened(f"sqlite:///{file}")
    schema.prepare(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    file.write_bytes(file.read_bytes()[:4096])
    with pytest.raises(Refusal, match="is damaged or no database of quizapp"):
        schema.prepare(engine)
    engine.dispose()


@pytest.mark.parametrize("name", ["no-folder/q.sqlite3", "a-file/q.sqlite3", "folder"])
def test_a_place_where_no_database_can_be_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "a-file").touch()
    engine = opened(f"sqlite:///{tmp_path / name}")
    with pytest.raises(Refusal, match=r"can't be (written|opened)"):
        schema.prepare(engine)
    engine.dispose()


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    engine = opened("postgresql://someone:a-secret@127.0.0.1:1/none")
    with pytest.raises(Refusal, match=r"The database postgresql://someone:\*\*\*@127\.0\.0\.1:1/none can't be opened"):
        schema.prepare(engine)
    engine.dispose()


def test_the_models_stand_in_one_room() -> None:
    room = f"{quizapp.store.tables.__name__}."
    modules = [mapper.class_.__module__ for mapper in Base.registry.mappers]
    assert modules
    assert [module for module in modules if not module.startswith(room)] == []
