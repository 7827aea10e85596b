"""English numbers written as words: twelve, forty-five, three hundred, two and a half."""

from __future__ import annotations

import re
from fractions import Fraction

_SMALL = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        " eighteen nineteen".split(),
        range(1, 20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_BELOW_TWENTY, _EACH_TEN = "|".join(_SMALL), "|".join(_TENS)
_PLAIN = rf"(?:(?:{_EACH_TEN})(?:[- ](?:{_BELOW_TWENTY}))?|{_BELOW_TWENTY})"
#: For a pattern of others; `words_value` reads what it matches.
WORDS = rf"(?:(?:a|{_BELOW_TWENTY}) hundred(?: and {_PLAIN})?|{_PLAIN}(?: and a half)?)"


def words_value(text: str) -> Fraction:
    words = re.findall(r"[a-z]+", text.casefold())
    half = Fraction(1, 2) if words[-2:] == ["a", "half"] else Fraction(0)
    total = 0
    for word in words[: -2 if half else None]:
        if word == "hundred":
            total = max(total, 1) * 100
        total += _SMALL.get(word, 0) + _TENS.get(word, 0)
    return total + half
