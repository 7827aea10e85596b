"""An installation goes to another database, from SQLite to PostgreSQL or back; the one it leaves is only read."""

from __future__ import annotations

from collections.abc import Mapping

from quizapp.core.sentences import Refusal, say
from quizapp.formats.backup import Summed
from quizapp.store.copying import places
from quizapp.store.copying.targets import filling
from quizapp.work.copying.backing_up import reading
from quizapp.work.copying.filling import Told, fill


def move(source: str, target: str, told: Told) -> Mapping[str, Summed]:
    """How many rows each table has, and their sums, alike on both sides.

    Raises `Refusal` where the target has rows already, and where a site runs on the source.
    """
    if not target.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise Refusal(say("The site moves to an address that begins with postgresql:// or with sqlite:///."))
    if _same(source, target):
        raise Refusal(say("%(name)s is where the site is already. Name another.", name=places.shown(target)))
    with places.quiet(source), reading(source) as found, filling(target, replace=False) as connection:
        return fill(connection, found, told)


def _same(one: str, other: str) -> bool:
    if places.is_sqlite(one) and places.is_sqlite(other):
        return places.file_of(one) == places.file_of(other)
    return one == other
