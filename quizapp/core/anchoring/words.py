"""Text cut into words, in any script, with white space and typography folded away."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache

#: What is seen as the same: quotes, dashes, apostrophes, an ellipsis, and full width (below).
_TYPOGRAPHY = str.maketrans(
    dict.fromkeys("‘’‚‛`´ʼʻ′‹›", "'") | dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‐‑‒–—―−", "-") | {"…": "..."}
)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
#: Soft hyphens, zero-width signs and marks of direction: nobody reads them.
INVISIBLE = frozenset("\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff") | frozenset(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
_UNSEEN = dict.fromkeys(map(ord, INVISIBLE))
#: Scripts without spaces: Thai to Burmese, Khmer, hiragana, Han.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u309f\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f]")


class _Classes(dict[int, str]):
    """A letter for what a character is, found out once: so patterns can be written for all scripts."""

    def __missing__(self, code: int) -> str:
        return self.setdefault(code, _class(chr(code)))


def _class(sign: str) -> str:
    kind = unicodedata.category(sign)
    found = (
        ("s", sign.isspace()),
        ("m", sign in INVISIBLE or kind[0] == "M"),
        ("u", bool(_UNSPACED.match(sign))),
        ("k", bool(_KATAKANA.match(sign))),
        ("d", kind == "Nd"),
        ("l", kind[0] in "LN" or kind == "Pc"),
        ("a", sign in "'’ʼ"),
        ("o", sign in ".．"),
        ("n", sign in ",:/٫٬，"),
    )
    return next((letter for letter, holds in found if holds), "p")


_CLASSES = _Classes()
#: A word, with the apostrophe of don't and the point of 2.5 in it; a sign of a script without spaces; any other sign.
_WORD = re.compile("m*[ld][ldm]*(?:(?:a(?=l)|(?<=d)[no](?=d))[ld][ldm]*)*|k[km]*|o+m*|[uanp]m*|m+")


@dataclass(frozen=True)
class Word:
    """A word as it is compared, and where it stands: places in the text, the end not included."""

    folded: str
    start: int
    end: int

    @property
    def is_sign(self) -> bool:
        return not any(letter.isalnum() for letter in self.folded)


class Words:
    """The words of a text in their order, signs of punctuation among them."""

    def __init__(self, text: str) -> None:
        self.text = text
        cuts = ((found.start(), found.end()) for found in _WORD.finditer(text.translate(_CLASSES)))
        words = (Word(folded(text[start:end]), start, end) for start, end in cuts)
        self.all = tuple(word for word in words if word.folded)

    @cached_property
    def folded(self) -> tuple[str, ...]:
        return tuple(word.folded for word in self.all)

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self.all]

    @cached_property
    def _ends(self) -> list[int]:
        return [word.end for word in self.all]

    @cached_property
    def _where(self) -> dict[str, list[int]]:
        where: dict[str, list[int]] = {}
        for number, word in enumerate(self.folded):
            where.setdefault(word, []).append(number)
        return where

    def touched(self, start: int, end: int) -> range:
        """The words of which something stands between two places of the text."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    def places(self, word: str) -> list[int]:
        """The numbers of the words that are this folded word."""
        return self._where.get(word, [])

    def runs(self, wanted: tuple[str, ...]) -> list[range]:
        """Wherever these folded words follow one another."""
        size = len(wanted)
        if not size:
            return []
        # The rarest word leads, so that "the" does not.
        lead = min(range(size), key=lambda place: len(self.places(wanted[place])))
        starts = (at - lead for at in self.places(wanted[lead]) if at >= lead)
        return [range(at, at + size) for at in starts if self.folded[at : at + size] == wanted]

    def slice(self, words: range) -> str:
        """The text from the first of the words to the last."""
        return self.text[self.all[words[0]].start : self.all[words[-1]].end] if words else ""


@lru_cache(maxsize=64)
def words_of(text: str) -> Words:
    return Words(text)


def folded(text: str) -> str:
    """Text without what is typography alone: “it’s” is "it's"."""
    seen = unicodedata.normalize("NFC", text.translate(_UNSEEN))
    return seen.translate(_TYPOGRAPHY).translate(_FULL_WIDTH)
