"""Finds every quote again after its article was changed, and names a passage that was marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from quizapp.core.anchoring.rewording import Change, changes, nearest
from quizapp.core.anchoring.selecting import minimal_context, select
from quizapp.core.anchoring.twins import same_words
from quizapp.core.anchoring.versions import versions
from quizapp.core.anchoring.words import words_of
from quizapp.core.evidence import Reading
from quizapp.core.question import Quote
from quizapp.core.sentences import Refusal

__all__ = ["Anchored", "Change", "How", "anchor", "minimal_context", "select"]

How = Literal["kept", "moved", "reworded", "lost"]


@dataclass(frozen=True)
class Anchored:
    """Where a quote stands after its article was changed.

    - `kept`: the quote fits as it is.
    - `moved`: the same words, which `quote` now names with other words around them or in other typography.
    - `reworded`: the passage says it otherwise. Whoever wrote the question must look at `changed`.
    - `lost`: there is no such passage any more, and `quote` is None.

    `score` is the likeness of the two passages, from 0 to 1.
    """

    how: How
    quote: Quote | None
    score: float
    changed: tuple[Change, ...] = ()

    @property
    def facts(self) -> tuple[Change, ...]:
        """The changes that may touch a number, a date or a name."""
        return tuple(change for change in self.changed if change.may_be_fact)


LOST = Anchored("lost", None, 0.0)


def anchor(quote: Quote, before: Reading, after: Reading) -> Anchored:
    """Find in `after` the passage that `quote` names in `before`: that very passage or none."""
    sides = versions(before.text, after.text)
    old = _place(quote, before)
    # A quote that named nothing before has no place to be found by: it must fit as it is.
    now = same_words(sides, old) if old else _place(quote, after)
    if now:
        return _found(quote, after, now)
    found = nearest(sides, old) if old else None
    if not old or not found:
        return LOST
    named = _named(after, found.words)
    changed = changes(sides, old, found.words)
    return Anchored("reworded", named, found.score, changed) if named else LOST


def _place(quote: Quote, reading: Reading) -> range | None:
    """The words that a quote names; None unless it names one passage."""
    spans = reading.spans(quote)
    words = words_of(reading.text).touched(spans[0].start, spans[0].end) if len(spans) == 1 else range(0)
    return words or None


def _found(quote: Quote, after: Reading, now: range) -> Anchored:
    spans = after.spans(quote)
    if len(spans) == 1 and words_of(after.text).touched(spans[0].start, spans[0].end) == now:
        return Anchored("kept", quote, 1.0)
    named = _named(after, now)
    return Anchored("moved", named, 1.0) if named else LOST


def _named(after: Reading, words: range) -> Quote | None:
    page = words_of(after.text).all
    try:
        return minimal_context(after, page[words[0]].start, page[words[-1]].end)
    except Refusal:
        return None
