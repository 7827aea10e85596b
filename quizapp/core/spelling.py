"""Typed text compared as a fair teacher would: what is only written otherwise is the same, and a slip is forgiven."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

#: Accents, and the vowel points that Arabic and Hebrew may leave out. Marks of other scripts are letters: ガ is not カ.
_OPTIONAL_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u0652]")
#: Signs that tell names apart: C# is not C.
_KEPT_SIGNS = frozenset("#%&@+=$€£¥")
#: Here one sign is a syllable or a word, and another sign is another one: no slip of the finger.
_SYLLABLES = re.compile(r"[\d\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+")


@dataclass(frozen=True)
class Folded:
    """Text without case, accents and punctuation, in words; `letters` is all of it in one piece."""

    words: tuple[str, ...]

    @property
    def letters(self) -> str:
        return "".join(self.words)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Runs of digits: 1.5 is not 15, however freely spacing is read."""
        return tuple(run for word in self.words for run in re.findall(r"\d+", word))

    @property
    def exact_signs(self) -> str:
        """What must be right to the sign: digits, and signs of scripts that write syllables or words."""
        return "".join(_SYLLABLES.findall(self.letters))


@lru_cache(maxsize=4096)
def folded(text: str) -> Folded:
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = unicodedata.normalize("NFC", _OPTIONAL_MARKS.sub("", unicodedata.normalize("NFD", plain)))
    plain = re.sub(r"(?<=[^\W\d_])['’](?=[^\W\d_])", "", plain)
    return Folded(tuple("".join(letter if _is_kept(letter) else " " for letter in plain).split()))


def _is_kept(letter: str) -> bool:
    return letter in _KEPT_SIGNS or unicodedata.category(letter)[0] in "LMN" or unicodedata.category(letter) == "So"


def same(one: Folded, other: Folded) -> bool:
    return one.letters == other.letters and one.numbers == other.numbers


#: Words before a name that its answer may have or leave out.
_LEADING = frozenset(("the", "a", "an", "mr", "mrs", "ms", "dr"))


def even(typed: Folded, key: Folded) -> tuple[Folded, Folded]:
    """Both without the leading word that only one of them has: the Supreme Court is Supreme Court.

    A wrong article (an for the) stays: it is not a missing one.
    """
    one, other = _without_leading(typed), _without_leading(key)
    return (one, other) if (one is typed) != (other is key) else (typed, key)


def _without_leading(text: Folded) -> Folded:
    return Folded(text.words[1:]) if len(text.words) > 1 and text.words[0] in _LEADING else text


def slips(typed: Folded, key: Folded) -> int | None:
    """How many letters are off (left out, added, changed, or two swapped); None for more than a slip.

    One is forgiven from five letters of the key on, two from ten; a single word must itself have ten for two, so that
    South Korea does not pass for North Korea.
    """
    allowed = _allowed(len(key.letters))
    if not allowed or typed.exact_signs != key.exact_signs or typed.numbers != key.numbers:
        return None
    if len(typed.words) != len(key.words):
        return _distance(typed.letters, key.letters, 1)
    total = 0
    for mine, right in zip(typed.words, key.words, strict=True):
        distance = _distance(mine, right, max(1, _allowed(len(right))))
        if distance is None:
            return None
        total += distance
    return total if total <= allowed else None


def _allowed(letters: int) -> int:
    return 2 if letters >= 10 else int(letters >= 5)


def _distance(one: str, other: str, most: int) -> int | None:
    distance = OSA.distance(one, other, score_cutoff=most)
    return distance if distance <= most else None
