"""Which schema a database has, and which this program wants; told without Alembic, which weighs 11 MB."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from quizapp.paths import PACKAGE

MIGRATIONS = PACKAGE / "migrations"


@cache
def newest(migrations: Path = MIGRATIONS) -> str:
    """The revision that these migrations end with; their files are numbered."""
    return max(path.name for path in (migrations / "versions").glob("[0-9]*.py")).split("_")[0]


def current(connection: Connection) -> str | None:
    """The revision of the database; None for one that has no tables yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found
