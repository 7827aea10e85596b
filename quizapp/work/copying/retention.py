"""A folder of backups: a new one in it, and the old ones that are no longer wanted away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_NAME = "quizapp-%Y-%m-%dT%H%M%SZ.zip"


@dataclass(frozen=True)
class Kept:
    """How many days and weeks of backups are kept: the newest of each."""

    days: int
    weeks: int = 0


def path_in(folder: Path, now: datetime) -> Path:
    """Where a backup of this moment lies."""
    return folder / now.astimezone(UTC).strftime(_NAME)


def thin_out(folder: Path, kept: Kept) -> Sequence[Path]:
    """Delete the backups in a folder that are not to be kept, and nothing else; gives which."""
    made = _backups(folder)
    gone = sorted(made[moment] for moment in set(made) - spared(made, kept))
    for path in gone:
        path.unlink()
    return gone


def spared(moments: Iterable[datetime], kept: Kept) -> set[datetime]:
    """The newest of each of the last days, and of each of the last weeks, that there are backups of.

    Days without a backup do not count: who was away for a month still has as many.
    """
    newest_first = sorted(moments, reverse=True)
    return _newest(newest_first, kept.days, lambda moment: moment.date()) | _newest(
        newest_first, kept.weeks, lambda moment: moment.isocalendar()[:2]
    )


def _newest(newest_first: Sequence[datetime], many: int, span: Callable[[datetime], object]) -> set[datetime]:
    found: dict[object, datetime] = {}
    for moment in newest_first:
        found.setdefault(span(moment), moment)
    return set(list(found.values())[:many])


def _backups(folder: Path) -> dict[datetime, Path]:
    """Those that were named here, by the moment in their names."""
    found = {}
    for path in folder.iterdir():
        with suppress(ValueError):
            found[datetime.strptime(path.name, _NAME).replace(tzinfo=UTC)] = path
    return found
