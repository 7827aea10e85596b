"""From what was marked in an article to the quote that names it: whole words, found exactly once."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache

from pydantic import ValidationError

from quizapp.core.anchoring.words import folded, words_of
from quizapp.core.evidence import Reading, Span
from quizapp.core.question import Quote
from quizapp.core.sentences import Refusal, say

#: A passage that stands more often than this is a letter or a small word: nobody's evidence.
_MOST_TWINS = 2000


def minimal_context(reading: Reading, start: int, end: int) -> Quote:
    """The quote for `reading.text[start:end]`, widened to whole words, with the least before and after it that tells
    it from its twins. Raises `Refusal` for a passage that no quote can name.
    """
    text = reading.text
    span = _whole(text, start, end)
    exact = text[span.start : span.end]
    twins = [at for at in _places(text, exact) if at != span.start]
    if not exact or len(twins) > _MOST_TWINS:
        raise _vague()
    prefix, suffix = _least(text, span, twins) if twins else ("", "")
    try:
        quote = Quote(exact=exact, prefix=prefix, suffix=suffix)
    except ValidationError as error:
        raise _vague() from error
    if reading.count(quote) != 1:
        raise _vague()
    return quote


def _vague() -> Refusal:
    return Refusal(say("This passage can't be told from others. Mark a little more of it, in one piece."))


def _whole(text: str, start: int, end: int) -> Span:
    """The passage with the words that it begins and ends in, without white space around it."""
    touched = words_of(text).touched(start, end)
    if not touched:
        return Span(start, start)
    words = words_of(text).all
    return Span(words[touched[0]].start, words[touched[-1]].end)


def _places(text: str, part: str) -> list[int]:
    places: list[int] = []
    at = text.find(part) if part else -1
    while at >= 0 and len(places) <= _MOST_TWINS + 1:
        places.append(at)
        at = text.find(part, at + 1)
    return places


def _least(text: str, span: Span, twins: Sequence[int]) -> tuple[str, str]:
    """The shortest prefix and suffix that no twin has both of; in the end all that stands around the passage."""
    before, after = _edges(text, span.start, span.end)
    prefixes, suffixes = _lengths_before(text, before), _lengths_after(text, after)
    shared = sorted(_shared(text, span, at) for at in twins)
    best, need = (prefixes[-1], suffixes[-1]), -1
    # The shorter the prefix, the more twins have it too, and the suffix must be longer than what they share.
    for prefix in reversed(prefixes):
        while shared and shared[-1][0] >= prefix:
            need = max(need, shared.pop()[1])
        place = bisect_right(suffixes, need)
        if place < len(suffixes) and prefix + suffixes[place] < sum(best):
            best = prefix, suffixes[place]
    return text[before - best[0] : before], text[after : after + best[1]]


def _edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the text before a passage ends and the text after it begins, past a space."""
    return start - (text[start - 1 : start] == " "), end + (text[end : end + 1] == " ")


def _lengths_before(text: str, before: int) -> list[int]:
    """How long a prefix of whole words can be, from none to all."""
    words = (before - word.start for word in reversed(words_of(text).all) if word.end <= before and not word.is_sign)
    return sorted({0, *words, before})


def _lengths_after(text: str, after: int) -> list[int]:
    words = (word.end - after for word in words_of(text).all if word.start >= after and not word.is_sign)
    return sorted({0, *words, len(text) - after})


def _shared(text: str, span: Span, twin: int) -> tuple[int, int]:
    """How many characters a passage and its twin share right before and right after them."""
    before, after = _edges(text, span.start, span.end)
    other, behind = _edges(text, twin, twin + span.end - span.start)
    return (
        _most(min(before, other), lambda size: text[before - size : before] == text[other - size : other]),
        _most(len(text) - max(after, behind), lambda size: text.startswith(text[after : after + size], behind)),
    )


def _most(limit: int, holds: Callable[[int], bool]) -> int:
    """The largest size that holds, where every smaller one does."""
    least, most = 0, limit
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if holds(middle) else (least, middle - 1)
    return least


def select(reading: Reading, text: str, before: str = "", after: str = "") -> Quote | None:
    """The quote for what a browser says is marked: the selected text, and what stands right before and after it.

    None where the article has no such passage, or has several that fit equally well.
    """
    page, wanted = _Squeezed(reading.text), _Squeezed(text).letters
    starts = _places(page.letters, wanted) if any(map(str.isalnum, wanted)) else []
    if len(starts) > _MOST_TWINS:
        return None
    lead, tail = _Squeezed(before).letters, _Squeezed(after).letters
    ranked = sorted(((page.likeness(at, at + len(wanted), lead, tail), at) for at in starts), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    start = ranked[0][1]
    try:
        return minimal_context(reading, page.places[start], page.places[start + len(wanted) - 1] + 1)
    except Refusal:
        return None


_folded_sign = lru_cache(maxsize=4096)(folded)


class _Squeezed:
    """Text without its white space, which browsers and files write differently, and without typography."""

    def __init__(self, text: str) -> None:
        marked = unicodedata.normalize("NFC", text)
        pairs = [(letter, place) for place, sign in enumerate(marked) if not sign.isspace() for letter in folded(sign)]
        self.letters = "".join(letter for letter, _ in pairs)
        self.places = [place for _, place in pairs]

    def likeness(self, start: int, end: int, lead: str, tail: str) -> int:
        """How much of `lead` stands right before a passage, and how much of `tail` right after it."""
        before = _most(min(len(lead), start), lambda size: self.letters[start - size : start] == lead[-size:])
        behind = _most(len(tail), lambda size: self.letters.startswith(tail[:size], end))
        return before + behind
