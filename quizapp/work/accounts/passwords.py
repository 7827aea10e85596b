"""Passwords: how they are kept, and how they are tried."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Semaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

#: OWASP's choice for Argon2id: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
#: Tried where there is no account or no password, so that this takes as long. Nobody has the password.
NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$yn1mji6hRpU1qugAGDzwmg$ryAuoaogh187ZmePHDr9kzaRGLQ9IOafuAgtaC5kZ1k"
#: How many are tried at once in a process: each takes a core and 19 MiB.
_turns = Semaphore(2)


@contextmanager
def turn() -> Iterator[None]:
    """Wait until few enough passwords are being tried."""
    with _turns:
        yield


def hashed(password: str) -> str:
    with turn():
        return _HASHER.hash(_folded(password))


def verified(kept: str | None, password: str) -> bool:
    """Whether this is the password; takes as long where there is none. Call it in a `turn`."""
    try:
        return _HASHER.verify(kept or NOBODYS, _folded(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether it was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


def _folded(password: str) -> bytes:
    # Keyboards write the same letter in different ways.
    return unicodedata.normalize("NFKC", password).encode(errors="replace")
