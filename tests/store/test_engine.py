"""How the database is opened: safety settings on every connection, and sentences for addresses that are none."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from quizapp.core.sentences import Refusal
from quizapp.store import engine as opening


def test_every_sqlite_connection_has_every_safety_setting(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'a.sqlite3'}", pool_size=5)
    opening.prepare(engine)
    with ExitStack() as stack:
        for _ in range(5):
            connection = stack.enter_context(engine.connect())
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
            assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}
    engine.dispose()


def test_a_setting_that_does_not_hold_is_a_refusal() -> None:
    """A database in memory, for one, has no WAL."""
    engine = create_engine("sqlite://")
    opening.prepare(engine)
    with pytest.raises(Refusal, match="SQLite refused the setting journal_mode = wal"):
        engine.connect()
    engine.dispose()


def test_a_postgresql_connection_does_not_wait_for_ever(new_postgresql_url: Callable[[], str]) -> None:
    url = new_postgresql_url()
    engine = create_engine(url, **opening.options(url))
    opening.prepare(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW lock_timeout")) == "10s"
        connection.rollback()
        assert connection.scalar(text("SHOW lock_timeout")) == "10s"
    engine.dispose()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense", "not a database address: nonsense"),
        ("", "not a database address"),
        ("strange://here", "not a database address"),
        ("postgresql://a:b@c:port/d", "not a database address"),
        ("sqlite://", "needs a file"),
        ("sqlite:///", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
    ],
)
def test_an_address_of_no_database_is_refused(url: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        opening.check_url(url)


@pytest.mark.parametrize("url", ["sqlite:////var/quizapp.sqlite3", "postgresql://a:b@c/d", "postgresql+psycopg://c/d"])
def test_an_address_of_a_database_is_taken(url: str) -> None:
    opening.check_url(url)


def test_a_missing_driver_is_told_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(Refusal, match=r"pip install 'quizapp\[postgresql\]'"):
        opening.check_url("postgresql://a@b/c")
