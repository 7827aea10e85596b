"""`quizapp` on a machine whose clock can be moved while it runs: the seconds stand in a file of the instance folder."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from quizapp import cli
from quizapp.web import clock

NAME = "moved-clock"

_real = time.time


def move(folder: Path, seconds: int) -> None:
    draft = folder / f"{NAME}.draft"
    draft.write_text(str(seconds))
    draft.replace(folder / NAME)


def moved() -> float:
    try:
        return float((Path(os.environ["QUIZAPP_INSTANCE"]) / NAME).read_text())
    except FileNotFoundError:
        return 0.0


def main() -> None:
    """All that Python asks for the time hears it; the server forks its workers from this process."""
    time.time = lambda: _real() + moved()
    clock.now = lambda: datetime.now(UTC) + timedelta(seconds=moved())
    cli.main()


if __name__ == "__main__":
    main()
