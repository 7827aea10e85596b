"""Drafts of cards as the questions that they become: one for each, or, as plain cards, one for several.

A plain card is turned over and nothing is typed. Of the kinds of questions it is a pair of a matching: what stands on
its two sides stays as it is, each pair is a card of its own in Anki and in reviews, and a quiz asks what belongs
together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from math import ceil
from typing import Any

from quizapp.core.document import CONTROL
from quizapp.core.options import same_text
from quizapp.core.picture import Picture
from quizapp.core.prose import escaped
from quizapp.core.sentences import Sentence, say
from quizapp.core.slugs import slug_of
from quizapp.formats.anki.questions import TOO_LONG, Draft

BELONGS = "what belongs together?"
#: More choices than these nobody likes to look through.
MOST_PAIRS = 10
#: What can be read among the choices of a question.
_LONGEST_SIDE = 300
_LONGEST_SLUG = 40
_MOST_TAGS = 50
_BLOCK = re.compile(r"\n\n|^\s{0,3}(?:[-*+>#|]|\d{1,9}[.)]|```|~~~)\s?", re.MULTILINE)
_TOKEN = re.compile(r"(?:^|-)([0-9a-f]{16})$")
#: By guid and by place in the note.
_Key = tuple[str, int]


@dataclass(frozen=True)
class Entry:
    """A question to be made. `name` is its permanent id, "" where it gets one as it is published.

    `title` is how it begins in Anki, `cards` are so many cards of Anki.
    """

    name: str
    title: str
    document: Mapping[str, Any]
    told: tuple[Sentence, ...] = ()
    pictures: tuple[Picture, ...] = ()
    cards: int = 1


def token(guid: str, ord_: int) -> str:
    """Stands at the end of the permanent id of what was made of a card, and tells it again."""
    return sha256(f"{guid}/{ord_}".encode(errors="replace")).hexdigest()[:16]


def token_in(name: str) -> str | None:
    """The token at the end of an id, if it has one."""
    found = _TOKEN.search(name)
    return found[1] if found else None


def entries(drafts: Iterable[Draft], decks: Mapping[str, str] | None = None) -> list[Entry]:
    """What these drafts become, in their order; with `decks`, by guid, as plain cards wherever they can be."""
    whole = [draft for draft in drafts if draft.document is not None]
    groups = _groups(whole, decks) if decks is not None else []
    first = {_key(group[0]): group for group in groups}
    grouped = {_key(draft) for group in groups for draft in group}
    made: list[Entry] = []
    for draft in whole:
        if _key(draft) in first:
            made.append(_matching(first[_key(draft)], (decks or {}).get(draft.guid, "")))
        elif _key(draft) not in grouped:
            made.append(_single(draft, plain=decks is not None))
    return made


def _key(draft: Draft) -> _Key:
    return draft.guid, draft.ord


def _groups(drafts: Sequence[Draft], decks: Mapping[str, str]) -> list[list[Draft]]:
    """Cards of one deck that ask in one direction, with fronts that differ, by up to ten."""
    rooms: dict[tuple[str, int], dict[str, Draft]] = {}
    for draft in drafts:
        if _is_plain(draft):
            rooms.setdefault((decks.get(draft.guid, ""), draft.ord), {}).setdefault(same_text(_left(draft)), draft)
    return [group for room in rooms.values() if len(room) > 1 for group in _evenly(list(room.values()))]


def _evenly(cards: list[Draft]) -> list[list[Draft]]:
    count = ceil(len(cards) / MOST_PAIRS)
    ends = [len(cards) * place // count for place in range(count + 1)]
    return [cards[start:end] for start, end in pairwise(ends)]


def _is_plain(draft: Draft) -> bool:
    return (
        0 < len(draft.back) <= _LONGEST_SIDE
        and 0 < len(_left(draft)) <= _LONGEST_SIDE
        and not _BLOCK.search(_left(draft))
    )


def _left(draft: Draft) -> str:
    return str((draft.document or {}).get("stem", ""))


def _named(text: str, draft: Draft) -> str:
    return f"{slug_of(text, _LONGEST_SLUG) or 'card'}-{token(draft.guid, draft.ord)}"


def _single(draft: Draft, *, plain: bool) -> Entry:
    told = draft.left_out
    if plain and draft.back:
        told = (*told, say("It is no plain card: its sides are too long, or no other card of its deck goes with it."))
    return Entry(_named(draft.name, draft), draft.name, draft.document or {}, told, draft.pictures)


def _matching(group: Sequence[Draft], deck: str) -> Entry:
    pairs = [
        {"id": _named(_left(draft), draft), "left": " ".join(_left(draft).split()), "right": draft.back}
        for draft in group
    ]
    tags = dict.fromkeys(tag for draft in group for tag in (draft.document or {}).get("tags", ()))
    document = {"kind": "matching", "stem": _stem(deck), "pairs": pairs}
    told = dict.fromkeys(sentence for draft in group for sentence in draft.left_out if sentence != TOO_LONG)
    pictures = {picture.name: picture for draft in group for picture in draft.pictures}
    return Entry(
        "",
        f"{group[0].name} … {group[-1].name}",
        document | ({"tags": list(tags)[:_MOST_TAGS]} if tags else {}),
        tuple(told),
        tuple(pictures.values()),
        len(group),
    )


def _stem(deck: str) -> str:
    name = " ".join(CONTROL.sub("", deck.rsplit("::", 1)[-1]).split())[:_LONGEST_SIDE]
    return f"{escaped(name)}: {BELONGS}" if name else BELONGS.capitalize()
