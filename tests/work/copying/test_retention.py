"""Which backups of a folder are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from quizapp.work.copying.retention import Kept, path_in, spared, thin_out

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def nights(many: int) -> list[datetime]:
    return [NOON - timedelta(days=number) for number in range(many)]


def test_the_newest_of_each_day_is_kept() -> None:
    hourly = [NOON - timedelta(hours=number) for number in range(24 * 10)]
    assert sorted(spared(hourly, Kept(3)), reverse=True) == [
        NOON,
        NOON.replace(day=29, month=2, hour=23),
        NOON.replace(day=28, month=2, hour=23),
    ]


def test_weeks_reach_further_back_than_days() -> None:
    kept = sorted(spared(nights(100), Kept(7, 4)))
    assert kept[-7:] == sorted(nights(7))
    assert [moment.strftime("%a %d %b") for moment in kept[:-7]] == ["Sun 11 Feb", "Sun 18 Feb"]


def test_days_without_a_backup_cost_none() -> None:
    after_a_pause = [NOON, *(NOON - timedelta(days=60 + number) for number in range(5))]
    assert spared(after_a_pause, Kept(4)) == set(after_a_pause[:4])


def test_the_newest_is_always_kept() -> None:
    assert spared([NOON], Kept(1)) == {NOON}
    assert spared([], Kept(1)) == set()


def test_only_files_that_were_named_here_are_deleted(tmp_path: Path) -> None:
    made = [path_in(tmp_path, moment) for moment in nights(5)]
    others = [tmp_path / "quizapp.zip", tmp_path / "my-quizapp-2024-02-27T120000Z.zip", tmp_path / "notes.txt"]
    for path in [*made, *others]:
        path.touch()
    assert thin_out(tmp_path, Kept(2)) == sorted(made[2:])
    assert set(tmp_path.iterdir()) == {*made[:2], *others}
