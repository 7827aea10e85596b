"""A test made from cards: each is asked in a form that suits it, in turns chosen, typed, and true or false."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Literal

from quizapp.core.card import CardOption
from quizapp.core.document import Document
from quizapp.core.drills.cards import DrillCard, also_right, answer_text, can_be_typed, options_of, typed_mark
from quizapp.core.drills.distractors import LEAST, distractors, in_order
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
    """Up to `most` items, in a random order; a card that no form suits is left out."""
    answers = {card.id: answer for card in cards if (answer := answer_text(card))}
    used: Counter[str] = Counter()
    items: list[Item] = []
    for card in rng.sample(list(cards), len(cards)):
        forms = _forms(card, answers, rng) if len(items) < most else {}
        if forms:
            form = min(forms, key=lambda name: (used[name], name))
            used[form] += 1
            items.append(forms[form])
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
    found: dict[str, Item] = {}
    own = _own_options(card, rng)
    wrong = _wrong(card, answers, rng) if not own or not own.is_closed else ()
    if card.id in answers and len(wrong) >= LEAST:
        found["choose"] = _drawn(card, answers[card.id], wrong, rng)
    elif own:
        found[own.item.form] = own.item
    if can_be_typed(card):
        found["type"] = Item(card=card.id, form="type")
    if card.id in answers and wrong:
        holds = rng.random() < 0.5
        proposed = answers[card.id] if holds else wrong[0]
        found["truth"] = Item(card=card.id, form="truth", proposed=proposed, holds=holds)
    return found


class _Own(Document):
    """A question with the card's own options; a closed one names its options itself, as true and false."""

    item: Item
    is_closed: bool


def _own_options(card: DrillCard, rng: Random) -> _Own | None:
    options = options_of(card, str(rng.random()))
    if not options or any("![" in option.text for option in options):
        return None
    several = isinstance(card.question, Multiple)
    item = Item(
        card=card.id,
        form="several" if several else "choose",
        options=tuple(" ".join(plain(option.text).split()) for option in options),
        keys=_keys(options),
    )
    # One that leans on its options ("Which of these ...") is not asked without them.
    return _Own(item=item, is_closed=several or len(item.keys) != 1 or all(option.pinned for option in options))


def _keys(options: Sequence[CardOption]) -> tuple[int, ...]:
    return tuple(place for place, option in enumerate(options) if option.correct)


def _wrong(card: DrillCard, answers: Mapping[int, str], rng: Random) -> tuple[str, ...]:
    right = answers.get(card.id)
    if right is None:
        return ()
    others = [answer for other, answer in answers.items() if other != card.id]
    return distractors(right, others, card.note.language, lambda text: also_right(card, text), rng)


def _drawn(card: DrillCard, right: str, wrong: Sequence[str], rng: Random) -> Item:
    options = in_order([right, *wrong], card.note.language, rng)
    return Item(card=card.id, form="choose", options=tuple(options), keys=(options.index(right),))
