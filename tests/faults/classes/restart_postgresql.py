"""PostgreSQL is restarted under load: every other time in order, and every other time as if it had crashed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..database import PostgreSQL
from ..running import Fault
from ..site import Site


@contextmanager
def strike(site: Site, number: int) -> Iterator[None]:
    assert isinstance(site.database, PostgreSQL)
    site.database.restart("immediate" if number % 2 else "fast")
    yield


FAULT = Fault(
    "restart-postgresql", "PostgreSQL stopped, fast or immediately, and started", strike, ("postgresql",), short=2
)
