"""Databases that begin each test as they were filled once, on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, Protocol
from zlib import crc32

import psycopg
from psycopg import sql
from sqlalchemy import Engine, create_engine, event, make_url, select

from quizapp.store import engine as opening
from quizapp.store.base import Base

DatabaseKind = Literal["sqlite", "postgresql"]
DATABASES: tuple[DatabaseKind, ...] = ("sqlite", "postgresql")


#: What `--database` takes: `each` spreads the tests over both, every test on one of them.
CHOICES = ("sqlite", "postgresql", "both", "each", "other")


def databases_for(test: str, wanted: str) -> tuple[DatabaseKind, ...]:
    """Where a test of pages runs; `other` is where it does not run with `each`. A test's name decides, so it stays."""
    if wanted == "both":
        return DATABASES
    half = crc32(test.encode()) % 2
    index = {"sqlite": 0, "postgresql": 1, "each": half, "other": 1 - half}[wanted]
    return (DATABASES[index],)


class Filled(Protocol):
    """One engine for the whole run: what SQLAlchemy has learned of the statements stays learned."""

    def fresh(self, folder: Path) -> Engine:
        """The database as it was filled; what a test listens to on this engine, no other test hears."""

    def settle(self) -> None:
        """Close what the test has left open."""


def opened(url: str, **options: Any) -> Engine:
    made = create_engine(url, **opening.options(url), **options)
    opening.prepare(made)
    return made


def rows(engine: Engine) -> dict[str, list[str]]:
    """Everything in the database, by table."""
    with engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table)))) for table in Base.metadata.sorted_tables
        }


class SqliteFile:
    """Each test has a copy of the file in its own folder."""

    def __init__(self, file: Path, name: str = "quizapp.sqlite3", **options: Any) -> None:
        self._file, self._name, self._options = file, name, options
        self._open()

    def _open(self) -> None:
        self._engine = opened(f"sqlite:///{self._file}", **self._options)
        event.listen(self._engine, "do_connect", self._connect)
        # A test's file need not outlast a power cut.
        event.listen(self._engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))
        self._listeners = len(self._engine.pool.dispatch.connect)

    def _connect(self, _dialect: Any, _record: Any, words: list[Any], _options: dict[str, Any]) -> None:
        words[0] = self._engine.url.database

    def fresh(self, folder: Path) -> Engine:
        self._engine.url = make_url(f"sqlite:///{shutil.copy(self._file, folder / self._name)}")
        return self._engine.execution_options()

    def settle(self) -> None:
        self._engine.dispose()
        if len(self._engine.pool.dispatch.connect) != self._listeners:
            self._open()


class PostgresqlDatabase:
    """One database, in which each test finds the rows that were there at first."""

    def __init__(self, url: str, **options: Any) -> None:
        self._url, self._options = make_url(url), options
        self._tables = [table.name for table in Base.metadata.sorted_tables]
        self._own = self._connected()
        self._superuser = self._own.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
        self._keep()
        self._open()

    def _connected(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self._url.set(drivername="postgresql").render_as_string(False), autocommit=True)

    def _open(self) -> None:
        self._engine = opened(self._url.render_as_string(hide_password=False), **self._options)
        self._listeners = len(self._engine.pool.dispatch.connect)

    def _keep(self) -> None:
        with self._own.transaction():
            self._own.execute("CREATE SCHEMA kept")
            for name in self._tables:
                table = sql.Identifier(name)
                self._own.execute(sql.SQL("CREATE TABLE kept.{0} AS TABLE public.{0}").format(table))
            self._own.execute(
                "CREATE TABLE kept.sequences AS SELECT sequencename::text AS name, last_value AS last "
                "FROM pg_sequences WHERE schemaname = 'public'"
            )
            self._settled = self._transaction()

    def _transaction(self) -> int:
        found = self._own.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()
        assert found
        return int(found[0])

    def fresh(self, folder: Path) -> Engine:
        _ = folder
        if not self._answers():
            self._own = self._connected()
        with self._own.transaction():
            self._own.execute("SET LOCAL lock_timeout = 10000")
            self._restore(self._touched())
            self._rewind()
            self._settled = self._transaction()
        return self._engine.execution_options()

    def _answers(self) -> bool:
        """Some tests start the server anew."""
        try:
            self._own.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _touched(self) -> set[str]:
        """The tables in which a row is missing, or was written after they were last as at first."""
        each = sql.SQL(
            "SELECT {1} FROM public.{0} HAVING count(*) <> (SELECT count(*) FROM kept.{0}) "
            "OR max(xmin::text::bigint) > %(settled)s"
        )
        asked = sql.SQL(" UNION ALL ").join(
            each.format(sql.Identifier(name), sql.Literal(name)) for name in self._tables
        )
        found = {str(name) for (name,) in self._own.execute(asked, {"settled": self._settled})}
        return found if self._superuser == (True,) else self._with_what_points_there(found)

    def _with_what_points_there(self, names: set[str]) -> set[str]:
        """Deleting a row deletes, by the tables' own rules, what points to it."""
        found = set(names)
        for table in Base.metadata.sorted_tables:
            if any(key.column.table.name in found for key in table.foreign_keys):
                found.add(table.name)
        return found

    def _restore(self, touched: Iterable[str]) -> None:
        names = [sql.Identifier(name) for name in self._tables if name in touched]
        if not names:
            return
        if self._superuser == (True,):
            self._own.execute("SET LOCAL session_replication_role = replica")
        emptied = [sql.SQL("DELETE FROM public.{0}").format(name) for name in reversed(names)]
        filled = [sql.SQL("INSERT INTO public.{0} SELECT * FROM kept.{0}").format(name) for name in names]
        self._own.execute(sql.SQL("; ").join([*emptied, *filled]))

    def _rewind(self) -> None:
        self._own.execute(
            "SELECT setval(format('public.%I', sequencename)::regclass, coalesce(last, 1), last IS NOT NULL) "
            "FROM pg_sequences JOIN kept.sequences ON name = sequencename "
            "WHERE schemaname = 'public' AND last_value IS DISTINCT FROM last"
        )

    def settle(self) -> None:
        self._engine.dispose()
        if len(self._engine.pool.dispatch.connect) != self._listeners:
            self._open()

    def close(self) -> None:
        self._engine.dispose()
        self._own.close()
