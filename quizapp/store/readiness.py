"""Whether the database can be read and written now, told in sentences without any secret."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from quizapp.core.sentences import Refusal, Sentence, say
from quizapp.store import engine as opening
from quizapp.store import revisions

#: With less free space than this beside it, in bytes, SQLite may soon be unable to write.
LEAST_SPACE = 20_000_000


def troubles(engine: Engine) -> list[Sentence]:
    """Everything that keeps people from being served; nothing when all is well. Never waits for a writer."""
    if _file_is_gone(engine):
        # An open connection would go on reading what no longer has a name.
        return [say("The database file is gone.")]
    try:
        with engine.connect() as connection:
            return [*_of_schema(connection), *_of_writing(connection)]
    except (SQLAlchemyError, Refusal):
        return [say("The database can't be reached.")]


def _file_is_gone(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).is_file()


def _of_schema(connection: Connection) -> Iterator[Sentence]:
    if revisions.current(connection) != revisions.newest():
        yield say("The database is not of this version: it was changed by another one while this one ran.")
    connection.rollback()


def _of_writing(connection: Connection) -> Iterator[Sentence]:
    if connection.dialect.name != "sqlite":
        if connection.execute(text("SHOW transaction_read_only")).scalar_one() == "on":
            yield say("The database only takes reads now.")
        return
    file = Path(str(connection.engine.url.database))
    if not (_takes_writes(connection) and os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)):
        yield say("The database can't be written.")
    if shutil.disk_usage(file.parent).free < LEAST_SPACE:
        yield say("The disk of the database is full.")


def _takes_writes(connection: Connection) -> bool:
    """Takes the lock and lets it go; while another has it, somebody is writing."""
    with _without_waiting(connection):
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as error:
            return _is_lock(error)
        connection.exec_driver_sql("ROLLBACK")
    return True


@contextmanager
def _without_waiting(connection: Connection) -> Iterator[None]:
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {opening.BUSY_TIMEOUT}")


def _is_lock(error: DBAPIError) -> bool:
    return "locked" in str(error.orig)
