"""Bars as drawn: across in percent, so that they grow with the page, and up in pixels, so that their labels do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 140.0
#: The share of its place that a bar takes.
_FILLED = 0.76
#: A bar of one card is still seen.
_LEAST = 2.0


@dataclass(frozen=True)
class Piece:
    """A part of a bar: which, from 0 at the bottom, and where it lies from the top."""

    part: int
    top: float
    height: float


@dataclass(frozen=True)
class Bar:
    """`left`, `middle`, `right` and `width` in percent; `top` is where its label stands on."""

    left: float
    middle: float
    right: float
    width: float
    top: float
    pieces: tuple[Piece, ...]


def bars(stacks: Sequence[Sequence[int]], height: float = HEIGHT) -> tuple[Bar, ...]:
    """A bar for each stack, the highest `height` pixels high."""
    most = max((sum(stack) for stack in stacks), default=0)
    return tuple(_bar(stack, place, len(stacks), most, height) for place, stack in enumerate(stacks))


def _bar(stack: Sequence[int], place: int, of: int, most: int, height: float) -> Bar:
    pitch = 100 / of
    width = pitch * _FILLED
    left = place * pitch + (pitch - width) / 2
    pieces: list[Piece] = []
    top = height
    for part, count in enumerate(stack):
        if count:
            high = max(_LEAST, count / most * height)
            top -= high
            pieces.append(Piece(part, round(top, 1), round(high, 1)))
    left, middle, right = (round(each, 3) for each in (left, left + width / 2, left + width))
    return Bar(left, middle, right, round(width, 3), round(top, 1), tuple(pieces))
