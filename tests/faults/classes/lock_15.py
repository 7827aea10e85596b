"""Another program holds the lock for writers for 15 seconds, longer than anyone is made to wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..running import Fault
from ..site import Site


@contextmanager
def strike(site: Site, number: int) -> Iterator[None]:
    with site.database.locked():
        yield


FAULT = Fault(
    "lock-15",
    "a foreign lock of 15 s",
    strike,
    times=5,
    lasting=15,
    lasting_short=11,
    databases_short=("sqlite",),
)
