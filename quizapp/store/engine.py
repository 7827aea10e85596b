"""How the database is opened: its safety settings on every connection, and asserted there."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError

from quizapp.core.sentences import Refusal, say

#: How long a writer waits for another process before the learner is asked to try again, in milliseconds.
BUSY_TIMEOUT = 10_000
#: `secure_delete`: who leaves is gone from the file as well, not merely from its index.
_SETTINGS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": BUSY_TIMEOUT,
    "secure_delete": 1,
}


def check_url(url: str) -> None:
    """Raise a `Refusal` for an address that is none, or of a database that can't be used."""
    try:
        found = make_url(url)
        found.get_dialect().import_dbapi()
    except (ArgumentError, ValueError) as error:
        raise Refusal(say("QUIZAPP_DATABASE_URL is not a database address: %(url)s", url=url)) from error
    except ImportError as error:
        raise Refusal(
            say("The driver of this database is missing. Install it: pip install 'quizapp[postgresql]'.")
        ) from error
    if found.get_backend_name() == "sqlite" and found.database in {None, "", ":memory:"}:
        raise Refusal(say("QUIZAPP_DATABASE_URL needs a file, such as sqlite:////var/lib/quizapp/quizapp.sqlite3."))


def options(url: str) -> dict[str, Any]:
    """What the engine is made with: a server may have been restarted, so its connections are tried before use.

    What a statement was about, an address for instance, stands in no message of an error, and so in no log.
    """
    return {"hide_parameters": True, "pool_pre_ping": make_url(url).get_backend_name() != "sqlite"}


def prepare(engine: Engine) -> None:
    """Set up each connection of the engine."""
    event.listen(engine, "connect", _set_up_sqlite if engine.dialect.name == "sqlite" else _set_up_postgresql)


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # Without this, sqlite3 opens transactions by itself, and a reader that turns writer can fail at once.
    connection.isolation_level = None
    for name, wanted in _SETTINGS.items():
        connection.execute(f"PRAGMA {name} = {wanted}")
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if found != wanted:
            raise Refusal(say("SQLite refused the setting %(name)s = %(wanted)s.", name=name, wanted=wanted))


def _set_up_postgresql(connection: DBAPIConnection, _record: Any) -> None:
    # By default a writer waits for a lock for ever.
    cursor = connection.cursor()
    cursor.execute(f"SET lock_timeout = {BUSY_TIMEOUT}")
    cursor.close()
    connection.commit()
