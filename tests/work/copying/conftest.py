"""What the tests of whole installations share: databases with every sort of row, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Connection, Date, Engine, Float, LargeBinary, Table, create_engine, select
from sqlalchemy import text as statement

from quizapp.store import engine as opening
from quizapp.store import schema
from quizapp.store.base import Base, ExactFraction, Milliseconds, Moment
from quizapp.work.copying.backing_up import Occasion, back_up

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)
#: Text that a careless copy would change: other scripts, line ends, quotes, what COPY and JSON escape.
ODD = ["", "a\nb\r\nc\td", "\\N \\. \\\\", "\"quoted\", 'too'", "ü 東京 🧭 e\u0301", "null", "\u2028\x0b\x7f"]
ROWS = 7

Rows = dict[str, list[tuple[Any, ...]]]


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    engine = create_engine(url, **opening.options(url))
    opening.prepare(engine)
    yield engine
    engine.dispose()


def value(column: Column[Any], number: int) -> Any:
    """Something of the column's type, another for each row; nothing where there may be nothing."""
    if column.foreign_keys or (column.primary_key and column.name == "id"):
        return number
    if column.nullable and number == 1 and not isinstance(column.type, JSON):
        return None
    for kind, make in _VALUES.items():
        if isinstance(column.type, kind):
            return make(number)
    if column.type.python_type is int:
        return 2**31 - number
    return (f"{number}" if column.name in SHORT else f"{ODD[number % len(ODD)]}{number}")[: column.type.length]


SHORT = {"visibility", "mode", "state", "sort"}
_VALUES: dict[type, Callable[[int], Any]] = {
    Moment: lambda number: NOW + timedelta(microseconds=number * 1_000_001),
    Milliseconds: lambda number: NOW + timedelta(milliseconds=number * 1001),
    ExactFraction: lambda number: Fraction(number, 7),
    JSON: lambda number: None if number == 2 else {"z": ODD, "a": [1.5, 10**20, None, {"n": number}]},
    Boolean: lambda number: number % 2 == 0,
    Date: lambda number: date(2024, 3, number),
    LargeBinary: lambda number: bytes(range(256)) * number,
    Float: lambda number: number / 3,
}


def filled(url: str) -> str:
    """The same address, now with rows in every table."""
    with opened(url) as engine:
        schema.prepare(engine)
        with engine.begin() as connection:
            for table in Base.metadata.sorted_tables:
                rows = [
                    {column.name: value(column, number) for column in table.columns} for number in range(1, ROWS + 1)
                ]
                connection.execute(table.insert(), rows)
            _count_on(connection)
    return url


def _count_on(connection: Connection) -> None:
    """PostgreSQL's counters, which rows with ids of their own leave behind."""
    if connection.dialect.name == "postgresql":
        for table in Base.metadata.sorted_tables:
            if "id" in table.columns:
                connection.execute(statement(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {ROWS})"))


def rows(url: str) -> Rows:
    """All that a database holds, as the models read it."""

    def of(connection: Connection, table: Table) -> list[tuple[Any, ...]]:
        return sorted((tuple(row) for row in connection.execute(select(table))), key=repr)

    with opened(url) as engine, engine.connect() as connection:
        return {table.name: of(connection, table) for table in Base.metadata.sorted_tables}


@pytest.fixture
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """`new_url("postgresql")`: the address of an empty database."""
    numbers = count(1)

    def made(sort: str) -> str:
        if sort == "sqlite":
            folder = tmp_path / f"site-{next(numbers)}"
            folder.mkdir()
            return f"sqlite:///{folder / 'quizapp.sqlite3'}"
        return str(request.getfixturevalue("new_postgresql_url")())

    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def source(request: pytest.FixtureRequest, new_url: Callable[[str], str]) -> str:
    """A database with rows in every table."""
    return filled(new_url(request.param))


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, new_url: Callable[[str], str]) -> str:
    """A database without tables."""
    return new_url(request.param)


def silent(done: int, of: int) -> None:
    assert 0 < done <= of


@pytest.fixture
def backup(tmp_path: Path) -> Callable[..., Path]:
    """`backup(url)`: the path of a backup of it."""
    numbers = count(1)

    def made(url: str, key: str | None = None) -> Path:
        path = tmp_path / f"{next(numbers)}.zip"
        back_up(url, path, Occasion(NOW, "0.1.0", key), silent)
        return path

    return made
