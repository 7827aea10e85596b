"""What `quizapp doctor` looks at: a module a part of the site, each of which tells its findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from quizapp.core.sentences import Sentence

Level = Literal["ok", "warning", "problem"]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, how it is, and what to do about it."""

    level: Level
    about: str
    sentence: Sentence
    remedy: Sentence | None = None


@dataclass(frozen=True)
class Part:
    """Makes the findings about one part of the site."""

    name: str

    def ok(self, sentence: Sentence) -> Finding:
        return Finding("ok", self.name, sentence)

    def warning(self, sentence: Sentence, remedy: Sentence) -> Finding:
        return Finding("warning", self.name, sentence, remedy)

    def problem(self, sentence: Sentence, remedy: Sentence) -> Finding:
        return Finding("problem", self.name, sentence, remedy)


def or_ok(found: Iterator[Finding], otherwise: Finding) -> Iterator[Finding]:
    """What was found, or that nothing was."""
    first = next(found, None)
    yield first or otherwise
    yield from found
