"""The same words in both versions of a text: which of several passages that read alike is which."""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from quizapp.core.anchoring.versions import Versions
from quizapp.core.anchoring.words import Words

#: How many words around a passage tell it from another that reads alike.
_AROUND = 8
#: The likeness, of the passage and the words around it, from which two passages are the same one.
ALIKE_AROUND = 0.6
#: From here on a passage is known by itself: nobody writes that many letters twice by chance.
_LONG = 40
#: More passages than this that read alike are a small word's: only unchanged sentences tell them apart.
_MOST = 60


def same_words(sides: Versions, old: range) -> range | None:
    """Where the old passage stands word for word in the new version."""
    carried = sides.carried(old)
    if carried:
        return carried
    wanted = sides.old.words.folded[old.start : old.stop]
    # Passages in unchanged sentences are spoken for: each was there before, as another passage.
    olds = [run for run in sides.old.words.runs(wanted) if not sides.carried(run)]
    news = [run for run in sides.new.words.runs(wanted) if not sides.was_there(run)]
    if len(olds) > _MOST or len(news) > _MOST:
        return None
    return _matched(sides, olds, news).get(old)


def _matched(sides: Versions, olds: list[range], news: list[range]) -> dict[range, range]:
    """Pairs, those with the most alike around them first."""
    known = len(olds) == 1 and _is_long(sides.old.words.slice(olds[0]))
    ranked = sorted(
        ((around(sides, mine, yours), -abs(mine.start - yours.start), mine.start, yours.start, mine, yours))
        for mine in olds
        for yours in news
    )
    pairs: dict[range, range] = {}
    for likeness, *_, mine, yours in reversed(ranked):
        if (known or likeness >= ALIKE_AROUND) and mine not in pairs and yours not in pairs.values():
            pairs[mine] = yours
    return pairs


def around(sides: Versions, mine: range, yours: range) -> float:
    """The likeness of two passages with the words around them, from 0 to 1."""
    return Levenshtein.normalized_similarity(_widened(sides.old.words, mine), _widened(sides.new.words, yours))


def _widened(words: Words, passage: range) -> tuple[str, ...]:
    return words.folded[max(0, passage.start - _AROUND) : passage.stop + _AROUND]


def _is_long(text: str) -> bool:
    """Signs of East Asian scripts count double: one says as much as several letters."""
    return sum(2 if letter >= "\u2e80" else 1 for letter in text) >= _LONG
