"""Filling an empty database with all rows of a source, and comparing what then stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from quizapp.core.sentences import Refusal, say
from quizapp.formats.backup import Backup, Summed, Tally
from quizapp.store import schema
from quizapp.store.copying.layout import TableLayout, layout
from quizapp.store.copying.reading import PORTION, portions
from quizapp.store.copying.writing import continue_ids, write

#: Told what is done and how much there is, in rows.
Told = Callable[[int, int], None]


class Progress:
    """Adds up what is done for whoever watches."""

    def __init__(self, told: Told, rows: int) -> None:
        self._told, self._rows, self._done = told, rows, 0

    def add(self, rows: int) -> None:
        self._done += rows
        self._told(self._done, self._rows)


class Source(Protocol):
    """Where rows come from: at which step of the schema they are, and the lines of each table."""

    @property
    def revision(self) -> str: ...

    @property
    def rows(self) -> int: ...

    def lines(self, table: TableLayout) -> Iterator[Sequence[bytes]]: ...


@dataclass(frozen=True)
class FromDatabase:
    """The rows of a database, by a connection that sees one moment of it."""

    connection: Connection
    revision: str
    rows: int

    def lines(self, table: TableLayout) -> Iterator[Sequence[bytes]]:
        return portions(self.connection, table)


@dataclass(frozen=True)
class FromBackup:
    """The rows in the file of a backup."""

    backup: Backup

    @property
    def revision(self) -> str:
        return self.backup.manifest.revision

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.backup.manifest.tables.values())

    def lines(self, table: TableLayout) -> Iterator[Sequence[bytes]]:
        return self.backup.lines(table.name, 1 if table.heavy else PORTION)


def fill(connection: Connection, source: Source, told: Told) -> Mapping[str, Summed]:
    """Make the tables as they are at the source, fill them, compare, and bring them to the newest schema.

    Raises `Refusal` where a row can't be written, or where one that was written is another when it is read.
    """
    schema.upgrade(connection, source.revision)
    sums: dict[str, Summed] = {}
    progress = Progress(told, source.rows)
    for table in layout(source.revision):
        sums[table.name] = _copied(connection, source, table, progress)
        if read_back(connection, table) != sums[table.name]:
            raise Refusal(say("The rows of %(table)s are others when they are read back.", table=table.name))
    schema.upgrade(connection)
    return sums


def read_back(connection: Connection, table: TableLayout) -> Summed:
    tally = Tally()
    for lines in portions(connection, table):
        tally.add(lines)
    return tally.sum


def _copied(connection: Connection, source: Source, table: TableLayout, progress: Progress) -> Summed:
    tally = Tally()
    for lines in source.lines(table):
        write(connection, table, lines)
        tally.add(lines)
        progress.add(len(lines))
    continue_ids(connection, table)
    return tally.sum
