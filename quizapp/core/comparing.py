"""What was typed, held letter by letter against what was wanted. `static/js/comparing.js` gives the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

Kind = Literal["same", "wrong", "missing", "extra"]

_ZERO_WIDTH_JOINER, _ZERO_WIDTH_NON_JOINER = "\u200d", "\u200c"


class Run(NamedTuple):
    """Letters that fared alike. `text` is as typed; of what is missing, as wanted."""

    kind: Kind
    text: str


def compared(typed: str, wanted: str, *, ignore_case: bool = False) -> tuple[Run, ...]:
    """The runs, in order: without those that are missing they are what was typed, its white space folded."""
    given, right = letters(typed), letters(wanted)
    keys = [_key(letter, ignore_case) for letter in given], [_key(letter, ignore_case) for letter in right]
    found = _aligned(given, right, *keys)
    return tuple(
        Run(kind, "".join(letter for _, letter in run)) for kind, run in groupby(found, key=lambda each: each[0])
    )


def letters(text: str) -> list[str]:
    """What people call letters: a base with its marks, an emoji with what is joined to it; composed where it can be."""
    found: list[str] = []
    for character in " ".join(unicodedata.normalize("NFC", text).split()):
        if found and _goes_with(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return found


def _goes_with(before: str, character: str) -> bool:
    if character in {_ZERO_WIDTH_JOINER, _ZERO_WIDTH_NON_JOINER} or before[-1] == _ZERO_WIDTH_JOINER:
        return True
    if len(before) == 1 and _is_regional(before) and _is_regional(character):
        return True
    return unicodedata.category(character)[0] == "M" or "\U0001f3fb" <= character <= "\U0001f3ff"


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _key(letter: str, ignore_case: bool) -> str:
    return letter.lower() if ignore_case else letter


def _aligned(
    given: Sequence[str], right: Sequence[str], given_keys: Sequence[str], right_keys: Sequence[str]
) -> Iterator[tuple[Kind, str]]:
    """Each letter with its kind, along the longest common subsequence; of several, the one that matches first."""
    longest = _longest(given_keys, right_keys)
    at, place = 0, 0
    while at < len(given) or place < len(right):
        start, begin = at, place
        while at < len(given) and place < len(right) and given_keys[at] != right_keys[place]:
            at, place = (at + 1, place) if longest[at + 1][place] >= longest[at][place + 1] else (at, place + 1)
        if at == len(given) or place == len(right):
            at, place = len(given), len(right)
        yield from _replaced(given[start:at], right[begin:place])
        if at < len(given):
            yield "same", given[at]
            at, place = at + 1, place + 1


def _replaced(given: Sequence[str], right: Sequence[str]) -> Iterator[tuple[Kind, str]]:
    """Letters in place of others: as many as were wanted are wrong; the rest is too much, or missing."""
    pairs = min(len(given), len(right))
    yield from (("wrong", letter) for letter in given[:pairs])
    yield from (("extra", letter) for letter in given[pairs:])
    yield from (("missing", letter) for letter in right[pairs:])


def _longest(given: Sequence[str], right: Sequence[str]) -> list[list[int]]:
    """The length of the longest common subsequence of what is left from each pair of places on."""
    longest = [[0] * (len(right) + 1) for _ in range(len(given) + 1)]
    for at in reversed(range(len(given))):
        for place in reversed(range(len(right))):
            longest[at][place] = (
                longest[at + 1][place + 1] + 1
                if given[at] == right[place]
                else max(longest[at + 1][place], longest[at][place + 1])
            )
    return longest
