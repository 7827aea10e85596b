"""Learn mode: rounds of a few cards, until each was right twice running, in two rounds.

A right answer takes a card out of its round; after a wrong one it comes again at the round's end and begins anew: what
was right before does not count any more, for it was forgotten. Until it is known, a card rests for a round.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from random import Random

from quizapp.core.document import Document

#: So many cards at most are in a round.
ROUND = 7
#: Right so many times running, a card is known.
ENOUGH = 2


class Standing(Document):
    """How a card stands: how often it was right running, the last round that asked it (0: none), how often wrong."""

    card: int
    rights: int = 0
    last_round: int = 0
    wrongs: int = 0

    @property
    def known(self) -> bool:
        return self.rights >= ENOUGH


class Given(Document):
    """An answer in this round."""

    card: int
    right: bool


class Learning(Document):
    """`line` are the cards that this round still asks, the next one first; `given` what was answered in it."""

    cards: tuple[Standing, ...]
    round: int
    line: tuple[int, ...]
    given: tuple[Given, ...] = ()

    @property
    def asked(self) -> int | None:
        """The card that is asked now; None between rounds and at the end."""
        return self.line[0] if self.line else None

    @property
    def known(self) -> int:
        return sum(card.known for card in self.cards)

    @property
    def share(self) -> Fraction:
        return Fraction(self.known, len(self.cards) or 1)

    @property
    def over(self) -> bool:
        return all(card.known for card in self.cards)

    @property
    def between(self) -> bool:
        """The round is over, and there is another to come."""
        return not self.line and not self.over


def begun(cards: Sequence[int], rng: Random) -> Learning:
    """The first round over these cards, each once, in this order."""
    standings = tuple(Standing(card=card) for card in dict.fromkeys(cards))
    return _next_round(standings, 1, rng)


def answered(state: Learning, right: bool) -> Learning:
    """After an answer to the card that is asked. Raises `ValueError` where none is."""
    card = state.asked
    if card is None:
        raise ValueError("no card is asked")
    cards = tuple(_after(each, right, state.round) if each.card == card else each for each in state.cards)
    line = state.line[1:] if right else (*state.line[1:], card)
    return Learning(cards=cards, round=state.round, line=line, given=(*state.given, Given(card=card, right=right)))


def next_round(state: Learning, rng: Random) -> Learning:
    """The round after this one; while this one goes on, or at the end, all stays as it is."""
    return _next_round(state.cards, state.round + 1, rng) if state.between else state


def only(state: Learning, there: Collection[int]) -> Learning:
    """Without the cards that are not there any more."""
    cards = tuple(each for each in state.cards if each.card in there)
    line = tuple(card for card in state.line if card in there)
    given = tuple(each for each in state.given if each.card in there)
    return state if len(cards) == len(state.cards) else Learning(cards=cards, round=state.round, line=line, given=given)


def _after(standing: Standing, right: bool, at: int) -> Standing:
    rights = standing.rights + 1 if right else 0
    return Standing(card=standing.card, rights=rights, last_round=at, wrongs=standing.wrongs + (not right))


def _next_round(cards: tuple[Standing, ...], number: int, rng: Random) -> Learning:
    """Those that have rested for a round, the longest first; then new ones; then those of the last round."""
    left = [each for each in cards if not each.known]

    def rank(each: Standing) -> tuple[int, int]:
        if not each.last_round:
            return 1, 0
        return (0 if each.last_round < number - 1 else 2), each.last_round

    line = [each.card for each in sorted(left, key=rank)[:ROUND]]
    rng.shuffle(line)
    return Learning(cards=cards, round=number, line=tuple(line))
