"""A test made from cards: each is asked in a form that suits it, in turns chosen, typed, and true or false."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Literal

from quizapp.core.card import CardOption
from quizapp.core.document import Document
from quizapp.core.drills.cards import (
    DrillCard,
    also_right,
    answer_text,
    can_be_typed,
    gives_away,
    options_of,
    typed_mark,
)
from quizapp.core.drills.distractors import COUNT, LEAST, distractors, in_order, sort_of
from quizapp.core.kinds.multiple import Multiple
from quizapp.core.mark import Part
from quizapp.core.prose import plain
from quizapp.core.sentences import Unreadable

MOST = 20
Form = Literal["choose", "several", "type", "truth"]


class Item(Document):
    """A card as the test asks it.

    choose, several: `options` in plain words, `keys` the places of the right ones. truth: whether `proposed` is the
    answer, which `holds` says.
    """

    card: int
    form: Form
    options: tuple[str, ...] = ()
    keys: tuple[int, ...] = ()
    proposed: str = ""
    holds: bool = False


def paper(cards: Sequence[DrillCard], rng: Random, most: int = MOST) -> tuple[Item, ...]:
    """Up to `most` items, in a random order; left out is a card that no form suits or that another gives away."""
    answers = {card.id: answer for card in cards if (answer := answer_text(card)) and not _is_closed(card)}
    used: Counter[str] = Counter()
    taken: list[DrillCard] = []
    items: list[Item] = []
    for card in rng.sample(list(cards), len(cards)):
        fits = len(items) < most and not any(gives_away(card, other) for other in taken)
        forms = _forms(card, answers, rng) if fits else {}
        if forms:
            form = min(forms, key=lambda name: (used[name], name))
            used[form] += 1
            items.append(forms[form])
            taken.append(card)
    return tuple(items)


def marked(item: Item, card: DrillCard, given: Sequence[str]) -> Part:
    """The mark of what was given: places of options, a text, or `true` or `false`; nothing earns nothing."""
    wrong = Part(fraction=Fraction(0))
    if not given:
        return wrong
    if item.form == "type":
        try:
            return typed_mark(card, given[0])
        except Unreadable:
            return wrong
    if item.form == "truth":
        return Part(fraction=Fraction(int(given[0] == ("true" if item.holds else "false"))))
    keys = {str(key) for key in item.keys}
    right = {*given} == keys if item.form == "several" else len(given) == 1 and {*given} <= keys
    return Part(fraction=Fraction(int(right)))


def _forms(card: DrillCard, answers: Mapping[int, str], rng: Random) -> dict[str, Item]:
    """Every form in which the card can be asked."""
    own = _own_options(card, rng)
    if own and card.id not in answers:
        return {own.form: own}
    found: dict[str, Item] = {}
    wrong = _wrong(card, answers, rng)
    if len(wrong) >= LEAST:
        found["choose"] = _drawn(card, answers[card.id], wrong, rng)
    if can_be_typed(card):
        found["type"] = Item(card=card.id, form="type")
    if wrong:
        holds = rng.random() < 0.5
        proposed = answers[card.id] if holds else wrong[0]
        found["truth"] = Item(card=card.id, form="truth", proposed=proposed, holds=holds)
    return found


def _is_closed(card: DrillCard) -> bool:
    """Asked with its own options alone: several are right, or they all have their place, as true and false."""
    options = card.note.card.options
    return bool(options) and (isinstance(card.question, Multiple) or all(option.pinned for option in options))


def _own_options(card: DrillCard, rng: Random) -> Item | None:
    options = options_of(card, str(rng.random()))
    if not options or any("![" in option.text for option in options):
        return None
    return Item(
        card=card.id,
        form="several" if isinstance(card.question, Multiple) else "choose",
        options=tuple(_in_words(option) for option in options),
        keys=tuple(place for place, option in enumerate(options) if option.correct),
    )


def _in_words(option: CardOption) -> str:
    return " ".join(plain(option.text).split())


def _wrong(card: DrillCard, answers: Mapping[int, str], rng: Random) -> tuple[str, ...]:
    """From the other cards; where the answer is of no sort, rather the wrong options that were written for it."""
    right = answers.get(card.id)
    if right is None:
        return ()
    written = [_in_words(option) for option in options_of(card, "") if not option.correct and "![" not in option.text]
    written = [each for each in written if not also_right(card, each)]
    others = [answer for other, answer in answers.items() if other != card.id]
    drawn = distractors(right, others, card.note.language, lambda text: also_right(card, text), rng)
    if written and (len(drawn) < LEAST or sort_of(right, card.note.language).name == "text"):
        return tuple(rng.sample(written, min(COUNT, len(written))))
    return drawn


def _drawn(card: DrillCard, right: str, wrong: Sequence[str], rng: Random) -> Item:
    options = in_order([right, *wrong], card.note.language, rng)
    return Item(card=card.id, form="choose", options=tuple(options), keys=(options.index(right),))
