"""A passage that was put otherwise: where it most likely stands now, and which words are not the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Indel, Levenshtein

from quizapp.core.anchoring.versions import Versions
from quizapp.core.anchoring.words import Words

#: From this likeness on, of 1, it is the same passage in other words: between its old neighbours, and elsewhere, where
#: a like sentence may be about something else. Measured: see docs/articles.md.
CUTOFF, CUTOFF_AWAY = 0.65, 0.8
#: Passages of fewer letters than this say too little by themselves.
_SHORT = 25
#: A match begins or ends up to so many words before or after the best rough place.
_MARGIN = 10
#: Votes for beginnings this close count together, and a word that is everywhere has none.
_CLOSE, _MOST_VOTES, _WEIGHT = 3, 200, 10_000
_MOST_LOOKED_AT, _MOST_TRIED = 200, 4
_PUNCTUATION = " .,;:!?…'\"‘’“”„«»()[]、。，！？「」،؟"


@dataclass(frozen=True)
class Change:
    """Words of a passage and what stands in their place now; "" for none."""

    was: str
    now: str

    @property
    def may_be_fact(self) -> bool:
        """Whether it may be a number, a date or a name, as far as spelling tells: a slip in a plain word is none."""
        if not (self.was + self.now).strip(_PUNCTUATION):
            return False
        if any(map(_is_weighty, (self.was, self.now))):
            return True
        return OSA.distance(self.was, self.now) > 2 or min(len(self.was), len(self.now)) < 5


def _is_weighty(text: str) -> bool:
    """Digits, capitals, and scripts without capitals, in which a name looks like any word."""
    return bool(re.search(r"\d", text)) or any(letter.isalpha() and not letter.islower() for letter in text)


@dataclass(frozen=True)
class Near:
    """A passage of the new version, and how like the old one it is, from 0 to 1."""

    words: range
    score: float


def nearest(sides: Versions, old: range) -> Near | None:
    """The passage of the new version that says most nearly what the old one said; never one that was there before."""
    long = len(sides.old.words.slice(old)) >= _SHORT
    alone = _most_alike(sides, old) if long else None
    return alone or (None if long and sides.sentences(old) == old else _with_its_sentence(sides, old))


def _with_its_sentence(sides: Versions, old: range) -> Near | None:
    """A word or two say too little, and a part may have changed much: the whole sentence is found, and they in it."""
    whole = sides.sentences(old)
    found = _most_alike(sides, whole)
    words = _inside(sides, whole, old, found.words) if found else range(0)
    return Near(words, found.score) if found and words else None


def _most_alike(sides: Versions, old: range) -> Near | None:
    home = sides.gap(old)
    passage = sides.old.words.slice(old)
    found = [_trimmed(passage, sides.new.words, rough, place) for rough, place in _rough_places(sides, old)]
    alike = [near for near in found if near.score >= (CUTOFF if _overlap(near.words, home) else CUTOFF_AWAY)]
    best = max(alike, key=lambda near: near.score, default=None)
    return best if best and not _is_anothers(sides, old, best.words) else None


def _overlap(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _is_anothers(sides: Versions, old: range, new: range) -> bool:
    """Whether something else that was left behind is more like the new passage: then that became of it."""
    mine, yours = sides.old.words.slice(old), sides.new.words.slice(new)
    others = (
        rest
        for run in sides.left_behind
        for rest in (range(run.start, min(run.stop, old.start)), range(max(run.start, old.stop), run.stop))
    )
    least = fuzz.ratio(mine, yours)
    texts = (sides.old.words.slice(rest) for rest in others if len(rest) >= len(new) / 2)
    # A shorter text must not be sought in the passage, which would forgive all that it lacks.
    likeness = ((fuzz.ratio if len(text) < len(yours) else fuzz.partial_ratio, text) for text in texts)
    return any(measure(yours, text, score_cutoff=least) > least for measure, text in likeness)


def _inside(sides: Versions, whole: range, old: range, found: range) -> range:
    """What became of a few words of a passage that is found again."""
    steps = Levenshtein.opcodes(
        sides.old.words.folded[whole.start : whole.stop], sides.new.words.folded[found.start : found.stop]
    )
    first, last = old.start - whole.start, old.stop - whole.start
    kept = [
        range(step.dest_start + max(0, first - step.src_start), step.dest_end - max(0, step.src_end - last))
        for step in steps
        if step.tag in {"equal", "replace"} and step.src_start < last and first < step.src_end
    ]
    return range(found.start + kept[0].start, found.start + kept[-1].stop) if kept else range(0)


def _rough_places(sides: Versions, old: range) -> Iterator[tuple[range, range]]:
    """The few places where most of the passage's words stand at their distances, each with the run it stands in.

    Every word votes for where the passage would begin, a rare one with more weight.
    """
    votes: Counter[int] = Counter()
    for offset, word in enumerate(sides.old.words.folded[old.start : old.stop]):
        places = sides.new.words.places(word)
        for at in places if len(places) <= _MOST_VOTES else ():
            votes[at - offset] += _WEIGHT // len(places)
    close = {start: sum(votes[near] for near in range(start - _CLOSE, start + _CLOSE + 1)) for start in tuple(votes)}
    ranked = sorted(close, key=lambda start: (-close[start], -votes[start], start))[:_MOST_LOOKED_AT]
    runs = ((start, run) for start in ranked if (run := _run_around(sides, start, len(old))))
    for start, anew in islice(runs, _MOST_TRIED):
        run = sides.with_own(anew, old)
        yield range(max(run.start, start), min(run.stop, start + len(old))), run


def _run_around(sides: Versions, start: int, size: int) -> range | None:
    """The run written anew in which most of a passage of this size would stand."""
    last = len(sides.new.words.all) - 1
    return sides.run_anew(min(max(0, start + size // 2), last))


def _trimmed(passage: str, page: Words, words: range, place: range) -> Near:
    """The passage around a rough place that is most alike: first its end is sought, then its beginning."""

    def likeness(run: range) -> float:
        # Words put in count once here, so that the end behind them is found.
        return Indel.normalized_similarity(passage, page.slice(run))

    first, last = max(place.start, words.start - _MARGIN), min(place.stop, words.stop + _MARGIN)
    ends = (range(words.start, stop) for stop in range(max(words.start + 1, words.stop - _MARGIN), last + 1))
    ended = max(ends, key=likeness)
    starts = (range(start, ended.stop) for start in range(first, min(ended.stop, words.start + _MARGIN + 1)))
    best = max(starts, key=likeness)
    return Near(best, Levenshtein.normalized_similarity(passage, page.slice(best)))


def changes(sides: Versions, old: range, new: range) -> tuple[Change, ...]:
    """The words in which two passages part."""
    mine, yours = sides.old.words, sides.new.words
    steps = Levenshtein.opcodes(mine.folded[old.start : old.stop], yours.folded[new.start : new.stop])
    return tuple(
        Change(
            mine.slice(range(old.start + step.src_start, old.start + step.src_end)),
            yours.slice(range(new.start + step.dest_start, new.start + step.dest_end)),
        )
        for step in steps
        if step.tag != "equal"
    )
