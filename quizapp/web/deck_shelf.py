"""Decks that were made, kept until they are the ones least asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from hashlib import sha256
from threading import Lock

#: How many bytes a server process keeps; a deck of a hundred cards takes some twenty thousand.
LARGEST = 32_000_000


class Shelf:
    """Files by their version, each with its ETag."""

    def __init__(self, largest: int = LARGEST) -> None:
        self._largest = largest
        self._files: OrderedDict[Hashable, tuple[bytes, str]] = OrderedDict()
        self._lock = Lock()

    def taken(self, version: Hashable, make: Callable[[], bytes]) -> tuple[bytes, str]:
        """The file of this version, made if need be, with its ETag."""
        with self._lock:
            found = self._files.get(version)
            if found:
                self._files.move_to_end(version)
                return found
        data = make()
        made = data, sha256(data).hexdigest()[:32]
        self._keep(version, made)
        return made

    def _keep(self, version: Hashable, made: tuple[bytes, str]) -> None:
        with self._lock:
            self._files[version] = made
            while sum(len(data) for data, _ in self._files.values()) > self._largest:
                self._files.popitem(last=False)
