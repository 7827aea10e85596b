"""Rows from lines, see `reading`; and the counters of ids after them."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, column, func, select, table

from quizapp.core.sentences import Refusal, say
from quizapp.store.copying.layout import Sort, TableLayout


def write(connection: Connection, layout: TableLayout, lines: Sequence[bytes]) -> None:
    """Add these rows. Raises `Refusal` where one does not fit the table."""
    rows = [_values(layout, line) for line in lines]
    if connection.dialect.name == "sqlite":
        _into_sqlite(connection, layout, rows)
    else:
        _into_postgresql(connection, layout, rows)


def continue_ids(connection: Connection, layout: TableLayout) -> None:
    """The next row gets the next id; SQLite sees to that by itself."""
    if connection.dialect.name == "sqlite" or not layout.counted:
        return
    (key,) = layout.key
    last = connection.scalar(select(func.max(column(key))).select_from(table(layout.name)))
    if last is not None:
        connection.execute(select(func.setval(func.pg_get_serial_sequence(layout.name, key), last)))


def _values(layout: TableLayout, line: bytes) -> list[Any]:
    try:
        pairs = zip(layout.columns, json.loads(line), strict=True)
        return [_decoded(value) if sort == "bytes" else value for (_, sort), value in pairs]
    except (ValueError, TypeError) as error:
        raise Refusal(say("A row of %(table)s can't be read.", table=layout.name)) from error


def _decoded(value: str | None) -> bytes | None:
    return None if value is None else base64.b64decode(value)


def _into_sqlite(connection: Connection, layout: TableLayout, rows: Sequence[list[Any]]) -> None:
    rewritten = [(place, _SQLITE[sort]) for place, (_, sort) in enumerate(layout.columns) if sort in _SQLITE]
    for values in rows:
        for place, rewrite in rewritten:
            if values[place] is not None:
                values[place] = rewrite(values[place])
    to = table(layout.name, *(column(name) for name in layout.names))
    connection.execute(to.insert(), [dict(zip(layout.names, values, strict=True)) for values in rows])


def _moment(written: str) -> str:
    return f"{written[:10]} {written[11:26]}"


_SQLITE: dict[Sort, Callable[[Any], Any]] = {"moment": _moment, "boolean": int}


def _into_postgresql(connection: Connection, layout: TableLayout, rows: Sequence[list[Any]]) -> None:
    """By COPY: many times as fast as INSERT, and text becomes an instant or JSON at the server."""
    from psycopg import DataError, sql

    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(layout.name), sql.SQL(", ").join(map(sql.Identifier, layout.names))
    )
    try:
        # The driver's own connection: SQLAlchemy has no word for COPY.
        with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:  # type: ignore[attr-defined]
            for values in rows:
                copy.write_row(values)
    except DataError as error:
        reason = error.diag.message_primary or str(error)
        raise Refusal(
            say("PostgreSQL does not take a row of %(table)s: %(reason)s.", table=layout.name, reason=reason)
        ) from error
