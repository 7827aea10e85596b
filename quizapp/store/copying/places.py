"""Databases by their address: opened without the site, and what is in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, inspect, make_url, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from quizapp.core.sentences import Refusal, say
from quizapp.store import engine as opening
from quizapp.store import schema
from quizapp.store.copying import sqlite_files
from quizapp.store.copying.layout import layout, revision_of
from quizapp.store.copying.reading import count


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """An engine that keeps no connection; what its database refuses is told in a sentence."""
    opening.check_url(url)
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    opening.prepare(engine)
    try:
        yield engine
    except DatabaseError as error:
        name, reason = shown(url), str(error.orig).strip().splitlines()[0]
        raise Refusal(say("The database %(name)s can't be used: %(reason)s", name=name, reason=reason)) from error
    finally:
        engine.dispose()


@contextmanager
def quiet(url: str) -> Iterator[None]:
    """No site runs on this database, and none starts meanwhile. Raises `Refusal` where one does."""
    with opened(url) as engine:
        if is_sqlite(url):
            if file_of(url).exists():
                sqlite_files.refuse_open(file_of(url))
        elif others := _connected(engine):
            raise Refusal(
                say(
                    "%(name)s is in use: %(count)s other connections. Stop the site, then try again.",
                    name=shown(url),
                    count=others,
                )
            )
        with schema.alone(engine):
            yield


def _connected(engine: Engine) -> int:
    """How many others are connected to this database of PostgreSQL."""
    with engine.connect() as connection:
        return int(connection.scalars(text(_OTHERS)).one())


_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)


def is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def file_of(url: str) -> Path:
    """The file of a SQLite database, wherever a link leads."""
    return Path(str(make_url(url).database)).resolve()


def shown(url: str) -> str:
    """The address without its password."""
    return make_url(url).render_as_string(hide_password=True)


def rows_in(connection: Connection) -> Mapping[str, int]:
    """How many rows each table of quizapp has; empty where there is none of its tables."""
    revision = revision_of(connection)
    if revision is None:
        return {}
    there = set(inspect(connection).get_table_names())
    return {table.name: count(connection, table) for table in layout(revision) if table.name in there}


def rows_at(url: str) -> Mapping[str, int]:
    """As `rows_in`, of the database at an address. Makes no file where there is none."""
    if is_sqlite(url) and not file_of(url).exists():
        return {}
    with opened(url) as engine, engine.connect() as connection:
        return rows_in(connection)
