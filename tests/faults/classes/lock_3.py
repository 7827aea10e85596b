"""Another program holds the lock for writers for 3 seconds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..running import Fault
from ..site import Site


@contextmanager
def strike(site: Site, number: int) -> Iterator[None]:
    with site.database.locked():
        yield


FAULT = Fault("lock-3", "a foreign lock of 3 s", strike, times=10, lasting=3)
