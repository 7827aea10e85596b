"""The checks find what a trained item writer would raise, and little else: measured as `measure.py` prints it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from quizapp.core.checks import all_checks
from quizapp.core.checks.idle import CODE as IDLE

SCRIPT = Path(__file__).parent / "measure.py"
PARTS = ("tuning", "held-out")


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    done = subprocess.run([sys.executable, str(SCRIPT), "--json"], capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_enough_items_are_labelled_and_a_third_is_held_out(measured: dict[str, Any]) -> None:
    counted = {part: measured[part]["items"] for part in PARTS}
    assert sum(counted.values()) >= 150
    assert counted["held-out"] * 3 >= sum(counted.values())


@pytest.mark.parametrize("part", PARTS)
def test_all_checks_together_are_precise_and_miss_little(measured: dict[str, Any], part: str) -> None:
    row = measured[part]["checks"]["all"]
    assert row["precision"] >= 0.9
    assert row["recall"] >= 0.85


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("code", sorted({*all_checks()} - {IDLE}))
def test_each_check_is_held_to_its_floor(measured: dict[str, Any], part: str, code: str) -> None:
    row = measured[part]["checks"][code]
    assert row["labelled"] >= 2
    assert min(row["precision"], row["recall"]) >= 0.7


@pytest.mark.parametrize("part", PARTS)
def test_no_label_is_a_code_that_there_is_not(measured: dict[str, Any], part: str) -> None:
    assert set(measured[part]["checks"]) == {*all_checks(), "all"} - {IDLE}


def test_the_table_names_each_check_with_its_figures() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True, check=True)
    for code in {*all_checks()} - {IDLE}:
        assert sum(line.startswith(f"{code} ") for line in done.stdout.splitlines()) == len(PARTS)
