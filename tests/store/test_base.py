"""Moments and fractions come back as they were kept, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, Table, create_engine
from sqlalchemy.exc import StatementError

from quizapp.store.base import ExactFraction, Moment

KEPT = Table(
    "kept", MetaData(), Column("id", Integer, primary_key=True), Column("at", Moment), Column("share", ExactFraction)
)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    new_url: Callable[[], str] = (
        request.getfixturevalue("new_postgresql_url")
        if request.param == "postgresql"
        else lambda: f"sqlite:///{tmp_path / 'a.sqlite3'}"
    )
    made = create_engine(new_url())
    KEPT.create(made)
    yield made
    made.dispose()


def back(engine: Engine, at: datetime | None, share: Fraction | None) -> tuple[datetime | None, Fraction | None]:
    with engine.begin() as connection:
        connection.execute(KEPT.insert(), [{"at": at, "share": share}])
        row = connection.execute(KEPT.select()).one()
        return row.at, row.share


@pytest.mark.parametrize("share", [Fraction(0), Fraction(1, 3), Fraction(-7, 2), Fraction(10**300 + 1, 10**299 + 7)])
def test_a_fraction_is_kept_exactly(engine: Engine, share: Fraction) -> None:
    assert back(engine, None, share) == (None, share)


@pytest.mark.parametrize(
    "at",
    [
        datetime(2024, 3, 1, 12, 30, 15, 123456, tzinfo=UTC),
        datetime(2024, 3, 1, 0, 30, tzinfo=timezone(timedelta(hours=9))),
    ],
)
def test_a_moment_comes_back_in_utc(engine: Engine, at: datetime) -> None:
    found, _ = back(engine, at, None)
    assert found == at
    assert found.tzinfo is UTC


def test_a_moment_without_a_zone_is_a_mistake(engine: Engine) -> None:
    with pytest.raises(StatementError, match="a moment needs a time zone"):
        back(engine, datetime(2024, 3, 1), None)  # noqa: DTZ001 - the mistake
