"""What is kept of a drill, so that it goes on where it was on another day or another device."""

from __future__ import annotations

from pydantic import Field

from quizapp.core.document import Document
from quizapp.core.drills.cards import Way
from quizapp.core.drills.learning import Learning
from quizapp.core.drills.pairs import Pair
from quizapp.core.drills.paper import Item
from quizapp.core.mark import Part
from quizapp.core.sentences import Sentence


class Last(Document):
    """The answer that was given last: what was typed or chosen, what was made of it, and how the options stood."""

    card: int
    seed: str
    way: Way
    right: bool
    typed: str = ""
    chosen: tuple[str, ...] = ()
    note: Sentence | None = None


class LearnRecord(Document):
    """`known_at` says of each card that is known since when, in milliseconds since 1970."""

    learning: Learning
    last: Last | None = None
    known_at: dict[int, int] = Field(default_factory=dict)


class MatchRecord(Document):
    """`order[i]` is the pair whose answer is tile `i`; `solved` are pairs put together; `took` in milliseconds.

    `chosen` is what stands in the form's lists, by the pair's place: tiles, right ones and wrong ones.
    """

    pairs: tuple[Pair, ...]
    order: tuple[int, ...]
    size: int
    solved: tuple[int, ...] = ()
    chosen: dict[int, int] = Field(default_factory=dict)
    mistakes: int = 0
    took: int | None = None

    @property
    def complete(self) -> bool:
        return len(self.solved) == self.size

    @property
    def wrong(self) -> dict[int, int]:
        return {pair: tile for pair, tile in self.chosen.items() if pair not in self.solved}


class PaperRecord(Document):
    """`given[i]` is what was given to `items[i]`, nothing where it is empty; `marks` are there from the end on."""

    items: tuple[Item, ...]
    given: tuple[tuple[str, ...], ...]
    marks: tuple[Part, ...] = ()
