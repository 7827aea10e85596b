"""Who sends many packages at once takes no more of the machine than two of them need."""

from __future__ import annotations

import pytest

from quizapp.core.sentences import Busy, Refusal
from quizapp.formats.anki import reading
from quizapp.formats.anki.reading import read_package
from quizapp.formats.anki.reading.limits import AT_ONCE


def test_a_package_waits_for_its_turn_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST_WAIT", 0.01)
    turns = [reading._turn() for _ in range(AT_ONCE)]
    for turn in turns:
        turn.__enter__()
    with pytest.raises(Busy, match="Other files are being read"):
        read_package(b"no package")
    turns[0].__exit__(None, None, None)
    with pytest.raises(Refusal) as refused:
        read_package(b"no package")
    assert not isinstance(refused.value, Busy)
    turns[1].__exit__(None, None, None)


def test_a_refused_package_gives_its_turn_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST_WAIT", 0.01)
    for _ in range(AT_ONCE + 1):
        with pytest.raises(Refusal) as refused:
            read_package(b"no package")
        assert not isinstance(refused.value, Busy)
