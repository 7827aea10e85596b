"""An empty database of each sort."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from quizapp.store import engine as opening


def opened(url: str) -> Engine:
    made = create_engine(url, **opening.options(url))
    opening.prepare(made)
    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'quizapp.sqlite3'}"
    return str(request.getfixturevalue("new_postgresql_url")())


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = opened(url)
    yield made
    made.dispose()
