"""The system lets the workers write no byte into any file, as on a disk that turned read-only or is full."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager

from ..running import Fault
from ..site import Site


@contextmanager
def strike(site: Site, number: int) -> Iterator[None]:
    workers = site.worker_ids()
    for worker in workers:
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    yield
    for worker in workers:
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


FAULT = Fault("no-writing", "no file can be written for 2 s, the log neither", strike, ("sqlite",), lasting=2)
