"""What learners met: how their requests ended, and how long after each fault they were answered again."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field

#: Within so many seconds after a fault has ended, answers are taken again.
LONGEST_RECOVERY = 5.0


@dataclass
class Moment:
    """One fault: when it began and ended, and when each learner was first answered afterwards."""

    began: float
    ended: float = 0.0
    back: dict[int, float] = field(default_factory=dict)

    def first(self) -> float:
        return min(self.back.values()) - self.ended

    def everyone(self) -> float:
        return max(self.back.values()) - self.ended


class Tally:
    def __init__(self, learners: int) -> None:
        self.learners = learners
        self.acknowledged = 0
        self.slowest = 0.0
        self.ends: Counter[str] = Counter()
        self.broken: list[str] = []
        self.moments: list[Moment] = []
        self._changed = threading.Condition()

    def count(self, what: str) -> None:
        with self._changed:
            self.ends[what] += 1

    def lost(self, error: Exception) -> None:
        self.count("no reply" if isinstance(error, TimeoutError) else "connection lost")

    def read(self, seconds: float) -> None:
        """A page was read; how long that took."""
        with self._changed:
            self.slowest = max(self.slowest, seconds)

    def breach(self, sentence: str) -> None:
        """Something that must never be."""
        with self._changed:
            self.broken.append(sentence)
            self._changed.notify_all()

    def answered(self, learner: int) -> None:
        with self._changed:
            self.acknowledged += 1
            if self.moments and self.moments[-1].ended:
                self.moments[-1].back.setdefault(learner, time.monotonic())
            self._changed.notify_all()

    def begin(self) -> Moment:
        with self._changed:
            self.moments.append(Moment(time.monotonic()))
            return self.moments[-1]

    def end(self, moment: Moment) -> None:
        with self._changed:
            moment.ended = time.monotonic()

    def wait_for(self, answers: int, longest: float) -> bool:
        """Until so many are acknowledged in all; False when it took longer, or something is broken."""
        return self._wait(lambda: self.acknowledged >= answers, longest)

    def wait_until_back(self, moment: Moment, longest: float) -> bool:
        """Until every learner was answered after the fault."""
        return self._wait(lambda: len(moment.back) == self.learners, longest)

    def _wait(self, done: object, longest: float) -> bool:
        assert callable(done)
        with self._changed:
            self._changed.wait_for(lambda: done() or bool(self.broken), longest)
            return bool(done()) and not self.broken
