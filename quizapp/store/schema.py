"""Brings a database to the newest schema at the start, once, however many workers start together."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DatabaseError, OperationalError

from quizapp.core.sentences import Refusal, say
from quizapp.store import revisions
from quizapp.store.revisions import MIGRATIONS

if TYPE_CHECKING:
    from alembic.config import Config

#: Any number, as long as it is always the same: PostgreSQL's advisory lock for the upgrade.
_LOCK = 5_318_008_112_019


def configuration(connection: Connection, migrations: Path | None = None) -> Config:
    """Alembic's configuration, on an open connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations or MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def prepare(engine: Engine) -> None:
    """Make or upgrade the schema. Raises `Refusal`: out of reach, damaged, or made by a newer quizapp."""
    try:
        with alone(engine), engine.connect() as connection:
            _upgrade(connection)
    except OperationalError as error:
        raise Refusal(
            say("The database %(name)s can't be opened: %(reason)s", name=_name(engine), reason=_reason(error))
        ) from error
    except DatabaseError as error:
        raise Refusal(
            say(
                "%(name)s is damaged or no database of quizapp: %(reason)s. Put a copy of it aside, then restore "
                "a backup or name another with QUIZAPP_DATABASE_URL.",
                name=_name(engine),
                reason=_reason(error),
            )
        ) from error


def _upgrade(connection: Connection) -> None:
    # Most starts find nothing to do, and reading one row is all that they cost.
    if revisions.current(connection) == revisions.newest(MIGRATIONS):
        return
    from alembic.util import CommandError

    try:
        with whole(connection):
            upgrade(connection)
    except CommandError as error:
        raise Refusal(
            say(
                "%(name)s was made by a newer quizapp. Install that version, or restore a backup from before.",
                name=_name(connection.engine),
            )
        ) from error


def upgrade(connection: Connection, revision: str = "head") -> None:
    """All steps up to `revision`, within the transaction that is open."""
    from alembic import command

    command.upgrade(configuration(connection), revision)


@contextmanager
def whole(connection: Connection) -> Iterator[None]:
    """One transaction around all steps, so that a start that is killed leaves nothing half made."""
    if connection.dialect.name == "sqlite":
        # SQLite alters a table by replacing it, which must not count as deleting what points to its rows.
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        yield
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    finally:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Hold the lock of the upgrade: a file beside a SQLite database, an advisory lock on PostgreSQL."""
    if engine.dialect.name == "sqlite":
        _refuse_read_only(Path(str(engine.url.database)))
        with _opened(Path(f"{engine.url.database}.lock")) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
    else:
        with engine.connect() as connection:
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})


def _refuse_read_only(path: Path) -> None:
    # SQLite would open it all the same, and refuse the first answer.
    if path.exists() and not os.access(path, os.W_OK, effective_ids=True):
        raise Refusal(say("The database %(path)s can't be written. Give this user the right to write it.", path=path))


def _opened(path: Path) -> TextIO:
    try:
        return path.open("w")
    except OSError as error:
        raise Refusal(
            say(
                "The folder of the database can't be written: %(path)s: %(reason)s. Make it writable, or name another "
                "database with QUIZAPP_DATABASE_URL.",
                path=path.parent,
                reason=error.strerror or str(error),
            )
        ) from error


def _name(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)


def _reason(error: DatabaseError) -> str:
    return str(error.orig).strip().splitlines()[0]
