"""Turns to write a SQLite file: who comes first is served first, among the threads of a process and among processes.

SQLite's own lock is not fair: whoever waits for it asks now and then, and meanwhile others go ahead, for seconds.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

#: Bytes of the file beside the database, each a lock of its own.
_DOOR, _DESK = 0, 1


class Turnstile:
    """A lock that serves in the order of arrival; `threading.Lock` lets a late thread pass an early one."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    def enter(self, longest: float) -> bool:
        """Wait for the turn; False when it did not come in `longest` seconds."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        return turn.wait(longest) or self._came_late(turn)

    def _came_late(self, turn: threading.Event) -> bool:
        """The turn may have come between the time-out and now; then it is ours all the same."""
        with self._guard:
            if turn in self._waiting:
                self._waiting.remove(turn)
            return turn.is_set()

    def leave(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


_threads = Turnstile()


@contextmanager
def turn(database: str, longest: float) -> Iterator[None]:
    """The one turn to write this file. Raises `TimeoutError` where it does not come within `longest` seconds."""
    if not _threads.enter(longest):
        raise TimeoutError
    try:
        with _ahead_of_other_processes(database):
            yield
    finally:
        _threads.leave()


@contextmanager
def _ahead_of_other_processes(database: str) -> Iterator[None]:
    """Who waits at the desk holds the door, so that whoever leaves the desk can't be the next at once.

    The system lets go of what a killed process held.
    """
    queue = _queue(database)
    if queue is None:
        # Nothing can be written there anyway, and SQLite says why.
        yield
        return
    fcntl.lockf(queue, fcntl.LOCK_EX, 1, _DOOR)
    try:
        fcntl.lockf(queue, fcntl.LOCK_EX, 1, _DESK)
    finally:
        fcntl.lockf(queue, fcntl.LOCK_UN, 1, _DOOR)
    try:
        yield
    finally:
        fcntl.lockf(queue, fcntl.LOCK_UN, 1, _DESK)


@cache
def _queue(database: str) -> int | None:
    """The file by which processes queue; open for good, since closing it would let go of the locks in it."""
    try:
        return os.open(f"{database}.queue", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return None
