"""A mark: an exact share of the points, part by part."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from quizapp.core.document import Document, Share
from quizapp.core.sentences import Sentence

Verdict = Literal["right", "partly", "wrong"]


def verdict(fraction: Fraction) -> Verdict:
    if fraction == 1:
        return "right"
    return "partly" if fraction > 0 else "wrong"


class Part(Document):
    """The mark of one gap, pair, place or option; `note` tells the learner more ("it is spelled ...")."""

    fraction: Share
    note: Sentence | None = None

    @property
    def verdict(self) -> Verdict:
        return verdict(self.fraction)


class Mark(Document):
    """`fraction` of the question's points, from 0 to 1; `parts` in the order in which the question lists them."""

    fraction: Share
    parts: tuple[Part, ...] = ()
    note: Sentence | None = None

    @property
    def verdict(self) -> Verdict:
        return verdict(self.fraction)
