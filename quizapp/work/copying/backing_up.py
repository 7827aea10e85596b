"""A backup: one file with every row of one moment, written while the site runs, and read back before it counts."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlalchemy import Connection

from quizapp.core.sentences import Refusal, say
from quizapp.formats.backup import Backup, BackupWriter, Manifest, Summed, Tally
from quizapp.store.copying import places
from quizapp.store.copying.layout import TableLayout, layout, revision_of
from quizapp.store.copying.reading import snapshot
from quizapp.store.copying.sqlite_files import synced
from quizapp.work.copying.filling import FromDatabase, Progress, Told

#: How the name of a file begins and ends that is not finished.
UNFINISHED = (".quizapp-", ".part")


@dataclass(frozen=True)
class Occasion:
    """When a backup is made and by which version; the secret key, where it is to be in it."""

    now: datetime
    program: str
    key: str | None = None


def back_up(url: str, path: Path, occasion: Occasion, told: Told) -> Manifest:
    """Raises `Refusal` where the file is there already or can't be written, and where the database is damaged."""
    if path.exists():
        raise Refusal(say("%(path)s is there already. Name another file, or delete it first.", path=path))
    with reading(url) as source, _unfinished(path) as draft:
        with draft.open("wb") as file:
            manifest = _write(source, file, occasion, told)
            file.flush()
            os.fsync(file.fileno())
        _compare(draft, manifest)
    return manifest


@contextmanager
def reading(url: str) -> Iterator[FromDatabase]:
    """All rows of one moment. Raises `Refusal` where there is no database of quizapp, or a damaged one."""
    if places.is_sqlite(url) and not places.file_of(url).exists():
        raise Refusal(say("There is no database at %(path)s yet.", path=places.file_of(url)))
    with places.opened(url) as engine, snapshot(engine) as connection:
        revision = revision_of(connection)
        if revision is None:
            raise Refusal(say("%(name)s is no database of quizapp.", name=places.shown(url)))
        _refuse_damaged(connection, url)
        yield FromDatabase(connection, revision, sum(places.rows_in(connection).values()))


def _refuse_damaged(connection: Connection, url: str) -> None:
    if connection.dialect.name != "sqlite":
        return
    found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
    if found != "ok":
        raise Refusal(
            say(
                "%(name)s is damaged: %(reason)s. Put a copy of it aside, then restore the last backup.",
                name=places.shown(url),
                reason=str(found).splitlines()[-1],
            )
        )


def _write(source: FromDatabase, file: IO[bytes], occasion: Occasion, told: Told) -> Manifest:
    progress, tables = Progress(told, source.rows), layout(source.revision)
    with closing(BackupWriter(file, occasion.now)) as writer:
        manifest = Manifest(
            program=occasion.program,
            made_at=occasion.now,
            database=source.connection.dialect.name,
            revision=source.revision,
            columns={table.name: table.names for table in tables},
            tables={table.name: _write_table(source, writer, table, progress) for table in tables},
        )
        if occasion.key:
            writer.key(occasion.key)
        writer.finish(manifest)
    return manifest


def _write_table(source: FromDatabase, writer: BackupWriter, table: TableLayout, progress: Progress) -> Summed:
    tally = Tally()
    with writer.table(table.name) as member:
        for lines in source.lines(table):
            tally.add(lines)
            member.write(b"\n".join(lines) + b"\n")
            progress.add(len(lines))
    return tally.sum


def _compare(draft: Path, manifest: Manifest) -> None:
    """What stands in the file is what was read from the database."""
    with closing(Backup(draft)) as backup:
        backup.check()
        if backup.manifest != manifest:
            raise Refusal(say("The backup is not what was written: is the disk sound?"))


@contextmanager
def _unfinished(path: Path) -> Iterator[Path]:
    """A file beside that gets its name when all is well; for its owner's eyes alone."""
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=UNFINISHED[0], suffix=UNFINISHED[1])
        os.close(descriptor)
        try:
            yield Path(name)
            Path(name).replace(path)
            synced(path.parent)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise Refusal(say("%(path)s can't be written: %(reason)s.", path=path, reason=error.strerror)) from error
