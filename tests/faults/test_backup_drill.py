"""The drill of backups, in short: three under load, each restored and compared with what learners were told."""

from __future__ import annotations

from pathlib import Path

import pytest

from .database import Database, PostgreSQL, Sqlite
from .drilling import drill, faults
from .ledger import Answer


@pytest.mark.parametrize("name", ["sqlite", "postgresql"])
def test_every_answer_acknowledged_before_a_backup_is_in_it(tmp_path: Path, name: str) -> None:
    server = PostgreSQL() if name == "postgresql" else None
    database: Database = server.fresh() if server else Sqlite(tmp_path / "instance")
    try:
        done = drill(database, tmp_path / "instance", 3)
    finally:
        if server:
            server.close()
    assert done.wrong == []
    assert done.backups == 3
    assert done.answers


FIRST, SECOND, THIRD = (Answer(1, 1, number, f"time {number}") for number in (1, 2, 3))
OTHER = Answer(2, 1, 1, "another's")
IN_A_TEST = [Answer(3, 1, 1, f"time {number}") for number in (1, 2)]


@pytest.mark.parametrize(
    ("restored", "before", "told"),
    [
        ([FIRST, SECOND, OTHER], [FIRST, OTHER], 0),
        ([], [], 0),
        ([FIRST], [FIRST, SECOND], 1),
        ([FIRST, THIRD], [FIRST], 2),
        ([FIRST], [FIRST, OTHER], 1),
        ([Answer(1, 1, 9, "never sent")], [], 1),
        ([IN_A_TEST[1]], [IN_A_TEST[0]], 0),
        ([IN_A_TEST[0]], IN_A_TEST, 1),
    ],
)
def test_the_drill_would_find_what_is_missing_and_what_is_too_much(
    restored: list[Answer], before: list[Answer], told: int
) -> None:
    assert len(list(faults(restored, before, [FIRST, SECOND, THIRD, OTHER, *IN_A_TEST]))) == told
