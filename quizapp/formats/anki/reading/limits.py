"""How large a package may be, and how much its reader may use."""

from __future__ import annotations

import resource

LARGEST_UNPACKED = 200_000_000
MOST_NOTES = 100_000
MOST_CARDS = 500_000
MOST_REVIEWS = 1_000_000
MOST_MEDIA = 5_000
MOST_NOTE_TYPES = 1_000
MOST_DECKS = 10_000
#: One field, or one note type with its templates.
LONGEST_VALUE = 10_000_000

CPU_SECONDS = 8
MEMORY = 190_000_000
#: What is written down of a package: everything that was unpacked, and the numbers in front of it.
LARGEST_FILE = 500_000_000
SECONDS = 60
#: So many packages are read at once in each process of the server; the next waits so many seconds for its turn.
AT_ONCE, LONGEST_WAIT = 2, 20.0

#: Where the reader writes what it found, or why it did not read on.
FOUND, REFUSED = "found", "refused"


def hold() -> None:
    """Binds this process for good; what goes beyond is ended by the system."""
    for kind, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        lowest = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (lowest, lowest))
