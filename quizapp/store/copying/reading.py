"""Rows as lines: a JSON list for each row, alike whichever database it comes from.

Text and JSON stand there as the database has them, instants as `2024-03-01T12:00:00.000000Z`, bytes as base64.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Engine, Text, cast, collate, column, func, select, table, text

from quizapp.store.copying.layout import Sort, TableLayout

#: How many rows are held at once; of rows with files, one.
PORTION = 250

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """The database as it is at one moment, however long it takes to read it; nobody who writes waits for it."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            # The snapshot is taken by the first read.
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema")
            yield connection
    else:
        options: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with engine.connect().execution_options(**options) as connection:
            connection.execute(text("SELECT 1"))
            yield connection


def count(connection: Connection, layout: TableLayout) -> int:
    return connection.scalars(select(func.count()).select_from(table(layout.name))).one()


def portions(connection: Connection, layout: TableLayout) -> Iterator[Sequence[bytes]]:
    """The lines of all rows in the order of the key, a portion at a time."""
    is_sqlite = connection.dialect.name == "sqlite"
    columns = [_raw(name, sort, is_sqlite=is_sqlite) for name, sort in layout.columns]
    order = [_in_order(name, dict(layout.columns)[name], is_sqlite=is_sqlite) for name in layout.key]
    statement = select(*columns).select_from(table(layout.name)).order_by(*order)
    at_once = 1 if layout.heavy else PORTION
    rewritten = [
        (place, _REWRITTEN[sort]) for place, (_, sort) in enumerate(layout.columns) if sort in _REWRITTEN
    ]  # fmt: skip
    with connection.execute(statement, execution_options={"yield_per": at_once}) as result:
        for rows in result.partitions():
            yield [_line(list(row), rewritten) for row in rows]


def _raw(name: str, sort: Sort, *, is_sqlite: bool) -> ColumnElement[Any]:
    """The column as the database has it: nothing is read and written anew that need not be."""
    found: Column[Any] = column(name)  # type: ignore[assignment]
    if is_sqlite or sort not in {"json", "moment", "date"}:
        return found
    if sort == "moment":
        return func.to_char(func.timezone("UTC", found), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    return cast(found, Text)


def _in_order(name: str, sort: Sort, *, is_sqlite: bool) -> ColumnElement[Any]:
    """By code points, and not as the database's language has it."""
    return column(name) if sort != "text" else collate(column(name), "BINARY" if is_sqlite else "C")


def _line(values: list[Any], rewritten: Sequence[tuple[int, Callable[[Any], Any]]]) -> bytes:
    for place, rewrite in rewritten:
        if values[place] is not None:
            values[place] = rewrite(values[place])
    return _encode(values).encode()


def _moment(found: str) -> str:
    if found[-1] == "Z":
        return found
    # SQLite's: 2024-03-01 12:00:00.000000, in UTC.
    whole = found if len(found) == 26 else datetime.fromisoformat(found).strftime("%Y-%m-%d %H:%M:%S.%f")
    return f"{whole[:10]}T{whole[11:]}Z"


def _bytes(found: bytes) -> str:
    return base64.b64encode(found).decode()


_REWRITTEN: dict[Sort, Callable[[Any], Any]] = {"moment": _moment, "boolean": bool, "bytes": _bytes}
