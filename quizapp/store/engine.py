"""How the database is opened: SQLite's safety settings, on every connection, and asserted there."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Engine, event, make_url
from sqlalchemy.exc import ArgumentError

from quizapp.core.sentences import Refusal, say

#: How long a writer waits for another process before the learner is asked to try again, in milliseconds.
BUSY_TIMEOUT = 10_000
_SETTINGS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": BUSY_TIMEOUT}


def check_url(url: str) -> None:
    """Raise a `Refusal` for an address that is none."""
    try:
        make_url(url)
    except ArgumentError as error:
        raise Refusal(say("QUIZAPP_DATABASE_URL is not a database address: %(url)s", url=url)) from error


def prepare(engine: Engine) -> None:
    """Set up each connection of a SQLite engine; other databases come as they are."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up)


def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
    # Without this, sqlite3 opens transactions by itself, and a reader that turns writer can fail at once.
    connection.isolation_level = None
    for name, wanted in _SETTINGS.items():
        connection.execute(f"PRAGMA {name} = {wanted}")
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if found != wanted:
            raise Refusal(say("SQLite refused the setting %(name)s = %(wanted)s.", name=name, wanted=wanted))
