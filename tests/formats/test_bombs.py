"""No file takes all memory or all time: each is refused with a sentence, soon and in little."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_bomb_is_refused_within_five_seconds_of_a_core_and_200_megabytes() -> None:
    words = [sys.executable, "-m", "tests.formats.bombs"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert len(told) >= 20
    for name, cost in told.items():
        assert "taken: " not in cost["sentence"], name
        assert cost["sentence"][-1] in ".?", (name, cost)
        assert cost["seconds"] < 5, (name, cost)
        assert cost["bytes"] < 200_000_000, (name, cost)
