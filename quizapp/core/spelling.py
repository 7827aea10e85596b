"""Typed text compared as a fair teacher would: what is only written otherwise is the same, and a slip is forgiven."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA, Levenshtein

#: Accents, and the vowel points that Arabic and Hebrew may leave out. Marks of other scripts are letters: ガ is not カ.
_OPTIONAL_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u0652\u0670]")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’ʼʻ‘`](?=[^\W\d_])")
#: Letters that no accent makes, as they are typed without them; Arabic's alef with a hamza, which may be left out.
_PLAIN_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"} | dict.fromkeys("أإآٱ", "ا")
)
#: How umlauts are spelled out.
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
#: Signs that tell names apart: C# is not C.
_KEPT_SIGNS = frozenset("#%&@+=<>≤≥$€£¥")
_NEGATIVE = re.compile(r"\s*[-−–‐‑]\s?\d")
#: Here one sign is a syllable or a word, and another sign is another one: no slip of the finger.
_SYLLABLES = re.compile(r"[\d\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+")

#: Scripts that write words one after another, or what belongs to a word right behind it.
_UNPARTED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]"
)


@dataclass(frozen=True)
class Folded:
    """Text without case, accents and punctuation, in words; `letters` is all of it in one piece.

    `spelled_out` is the same with umlauts written as two letters: Köln as Koeln.
    """

    words: tuple[str, ...]
    spelled_out: str = ""

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
    plain = "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in plain)
    return Folded(_words(plain), "".join(_words(unicodedata.normalize("NFC", plain).translate(_SPELLED_OUT))))


def _words(text: str) -> tuple[str, ...]:
    plain = _OPTIONAL_MARKS.sub("", unicodedata.normalize("NFD", text))
    plain = _APOSTROPHE.sub("", unicodedata.normalize("NFC", plain).translate(_PLAIN_LETTERS))
    sign = "-" if _NEGATIVE.match(plain) else ""
    return tuple((sign + "".join(letter if _is_kept(letter) else " " for letter in plain).strip()).split())


def _is_kept(letter: str) -> bool:
    return letter in _KEPT_SIGNS or unicodedata.category(letter)[0] in "LMN" or unicodedata.category(letter) == "So"


def same(one: Folded, other: Folded) -> bool:
    alike = one.letters in {other.letters, other.spelled_out} or one.spelled_out == other.letters
    return alike and one.numbers == other.numbers


def stands_in(part: Folded, whole: Folded) -> bool:
    """Whether the words stand there, one after another; where words are not parted by spaces, the letters."""
    if _UNPARTED.search(part.letters):
        return part.letters in whole.letters
    return f" {' '.join(part.words)} " in f" {' '.join(whole.words)} "


#: Words before a name that its answer may have or leave out.
_ARTICLES, _TITLES = frozenset(("a", "an")), frozenset(("mr", "mrs", "ms", "dr"))
_LEADING = _ARTICLES | _TITLES | {"the"}
#: Words in which every letter counts: a letter alone (vitamin C), a Roman number, a title.
_ROMAN = re.compile("[ivx]+")


def even(typed: Folded, key: Folded) -> tuple[Folded, Folded]:
    """Both without the leading word that only one of them has: the Supreme Court is Supreme Court.

    A wrong article (an for the) stays, for it is not a missing one; a for an is a matter of sound.
    """
    one, other = _without_leading(typed), _without_leading(key)
    alike = {*typed.words[:1], *key.words[:1]} <= _ARTICLES
    return (one, other) if alike or (one is typed) != (other is key) else (typed, key)


def _without_leading(text: Folded) -> Folded:
    return Folded(text.words[1:]) if len(text.words) > 1 and text.words[0] in _LEADING else text


def slips(typed: Folded, key: Folded) -> int | None:
    """How many letters are off (left out, added, changed, or two swapped); None for more than a slip.

    One is forgiven from five letters of the key on, two from ten; a single word must itself have ten for two, so that
    South Korea does not pass for North Korea. None is in a word whose every letter counts.
    """
    allowed = _allowed(len(key.letters))
    if not allowed or typed.exact_signs != key.exact_signs or typed.numbers != key.numbers:
        return None
    if len(typed.words) != len(key.words):
        distance = _distance(typed.letters, key.letters, 1)
        exact = distance is not None and (_off_in_exact(typed, key) or _off_in_exact(key, typed))
        return None if exact else distance
    total = 0
    for mine, right in zip(typed.words, key.words, strict=True):
        most = 0 if _is_exact(mine) or _is_exact(right) else max(1, _allowed(len(right)))
        distance = _distance(mine, right, most)
        if distance is None:
            return None
        total += distance
    return total if total <= allowed else None


def _is_exact(word: str) -> bool:
    return len(word) == 1 or word in _TITLES or bool(_ROMAN.fullmatch(word))


def _off_in_exact(one: Folded, other: Folded) -> bool:
    """Whether the two part in or right beside an exact word of `other`; they are cut into words differently."""
    off = {step.dest_pos for step in Levenshtein.editops(one.letters, other.letters)}
    at = 0
    for word in other.words:
        if _is_exact(word) and off & {*range(at, at + len(word) + 1)}:
            return True
        at += len(word)
    return False


def _allowed(letters: int) -> int:
    return 2 if letters >= 10 else int(letters >= 5)


def _distance(one: str, other: str, most: int) -> int | None:
    distance = OSA.distance(one, other, score_cutoff=most)
    return distance if distance <= most else None
