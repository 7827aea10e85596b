"""The ledger: what was acknowledged to learners, written down and on the disk before the next answer is sent."""

from __future__ import annotations

import json
import os
import threading
from collections import Counter
from dataclasses import astuple, dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Answer:
    """An answer by what makes it one answer, however often it is sent: its attempt, question and try."""

    attempt: int
    position: int
    number: int
    text: str

    @property
    def place(self) -> tuple[int, int, int]:
        return self.attempt, self.position, self.number


@dataclass(frozen=True)
class Differences:
    """How what is stored differs from what was acknowledged."""

    lost: tuple[Answer, ...]
    twice: tuple[Answer, ...]
    never_acknowledged: tuple[Answer, ...]

    def __bool__(self) -> bool:
        return bool(self.lost or self.twice or self.never_acknowledged)


class Ledger:
    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("a")
        self._guard = threading.Lock()

    def note(self, answer: Answer) -> None:
        with self._guard:
            self._file.write(json.dumps(astuple(answer)) + "\n")
            self._file.flush()
            os.fdatasync(self._file.fileno())

    def close(self) -> None:
        self._file.close()

    def acknowledged(self) -> list[Answer]:
        return [Answer(*json.loads(line)) for line in self.path.read_text().splitlines()]

    def differences(self, stored: list[Answer]) -> Differences:
        """`stored`: all that the database holds for the attempts of these learners."""
        # In a test the later answer to a question replaces the earlier one.
        stand = {answer.place: answer for answer in self.acknowledged()}
        texts = Counter(answer.text for answer in stored)
        return Differences(
            lost=tuple(sorted(set(stand.values()) - set(stored))),
            twice=tuple(answer for answer in stored if texts[answer.text] > 1),
            never_acknowledged=tuple(sorted(set(stored) - set(stand.values()))),
        )
