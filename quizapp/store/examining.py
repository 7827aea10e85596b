"""A database looked at from outside, without changing anything: its schema, its soundness, its clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, func, inspect, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError

from quizapp.store import engine as opening
from quizapp.store import revisions
from quizapp.store.revisions import MIGRATIONS
from quizapp.store.tables import AnswerRow, AttemptRow, PersonRow

#: Of that many rows it is told what is wrong with them.
MOST_TOLD = 3


class Away(Exception):
    """The database can't be read; the text says why, and holds no secret."""


@dataclass(frozen=True)
class State:
    """What was found in a database."""

    #: The migrations that it has had, and those of them that this program does not know.
    schema: tuple[str, ...]
    unknown: tuple[str, ...]
    #: What is not sound in it, in the database's own words.
    damage: tuple[str, ...] = ()
    #: When the newest thing in it happened; None where nothing has.
    newest: datetime | None = None
    #: Of PostgreSQL: what the server says of itself.
    server: dict[str, str] = field(default_factory=dict)
    server_time: datetime | None = None

    @property
    def is_current(self) -> bool:
        return self.schema == (revisions.newest(),)


def state(url: str) -> State:
    """Raises `Away`."""
    return _of_sqlite(url) if make_url(url).get_backend_name() == "sqlite" else _of_server(url)


def file_of(url: str) -> Path | None:
    """The file of a SQLite database."""
    found = make_url(url)
    return Path(str(found.database)) if found.get_backend_name() == "sqlite" else None


def _of_sqlite(url: str) -> State:
    path = file_of(url)
    try:
        # By way of a connection that can't write, so that looking changes nothing.
        engine = create_engine(f"sqlite:///file:{path}?mode=ro&uri=true", hide_parameters=True)
        with engine.connect() as connection:
            damage = tuple(_damage(connection))
            if damage:
                return State((), (), damage)
            return _state(connection, damage)
    except SQLAlchemyError as error:
        raise Away(_reason(error)) from error


def _damage(connection: Connection) -> Iterator[str]:
    found = connection.exec_driver_sql(f"PRAGMA quick_check({MOST_TOLD})").scalars().all()
    yield from (line for line in found if line != "ok")
    for table, _, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(MOST_TOLD):
        yield f"a row of {table} belongs to one of {parent} that is gone"


def _of_server(url: str) -> State:
    engine = create_engine(url, **opening.options(url))
    opening.prepare(engine)
    try:
        with engine.connect() as connection:
            found = _state(connection, ())
            names = ("server_version", "server_encoding", "lock_timeout", "transaction_read_only", "max_connections")
            server = {name: str(connection.execute(text(f"SHOW {name}")).scalar_one()) for name in names}
            now = connection.execute(select(func.clock_timestamp())).scalar_one()
            return State(found.schema, found.unknown, (), found.newest, server, now.astimezone(UTC))
    except SQLAlchemyError as error:
        raise Away(_reason(error)) from error
    finally:
        engine.dispose()


def _state(connection: Connection, damage: tuple[str, ...]) -> State:
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        return State((), ())
    had = tuple(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())
    known = {revision.revision for revision in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    unknown = tuple(revision for revision in had if revision not in known)
    latest = _newest(connection) if had == (revisions.newest(),) else None
    return State(had, unknown, damage, latest)


def _newest(connection: Connection) -> datetime | None:
    """Of what is written down with the time of this machine as people use the site."""
    columns = (PersonRow.seen_at, AttemptRow.started_at, AnswerRow.answered_at)
    found = [connection.execute(select(func.max(column))).scalar() for column in columns]
    return max(filter(None, found), default=None)


def _reason(error: SQLAlchemyError) -> str:
    said = str(getattr(error, "orig", None) or error).strip().splitlines()
    return said[0] if said else type(error).__name__
