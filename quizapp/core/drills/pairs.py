"""Pairs to match: fronts and answers that are short enough for a tile, each fitting one other alone."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from quizapp.core.document import Document
from quizapp.core.drills.cards import DrillCard, also_right, answer_text, front_text, gives_away
from quizapp.core.spelling import folded

COUNT, LEAST = 6, 3
LONGEST_FRONT, LONGEST_ANSWER = 120, 48


class Pair(Document):
    """`card` is the id of the card."""

    card: int
    front: str
    answer: str


def fitting(cards: Sequence[DrillCard]) -> list[DrillCard]:
    """Those whose front and answer fit on a tile; of true and false no pair is made."""
    return [card for card in cards if _fits(card)]


def drawn(cards: Sequence[DrillCard], rng: Random) -> tuple[Pair, ...]:
    """Up to six pairs, or none where there are fewer than three."""
    fit = fitting(cards)
    chosen: list[DrillCard] = []
    for card in rng.sample(fit, len(fit)):
        if len(chosen) < COUNT and all(_apart(card, other) for other in chosen):
            chosen.append(card)
    return tuple(_pair(card) for card in chosen) if len(chosen) >= LEAST else ()


def _pair(card: DrillCard) -> Pair:
    return Pair(card=card.id, front=front_text(card), answer=answer_text(card) or "")


def _fits(card: DrillCard) -> bool:
    answer, options = answer_text(card), card.note.card.options
    if not answer or (options and all(option.pinned for option in options)) or "![" in card.note.card.front:
        return False
    return len(answer) <= LONGEST_ANSWER and len(front_text(card)) <= LONGEST_FRONT


def _apart(one: DrillCard, other: DrillCard) -> bool:
    """Neither's answer is right for the other or told by it, and no two tiles say the same."""
    mine, theirs = _pair(one), _pair(other)
    if folded(mine.front).letters == folded(theirs.front).letters or gives_away(one, other):
        return False
    return not also_right(one, theirs.answer) and not also_right(other, mine.answer)
