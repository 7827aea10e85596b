"""A backup becomes the site's database again: all of it, or nothing is changed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from quizapp.core.sentences import Refusal, say
from quizapp.formats.backup import Backup
from quizapp.store.copying.layout import layout
from quizapp.store.copying.targets import filling
from quizapp.work.copying.filling import FromBackup, Told, fill


@contextmanager
def checked(path: Path) -> Iterator[Backup]:
    """A backup that was read from end to end and found whole, and whose schema is known here. Raises `Refusal`."""
    with closing(Backup(path)) as backup:
        tables = {table.name: table.names for table in layout(backup.manifest.revision)}
        if backup.manifest.columns != tables or set(backup.manifest.tables) != set(tables):
            raise Refusal(say("%(path)s has other tables than a backup of quizapp.", path=path))
        backup.check()
        yield backup


def restore(url: str, backup: Backup, told: Told, *, replace: bool) -> None:
    """Raises `Refusal` where the database is not empty, unless it is to be replaced, and where a site runs on it."""
    with filling(url, replace=replace) as connection:
        sums = fill(connection, FromBackup(backup), told)
        if sums != backup.manifest.tables:
            raise Refusal(say("What was restored is not what the backup tells. Nothing was changed."))


def rehearse(backup: Backup, told: Told) -> None:
    """Restore into a database that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="quizapp-") as folder:
        restore(f"sqlite:///{Path(folder, 'quizapp.sqlite3')}", backup, told, replace=False)
