"""Numbers for what is in a deck's file, from what it is and not from the clock."""

from __future__ import annotations

from hashlib import sha256

#: Anki takes ids for milliseconds since 1970. These are in 2008 to 2016, before anything that a learner makes now;
#: one that is taken all the same is moved by Anki, which knows notes by their guid and cards by their note.
_FIRST, _COUNT = 1_200_000_000_000, 2**38


class Ids:
    """Hands out each number once in a file."""

    def __init__(self) -> None:
        self._taken: set[int] = set()

    def of(self, name: str) -> int:
        number = _FIRST + int.from_bytes(sha256(name.encode()).digest()[:8]) % _COUNT
        taken = self._taken
        while number in taken:
            number += 1
        taken.add(number)
        return number
