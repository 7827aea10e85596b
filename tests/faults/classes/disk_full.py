"""The disk is full, of something else, and then it is not."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..mounting import mounted, no_mounting
from ..running import Fault
from ..site import Site

SIZE = "64m"


@contextmanager
def strike(site: Site, number: int) -> Iterator[None]:
    # Never anybody else's disk.
    assert site.folder.is_mount()
    filler = site.folder / "filler"
    _fill(filler)
    yield
    filler.unlink()


def _fill(path: Path) -> None:
    """Until not even one byte goes."""
    for size in (1 << 20, 1 << 12, 1):
        with path.open("ab", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(size))
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise


FAULT = Fault(
    "disk-full",
    "a full file system for 2 s",
    strike,
    ("sqlite",),
    lasting=2,
    place=lambda folder: mounted(folder, SIZE),
    impossible=no_mounting,
)
