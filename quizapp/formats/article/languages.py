"""Which language a text is in, guessed from its script and its small words."""

from __future__ import annotations

import re
from collections import Counter

#: Small words that are common in one of the languages and rare in the others.
_SMALL_WORDS = {
    "en": "the of and to in is was for that with on as by at from are were has had it be this which not",
    "de": "der die das und ist nicht von mit dem den ein eine auf für sich auch werden wurde hat im zu als bei",
    "fr": "le la les des et est une dans pour que qui sur par avec au aux ne pas plus cette été sont du",
    "es": "el los las y es una para que por con del se no su al más fue como pero sus han ha está en",
}
_LANGUAGES = {
    word: [name for name, words in _SMALL_WORDS.items() if word in words.split()]
    for words in _SMALL_WORDS.values()
    for word in words.split()
}
_SCRIPTS = (
    ("kana", re.compile("[\u3041-\u309f\u30a1-\u30fa]")),
    ("hangul", re.compile("[\uac00-\ud7af]")),
    ("han", re.compile("[\u4e00-\u9fff]")),
    ("arabic", re.compile("[\u0620-\u064a]")),
)
_LOOKED_AT = 20_000
_PERSIAN_OR_URDU = re.compile("[پچژگکیےڈٹ]")


def guessed_language(text: str) -> str:
    """One of en, de, fr, es, ja, ko, zh and ar; en where nothing speaks for another."""
    sample = text[:_LOOKED_AT]
    letters = sum(map(str.isalpha, sample)) or 1
    shares = {name: len(pattern.findall(sample)) / letters for name, pattern in _SCRIPTS}
    if shares["kana"] + shares["han"] > 0.3:
        return "ja" if shares["kana"] > 0.05 else "zh"
    if shares["hangul"] > 0.3:
        return "ko"
    if shares["arabic"] > 0.3 and not _PERSIAN_OR_URDU.search(sample):
        return "ar"
    counts = Counter(name for word in re.findall(r"\w+", sample.lower()) for name in _LANGUAGES.get(word, ()))
    return max(_SMALL_WORDS, key=lambda name: counts[name])
