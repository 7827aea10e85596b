"""Every step of the schema by itself: up, down to where it was, and up again, with rows in every table."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from quizapp.store import schema
from quizapp.store.copying.layout import Sort, TableLayout, layout
from quizapp.store.copying.reading import portions
from quizapp.store.copying.writing import continue_ids, write

SCRIPT = ScriptDirectory(str(schema.MIGRATIONS))
STEPS = [each.revision for each in reversed(list(SCRIPT.walk_revisions()))]
ROWS = 3


def up(engine: Engine, revision: str) -> None:
    with engine.connect() as connection, schema.whole(connection):
        schema.upgrade(connection, revision)


def down(engine: Engine, revision: str) -> None:
    with engine.connect() as connection, schema.whole(connection):
        command.downgrade(schema.configuration(connection), revision)


def described(engine: Engine) -> dict[str, Any]:
    """All that the database says of its tables, in an order that does not matter."""
    found = inspect(engine)

    def told(rows: Any) -> list[str]:
        return sorted(repr(sorted(row.items(), key=str)) for row in rows)

    return {
        name: [
            told({**column, "type": repr(column["type"])} for column in found.get_columns(name)),
            told([found.get_pk_constraint(name)]),
            *(told(read(name)) for read in (found.get_foreign_keys, found.get_indexes, found.get_unique_constraints)),
        ]
        for name in found.get_table_names()
        if name != "alembic_version"
    }


_NOTE = json.dumps({"card": {"style": "basic"}, "body": "Text.", "language": "en", "title": "T"})


def value(sort: Sort, number: int) -> Any:
    fixed: dict[Sort, Any] = {
        "text": f"{number}", "integer": number, "float": number / 2, "boolean": number % 2 == 0, "json": _NOTE,
        "moment": f"2024-03-0{number}T12:00:00.000000Z", "date": f"2024-03-0{number}", "bytes": "QUJD",
    }  # fmt: skip
    return fixed[sort]


def fill(engine: Engine, revision: str) -> None:
    """Rows 1 to 3 in every table, each pointing to those of its own number."""
    with engine.connect() as connection, schema.whole(connection):
        for table in layout(revision):
            lines = [json.dumps([value(sort, number) for _, sort in table.columns]) for number in range(1, ROWS + 1)]
            write(connection, table, [line.encode() for line in lines])
            continue_ids(connection, table)


def kept(engine: Engine, revision: str, names: dict[str, TableLayout]) -> dict[str, list[dict[str, Any]]]:
    """The rows of these tables, of their columns."""
    with engine.connect() as connection:
        return {
            table.name: [
                {name: cell for name, cell in zip(table.names, json.loads(line), strict=True) if name in other.names}
                for lines in portions(connection, table)
                for line in lines
            ]
            for table in layout(revision)
            if (other := names.get(table.name))
        }


def test_each_step_down_leads_to_where_the_step_up_came_from(engine: Engine) -> None:
    seen = []
    for revision in STEPS:
        up(engine, revision)
        seen.append(described(engine))
    assert len({repr(each) for each in seen}) == len(STEPS), "no step is without effect"
    for revision, before in zip(reversed(STEPS[:-1]), reversed(seen[:-1]), strict=True):
        down(engine, revision)
        assert described(engine) == before, revision
    down(engine, "base")
    assert described(engine) == {}
    up(engine, "head")
    assert described(engine) == seen[-1]


@pytest.mark.parametrize(("before", "after"), list(pairwise(STEPS)))
def test_a_step_up_and_down_again_keeps_the_rows_that_both_sides_know(engine: Engine, before: str, after: str) -> None:
    up(engine, before)
    fill(engine, before)
    newer = {table.name: table for table in layout(after)}
    rows = kept(engine, before, newer)
    assert rows
    assert all(len(of_table) == ROWS for of_table in rows.values())
    up(engine, after)
    older = {table.name: table for table in layout(before)}
    assert kept(engine, after, older) == rows
    down(engine, before)
    assert kept(engine, before, newer) == rows


@pytest.mark.parametrize(("before", "after"), list(pairwise(STEPS)))
def test_a_step_down_and_up_again_keeps_them_too(engine: Engine, before: str, after: str) -> None:
    up(engine, after)
    fill(engine, after)
    older = {table.name: table for table in layout(before)}
    rows = kept(engine, after, older)
    down(engine, before)
    assert kept(engine, before, {table.name: table for table in layout(after)}) == rows
    up(engine, after)
    assert kept(engine, after, older) == rows
