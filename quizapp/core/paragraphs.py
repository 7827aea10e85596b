"""What differs between two texts, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from rapidfuzz import fuzz

from quizapp.core.changes import Piece, marked

#: Paragraphs that share less than this, in per cent, are two.
_LEAST_ALIKE = 50
#: Beyond this many pairs nobody reads which became which.
_MOST_PAIRS = 10_000
#: Beyond this many it would take too long even to look for those that stayed.
_MOST_LOOKED_AT = 1_000_000
#: So many paragraphs that stayed are shown on either side of a change.
_AROUND = 1


@dataclass(frozen=True)
class Paragraph:
    """One that stayed, changed, went or came; `skipped` stands for so many that stayed."""

    how: Literal["same", "changed", "gone", "added", "skipped"]
    pieces: tuple[Piece, ...] = ()
    skipped: int = 0


def compared(before: str, after: str) -> tuple[Paragraph, ...]:
    """Both texts as one; what stayed is skipped but for the paragraph beside a change. Empty where nothing differs."""
    every = list(_paragraphs(_parted(before), _parted(after)))
    if all(each.how == "same" for each in every):
        return ()
    return tuple(_shortened(every))


def _parted(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n[ \t]*\n", text) if part.strip()]


def _paragraphs(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    yield from map(_same, old[:head])
    yield from _between(old[head : len(old) - tail], new[head : len(new) - tail])
    yield from map(_same, old[len(old) - tail :])


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many paragraphs both begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def _between(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    if len(old) * len(new) > _MOST_LOOKED_AT:
        yield from _replaced(old, new)
        return
    for how, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            yield from map(_same, old[i1:i2])
        else:
            yield from _replaced(old[i1:i2], new[j1:j2])


def _same(text: str) -> Paragraph:
    return Paragraph("same", (Piece(text, "same"),))


def _gone(texts: Sequence[str]) -> Iterator[Paragraph]:
    return (Paragraph("gone", (Piece(text, "gone"),)) for text in texts)


def _added(texts: Sequence[str]) -> Iterator[Paragraph]:
    return (Paragraph("added", (Piece(text, "added"),)) for text in texts)


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    """Those that became one another, in order, and around them what went and what came."""
    pairs = _pairs(old, new) if len(old) * len(new) <= _MOST_PAIRS else []
    at, to = 0, 0
    for one, other in pairs:
        yield from _gone(old[at:one])
        yield from _added(new[to:other])
        yield Paragraph("changed", marked(old[one], new[other]))
        at, to = one + 1, other + 1
    yield from _gone(old[at:])
    yield from _added(new[to:])


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Which paragraph became which, the likest first, never crossing."""
    scored = ((fuzz.ratio(one, other), i, j) for i, one in enumerate(old) for j, other in enumerate(new))
    pairs: list[tuple[int, int]] = []
    for _, i, j in sorted((each for each in scored if each[0] >= _LEAST_ALIKE), key=lambda each: -each[0]):
        if all((i < one) == (j < other) and i != one and j != other for one, other in pairs):
            pairs.append((i, j))
    return sorted(pairs)


def _shortened(every: Sequence[Paragraph]) -> Iterator[Paragraph]:
    touched = [place for place, each in enumerate(every) if each.how != "same"]
    near = {place + step for place in touched for step in range(-_AROUND, _AROUND + 1)}
    for kept, run in groupby(enumerate(every), key=lambda each: each[0] in near):
        paragraphs = [each for _, each in run]
        if kept or len(paragraphs) == 1:
            yield from paragraphs
        else:
            yield Paragraph("skipped", skipped=len(paragraphs))
