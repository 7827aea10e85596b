"""One worker is killed under load; the others answer on, and another takes its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..running import Fault
from ..site import Site


@contextmanager
def strike(site: Site, number: int) -> Iterator[None]:
    site.kill_worker(number)
    yield


FAULT = Fault("kill-worker", "kill -9 of one worker under load", strike, times=200, short=2)
