"""The server's processes: each waits until the database can be had, and none outlives who started it."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import TYPE_CHECKING

import click

from quizapp import create_app
from quizapp.core.sentences import Refusal

if TYPE_CHECKING:
    from flask import Flask

    from quizapp.web.gateway import Gateway

#: Seconds after which a worker that can't begin tries again.
PAUSE = 1.0
#: Seconds between two looks at who started this worker.
LOOK = 0.2
#: Seconds in which a worker that was left alone may end what it is doing; then the port is free.
LONGEST_ALONE = 2.0


def worker() -> Gateway:
    """The application in a process of the server, which alone says when it ends.

    A terminal sends Ctrl-C to all processes of its group, and a worker that hears it twice waits for idle visitors.
    """
    from quizapp.web.gateway import Gateway

    os.setpgid(0, 0)
    # Until granian listens itself, one that is still starting ends at once.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    return Gateway(_application())


def _application() -> Flask:
    """Where a worker was killed while the database is away, ending would end the whole site."""
    while True:
        try:
            return create_app()
        except Refusal as refusal:
            click.echo(f"A worker can't begin, and tries again: {refusal}", err=True)
            time.sleep(PAUSE)


def _end_with(parent: int) -> None:
    """Killed, the parent can tell nobody; what it leaves behind would hold the port for ever."""
    while os.getppid() == parent:
        time.sleep(LOOK)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LONGEST_ALONE)
    os.kill(os.getpid(), signal.SIGKILL)


class Forgiving(dict[int, float]):
    """When granian last started each worker anew, forgotten at once.

    It ends the whole site when a worker dies twice within seconds, though the others answer on.
    """

    def __setitem__(self, worker: int, when: float) -> None:
        return None
