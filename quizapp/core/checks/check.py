"""A check of how an item is written: it finds weaknesses that let learners guess, or keep them from understanding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from quizapp.core.checks.item import Item, Path
from quizapp.core.sentences import Sentence


@dataclass(frozen=True)
class Weakness:
    """Where in a question's document something is weak, what it is, why it matters, and how to mend it."""

    code: str
    path: Path
    sentence: Sentence
    why: Sentence
    mend: Sentence


@dataclass(frozen=True)
class Check:
    """Looks at one item. `find` gives the place of each weakness, and what is weak there."""

    code: str
    why: Sentence
    mend: Sentence
    find: Callable[[Item], Iterable[tuple[Path, Sentence]]]

    def weaknesses(self, item: Item) -> list[Weakness]:
        return [Weakness(self.code, path, said, self.why, self.mend) for path, said in self.find(item)]


@dataclass(frozen=True)
class SetCheck:
    """Looks at a set as a whole. `find` gives the number of the item as well, from 0."""

    code: str
    why: Sentence
    mend: Sentence
    find: Callable[[Sequence[Item]], Iterable[tuple[int, Path, Sentence]]]

    def weaknesses(self, items: Sequence[Item]) -> list[tuple[int, Weakness]]:
        return [(at, Weakness(self.code, path, said, self.why, self.mend)) for at, path, said in self.find(items)]
