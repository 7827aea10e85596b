"""The whole server is killed at once, as by a power cut, and started again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..running import Fault
from ..site import Site


@contextmanager
def strike(site: Site, number: int) -> Iterator[None]:
    site.kill()
    yield
    site.start()


FAULT = Fault("kill-server", "kill -9 of the whole server, then a start", strike, times=30)
