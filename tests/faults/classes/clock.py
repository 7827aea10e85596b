"""The server's clock jumps an hour ahead or back, and then is right again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..moved_clock import move
from ..running import Fault
from ..site import Site


@contextmanager
def strike(site: Site, number: int) -> Iterator[None]:
    move(site.folder, -3600 if number % 2 else 3600)
    yield
    move(site.folder, 0)


FAULT = Fault(
    "clock",
    "the server's clock an hour ahead or back, for 2 s",
    strike,
    short=2,
    lasting=2,
    module="tests.faults.moved_clock",
)
