"""What a quiz answer's mark says of each card that its question makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from quizapp.core.card import Card
from quizapp.core.kinds import kind_of
from quizapp.core.mark import Mark
from quizapp.core.question import Question


@dataclass(frozen=True)
class CardMark:
    """`place` is that of the card in its note. `kind` is what was done for it: in a gap to be chosen, choosing."""

    card: Card
    place: int
    kind: str
    fraction: Fraction


def card_marks(question: Question, mark: Mark, language: str = "en") -> tuple[CardMark, ...]:
    """Of a question with one card the whole mark; else that of each part, in the order of the cards."""
    kind = kind_of(question)
    places = list(_places(kind.cards(question, language)))
    fractions = [mark.fraction] if len(places) == 1 else [part.fraction for part in mark.parts]
    return tuple(
        CardMark(card, place, kind.part_kind(question, part), fraction)
        for part, ((card, place), fraction) in enumerate(zip(places, fractions, strict=True))
    )


def _places(cards: tuple[Card, ...]) -> Iterator[tuple[Card, int]]:
    for card in cards:
        if card.style == "cloze":
            yield from ((card, gap.number - 1) for gap in card.gaps)
        else:
            yield card, 0
