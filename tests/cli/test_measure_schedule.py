"""`quizapp measure-schedule` prints the same tables for the same seed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from quizapp.cli.measure_schedule import command

SMALL = ("--learners", "2", "--cards", "10", "--days", "90")


def measured(*words: str) -> Result:
    return CliRunner().invoke(command, words)


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_it_prints_two_tables_of_what_was_foretold_and_one_of_what_it_costs() -> None:
    done = measured(*SMALL)
    assert done.exit_code == 0
    tables = [[cells(line) for line in table.splitlines()] for table in done.stdout.split("\n\n")[1::2]]
    foretold, following, costs = tables
    assert foretold[0] == following[0] == ["model", "log loss", "RMSE (bins)"]
    assert costs[0] == ["scheduler", "reviews a day", "true retention", "known at the end"]
    assert [row[0] for row in foretold[2:]] == [row[0] for row in following[2:]]
    assert len(foretold) == 7
    assert all(0 <= float(cell) < 3 for row in (*foretold[2:], *following[2:]) for cell in row[1:])
    assert [row[0] for row in costs[2:]] == ["FSRS-6 at 90%", "SM-2", "every 7 days"]
    assert all(0.5 < float(row[2].rstrip("%")) / 100 <= 1 for row in costs[2:])


def test_without_scipy_there_are_no_own_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    monkeypatch.delitem(sys.modules, "scipy.optimize", raising=False)
    done = measured(*SMALL)
    assert "pip install 'quizapp[optimise]'" in done.stderr
    assert "own parameters" not in done.stdout
    assert "default parameters" in done.stdout


def test_the_columns_stand_in_line() -> None:
    for table in measured(*SMALL).stdout.split("\n\n")[1::2]:
        assert len({len(line) for line in table.strip().splitlines()}) == 1


def test_the_same_seed_gives_the_same_numbers_in_another_process() -> None:
    words = [sys.executable, "-m", "quizapp", "measure-schedule", *SMALL, "--seed", "3"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout == measured(*SMALL, "--seed", "3").stdout
    assert done.stdout != measured(*SMALL, "--seed", "4").stdout


def test_what_can_not_be_simulated_is_refused_with_a_sentence() -> None:
    assert "not in the range x>=1" in measured("--learners", "0").stderr
    assert "not in the range x>=14" in measured("--days", "3").stderr
