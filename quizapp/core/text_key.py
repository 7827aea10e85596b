"""A key that is text: what else is accepted, and how a typed text is marked against it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from pydantic import Field, StrictBool, model_validator

from quizapp.core.document import Count, Document, Line, Prose, Share
from quizapp.core.mark import Mark, Part
from quizapp.core.options import Loc, refuse_at
from quizapp.core.sentences import Unreadable, say
from quizapp.core.shorthand import Shorthand
from quizapp.core.spelling import Folded, even, folded, same, slips
from quizapp.core.typed import ReviewedText

WHOLE = Fraction(1)


class Accepted(Shorthand):
    """A text that is accepted too; with `weight: 0` a known wrong one, never taken for a slip."""

    text: Line
    weight: Share = WHOLE
    feedback: Prose | None = None


@dataclass(frozen=True)
class Match:
    """What a typed text was taken for; `slip` when a letter or two were off."""

    accepted: Accepted
    slip: bool = False


class TextKey(Document):
    """`answer` and what is accepted beside it; with `typos: false` it must be spelled right."""

    answer: Annotated[Line, Field(description="The right answer, as it is best written.")]
    accept: Annotated[tuple[Accepted, ...], Count(0, 50), Field(description="More texts that are accepted.")] = ()
    typos: Annotated[StrictBool, Field(description="Whether a small slip in spelling is forgiven.")] = True

    @model_validator(mode="after")
    def _distinct(self) -> TextKey:
        found: dict[Loc, str] = {}
        seen = [folded(self.answer)]
        if not seen[0].letters:
            found["answer",] = "has no letter or digit in it, so nothing could be compared"
        for place, accepted in enumerate(self.accept):
            text = folded(accepted.text)
            if not text.letters:
                found["accept", place] = "has no letter or digit in it, so nothing could be compared"
            elif any(same(text, earlier) for earlier in seen):
                found["accept", place] = "is read the same as an answer before it; delete one of the two"
            seen.append(text)
        refuse_at(found)
        return self

    @property
    def all_accepted(self) -> tuple[Accepted, ...]:
        return (Accepted(text=self.answer), *self.accept)

    @property
    def also(self) -> tuple[str, ...]:
        """The other texts that get the full mark."""
        return tuple(accepted.text for accepted in self.accept if accepted.weight == 1)

    def match(self, text: str) -> Match | None:
        """What the text was meant as. Written right it is that; else the text from which the fewest letters are off."""
        typed = folded(text)
        for accepted in self.all_accepted:
            if same(typed, folded(accepted.text)):
                return Match(accepted)
        return self._slip(text) if self.typos else None

    def _slip(self, text: str) -> Match | None:
        off = [(_off(folded(text), folded(accepted.text)), accepted) for accepted in self.all_accepted]
        # What is as near to a known wrong answer as to a right one is not known to be right.
        near = [
            (count, accepted.weight > 0, -accepted.weight, place)
            for place, (count, accepted) in enumerate(off)
            if count is not None
        ]
        return Match(off[min(near)[3]][1], slip=True) if near else None

    def mark(self, text: str) -> Mark:
        match = self.match(text)
        if match is None:
            return Mark(fraction=Fraction(0))
        forgiven = match.slip and match.accepted.weight > 0
        note = say("Accepted. It is spelled “%(spelling)s”.", spelling=match.accepted.text) if forgiven else None
        return Mark(fraction=match.accepted.weight, note=note)

    def reviewed(self, text: str | None, mark: Mark | Part | None) -> ReviewedText:
        if text is None or mark is None:
            return ReviewedText(None, self.answer, mark.verdict if mark else None, also=self.also)
        match = self.match(text)
        feedback = match.accepted.feedback if match else None
        return ReviewedText(text, self.answer, mark.verdict, mark.note, self.also, feedback)


def _off(typed: Folded, key: Folded) -> int | None:
    """How many letters are off; 0 where only an article is too much or missing; None for another answer."""
    mine, right = even(typed, key)
    return 0 if same(mine, right) else slips(mine, right)


def comparable(text: str) -> str:
    """The text, if there is anything in it to compare; raises `Unreadable`."""
    if not folded(text).letters:
        raise Unreadable(say("There is no letter or digit in that answer. Write it in words."))
    return text
