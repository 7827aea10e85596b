"""After a power cut the file system may only be read: the server refuses to start, and says why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..mounting import mounted, no_mounting, remount
from ..running import Fault
from ..site import LONGEST_START, Site


@contextmanager
def strike(site: Site, number: int) -> Iterator[None]:
    site.kill()
    remount(site.folder, "ro")
    told = len(site.log.read_text())
    assert site.launch().wait(LONGEST_START) == 1, "a server started where it can write nothing"
    sentence = site.log.read_text()[told:]
    assert "can't be written" in sentence, sentence
    assert "Traceback" not in sentence, sentence
    remount(site.folder, "rw")
    yield
    site.start()


FAULT = Fault(
    "read-only",
    "kill -9, and a file system that can't be written until it is mounted anew",
    strike,
    ("sqlite",),
    times=10,
    place=lambda folder: mounted(folder, "64m"),
    impossible=no_mounting,
)
