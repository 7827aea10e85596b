"""What was typed against what was wanted, letter by letter."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.comparing import compared, letters

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "comparing_cases.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=[f"{case['typed']!r} for {case['wanted']!r}" for case in CASES])
def test_letters_are_compared_as_the_table_says(case: dict[str, Any]) -> None:
    found = compared(case["typed"], case["wanted"], ignore_case=case.get("ignore_case", False))
    assert [list(run) for run in found] == case["runs"]


@given(st.text(max_size=30), st.text(max_size=30))
def test_nothing_typed_and_nothing_wanted_is_lost(typed: str, wanted: str) -> None:
    runs = compared(typed, wanted)
    assert "".join(run.text for run in runs if run.kind != "missing") == "".join(letters(typed))
    same = [letter for run in runs if run.kind == "same" for letter in letters_of(run.text)]
    right = iter(letters(wanted))
    assert all(letter in right for letter in same)


def letters_of(text: str) -> list[str]:
    # A space at the edge of a run is a letter there.
    return [letter for word in text.split(" ") for letter in (*letters(word), " ")][:-1]


@given(st.text(max_size=30))
def test_what_is_right_is_one_run(text: str) -> None:
    assert {run.kind for run in compared(text, text)} <= {"same"}


@given(st.text(max_size=30), st.text(max_size=30))
def test_neighbouring_runs_differ(typed: str, wanted: str) -> None:
    kinds = [run.kind for run in compared(typed, wanted)]
    assert all(one != other for one, other in pairwise(kinds))
