"""Which tables and columns there are at a step of the schema: what the migrations make of an empty database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from alembic import command
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
)

from quizapp.core.sentences import Refusal, say
from quizapp.store import schema
from quizapp.store.revisions import MIGRATIONS

Sort = Literal["text", "integer", "float", "boolean", "moment", "date", "json", "bytes"]
#: The first that fits.
_SORTS: tuple[tuple[type, Sort], ...] = (
    (JSON, "json"),
    (Boolean, "boolean"),
    (DateTime, "moment"),
    (Date, "date"),
    (LargeBinary, "bytes"),
    (Integer, "integer"),
    (Float, "float"),
    (String, "text"),
)


@dataclass(frozen=True)
class TableLayout:
    """A table: its columns in order, each with its sort; the key by which its rows are put in order."""

    name: str
    columns: tuple[tuple[str, Sort], ...]
    key: tuple[str, ...]
    #: Whether the database counts the rows by itself.
    counted: bool

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.columns)

    @property
    def heavy(self) -> bool:
        """Its rows may hold files."""
        return any(sort == "bytes" for _, sort in self.columns)


def layout(revision: str) -> Sequence[TableLayout]:
    """The tables at this step, each after those that it points to. Raises `Refusal` for a step not known here."""
    return _made(MIGRATIONS, known(revision))


@cache
def _made(migrations: Path, revision: str) -> Sequence[TableLayout]:
    metadata, engine = MetaData(), create_engine("sqlite://")
    with engine.connect() as connection:
        command.upgrade(schema.configuration(connection, migrations), revision)
        metadata.reflect(connection)
    engine.dispose()
    return tuple(_described(table) for table in metadata.sorted_tables if table.name != "alembic_version")


def known(revision: str) -> str:
    """The revision; raises `Refusal` for one of a newer quizapp."""
    try:
        ScriptDirectory(str(MIGRATIONS)).get_revision(revision)
    except CommandError as error:
        raise Refusal(
            say("This database or backup was made by a newer quizapp. Install that version or a later one.")
        ) from error
    return revision


def newest() -> str:
    """The step at which this quizapp works."""
    return str(ScriptDirectory(str(MIGRATIONS)).get_current_head())


def revision_of(connection: Connection) -> str | None:
    """At which step a database is; None where there is none of quizapp's."""
    return MigrationContext.configure(connection).get_current_revision()


def _described(table: Table) -> TableLayout:
    key = tuple(column.name for column in table.primary_key)
    columns = tuple((column.name, _sort(column.type)) for column in table.columns)
    counted = len(key) == 1 and dict(columns)[key[0]] == "integer" and not table.columns[key[0]].foreign_keys
    return TableLayout(table.name, columns, key, counted)


def _sort(of: object) -> Sort:
    return next(sort for kind, sort in _SORTS if isinstance(of, kind))
