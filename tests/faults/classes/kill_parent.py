"""Only the process that started the workers is killed; a new server must get the port at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..running import Fault
from ..site import Site


@contextmanager
def strike(site: Site, number: int) -> Iterator[None]:
    site.kill_parent()
    yield
    site.start()


FAULT = Fault("kill-parent", "kill -9 of the parent process alone, then a start", strike, times=30)
