"""A database to be filled as a whole: what is written there comes true at the end, or not at all.

Of SQLite a new file is made beside the old one and takes its place when it is whole; PostgreSQL makes its tables anew
within a transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect

from quizapp.core.sentences import Refusal, say
from quizapp.store import schema
from quizapp.store.copying import places, sqlite_files
from quizapp.store.copying.layout import layout, newest, revision_of


@contextmanager
def filling(url: str, *, replace: bool) -> Iterator[Connection]:
    """A connection on a database without tables, in a transaction; no site starts meanwhile.

    Raises `Refusal` where there are rows already, unless they are to be replaced, and where a site runs on the file.
    """
    with (_in_sqlite if places.is_sqlite(url) else _in_postgresql)(url, replace) as connection:
        yield connection


@contextmanager
def _in_sqlite(url: str, replace: bool) -> Iterator[Connection]:
    path = places.file_of(url)
    draft = path.with_name(f".{path.name}.filling")
    with schema.alone(create_engine(url)):
        if not replace:
            _refuse_rows(url, places.rows_at(url))
        with sqlite_files.held(path) as readable:
            try:
                sqlite_files.begin(draft, like=path)
                with _whole_file(draft) as connection:
                    yield connection
                if not readable:
                    sqlite_files.put_aside(path)
                sqlite_files.put_in_place(draft, path)
            finally:
                sqlite_files.remove(draft)


@contextmanager
def _whole_file(draft: Path) -> Iterator[Connection]:
    with places.opened(f"sqlite:///{draft}") as engine, engine.connect() as connection:
        with schema.whole(connection):
            yield connection
        found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
        pointing = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if found != "ok" or pointing:
            raise Refusal(say("What was written can't be read back: %(reason)s.", reason=pointing or found))
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def _in_postgresql(url: str, replace: bool) -> Iterator[Connection]:
    with (
        places.opened(url) as engine,
        schema.alone(engine),
        engine.connect() as connection,
        schema.whole(connection),
    ):
        if not replace:
            _refuse_rows(url, places.rows_in(connection))
        # The lines' instants name no zone that COPY would have to be told.
        connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
        _drop_tables(connection)
        yield connection


def _refuse_rows(url: str, rows: Mapping[str, int]) -> None:
    if any(rows.values()):
        raise Refusal(
            say(
                "%(name)s is not empty: %(count)s rows. Name another database, or replace it with --replace.",
                name=places.shown(url),
                count=sum(rows.values()),
            )
        )


def _drop_tables(connection: Connection) -> None:
    there = set(inspect(connection).get_table_names())
    ours = {table.name for table in layout(revision_of(connection) or newest())} | {"alembic_version"}
    names = sorted(there & ours) if revision_of(connection) else []
    if names:
        connection.exec_driver_sql(f"DROP TABLE {', '.join(names)}")
