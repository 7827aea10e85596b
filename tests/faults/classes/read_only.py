"""The file system may only be read, as after a fault of the disk: workers that begin there wait, and say why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..mounting import mounted, no_mounting, remount
from ..running import Fault
from ..site import Site, kill


@contextmanager
def strike(site: Site, number: int) -> Iterator[None]:
    # Nobody turns a file system read-only under an open file, unless its disk fails.
    kill(site.worker_ids())
    remount(site.folder, "ro")
    yield
    remount(site.folder, "rw")


FAULT = Fault(
    "read-only",
    "a file system remounted read-only for 2 s, under workers that begin",
    strike,
    ("sqlite",),
    lasting=2,
    place=lambda folder: mounted(folder, "64m"),
    impossible=no_mounting,
)
