"""Two versions of a text side by side: which sentences went from one into the other unchanged, and where to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from quizapp.core.anchoring.words import Words, words_of

_ENDS = frozenset(".!?。！？؟।") | {"..."}
_CLOSING = frozenset("\"'”’»)]」』）")


class _Side:
    """One version, in sentences of words."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.starts = list(_sentence_starts(words))
        edges = [*self.starts, len(words.all)]
        self.sentences = [range(start, end) for start, end in pairwise(edges)]
        self.keys = [words.folded[one.start : one.stop] for one in self.sentences]

    def sentence_of(self, word: int) -> int:
        return bisect_right(self.starts, word) - 1


def _sentence_starts(words: Words) -> Iterator[int]:
    """The first word of each sentence; a closing quote that touches the full stop belongs to the sentence before."""
    ended, edge = True, -1
    for number, word in enumerate(words.all):
        closing = word.folded in _CLOSING and word.start == edge
        if number == 0 or (ended and not closing and word.folded not in _ENDS):
            yield number
            ended = False
        ended, edge = ended or word.folded in _ENDS, word.end


class Versions:
    """The words of both versions, and for each unchanged sentence of the old one its place in the new one."""

    def __init__(self, before: str, after: str) -> None:
        self.old, self.new = _Side(words_of(before)), _Side(words_of(after))
        self._to = dict(_unchanged(self.old.keys, self.new.keys))
        self._from = {new: old for old, new in self._to.items()}

    def carried(self, passage: range) -> range | None:
        """Where a passage stands now, if all of its sentences went over unchanged and side by side."""
        ours = self._sentences_of(passage)
        now = [self._to.get(one) for one in ours]
        if now[0] is None or now != list(range(now[0], now[0] + len(now))):
            return None
        shift = self.new.starts[now[0]] - self.old.starts[ours[0]]
        return range(passage.start + shift, passage.stop + shift)

    def was_there(self, passage: range) -> bool:
        """Whether a passage of the new version stands in sentences that are all from the old one."""
        first, last = self.new.sentence_of(passage[0]), self.new.sentence_of(passage[-1])
        return all(one in self._from for one in range(first, last + 1))

    @cached_property
    def left_behind(self) -> Sequence[range]:
        """The runs of words of the old version that are in no unchanged sentence."""
        return list(_runs(one for number, one in enumerate(self.old.sentences) if number not in self._to))

    @cached_property
    def written_anew(self) -> Sequence[range]:
        """The runs of words of the new version that are in no sentence of the old one."""
        known = set(self.old.keys)
        return list(_runs(one for one, key in zip(self.new.sentences, self.new.keys, strict=True) if key not in known))

    def run_anew(self, word: int) -> range | None:
        """The run written anew that a word of the new version stands in."""
        at = bisect_right(self.written_anew, word, key=lambda run: run.start) - 1
        return self.written_anew[at] if at >= 0 and word in self.written_anew[at] else None

    def with_own(self, run: range, passage: range) -> range:
        """A run written anew, with the unchanged sentences beside it that were the old passage's own."""
        own = {self._to.get(one) for one in self._sentences_of(passage)}
        first, last = self.new.sentence_of(run[0]), self.new.sentence_of(run[-1])
        while first - 1 in own:
            first -= 1
        while last + 1 in own:
            last += 1
        return range(self.new.sentences[first].start, self.new.sentences[last].stop)

    def _sentences_of(self, passage: range) -> range:
        return range(self.old.sentence_of(passage[0]), self.old.sentence_of(passage[-1]) + 1)

    def gap(self, passage: range) -> range:
        """The words of the new version between what are now the neighbours of an old passage's sentences."""
        ours = self._sentences_of(passage)
        before = next((self._to[one] for one in range(ours.start - 1, -1, -1) if one in self._to), None)
        behind = next((self._to[one] for one in range(ours.stop, len(self.old.keys)) if one in self._to), None)
        start = 0 if before is None else self.new.sentences[before].stop
        stop = len(self.new.words.all) if behind is None else self.new.sentences[behind].start
        return range(start, max(start, stop))

    def sentences(self, passage: range) -> range:
        """An old passage, widened to whole sentences."""
        ours = self._sentences_of(passage)
        return range(self.old.sentences[ours[0]].start, self.old.sentences[ours[-1]].stop)


def _runs(sentences: Iterable[range]) -> Iterator[range]:
    """Sentences that touch, as one."""
    run = range(0)
    for sentence in sentences:
        if run and run.stop != sentence.start:
            yield run
        run = range(run.start if run and run.stop == sentence.start else sentence.start, sentence.stop)
    if run:
        yield run


@lru_cache(maxsize=16)
def versions(before: str, after: str) -> Versions:
    return Versions(before, after)


Key = tuple[str, ...]


def _unchanged(old: Sequence[Key], new: Sequence[Key]) -> Iterator[tuple[int, int]]:
    """Pairs of places with the same sentence: first those held in order by their neighbours, then those that moved."""
    held = dict(_in_order(old, new, range(len(old)), range(len(new))))
    yield from held.items()
    taken = set(held.values())
    rest_old = [place for place in range(len(old)) if place not in held]
    rest_new = [place for place in range(len(new)) if place not in taken]
    yield from _once_in_both(old, new, rest_old, rest_new)


def _in_order(old: Sequence[Key], new: Sequence[Key], ours: range, theirs: range) -> Iterator[tuple[int, int]]:
    """A patience diff: sentences that stand once in both are fixed, and what touches a fixed one follows it."""
    gaps = [(ours, theirs)]
    while gaps:
        mine, yours = gaps.pop()
        head = _alike(old, new, mine, yours)
        tail = _alike(old, new, mine[head:][::-1], yours[head:][::-1])
        yield from zip(mine[:head], yours[:head], strict=True)
        yield from zip(mine[len(mine) - tail :], yours[len(yours) - tail :], strict=True)
        mine, yours = mine[head : len(mine) - tail], yours[head : len(yours) - tail]
        fixed = _rising(sorted(_once_in_both(old, new, mine, yours)))
        if fixed:
            gaps += _between(fixed, mine, yours)


def _between(fixed: list[tuple[int, int]], mine: range, yours: range) -> Iterator[tuple[range, range]]:
    """The gaps before each fixed pair, that pair with them, and the one after the last."""
    start, begin = mine.start, yours.start
    for one, other in fixed:
        yield range(start, one), range(begin, other)
        yield range(one, one + 1), range(other, other + 1)
        start, begin = one + 1, other + 1
    yield range(start, mine.stop), range(begin, yours.stop)


def _alike(old: Sequence[Key], new: Sequence[Key], mine: range, yours: range) -> int:
    pairs = zip(mine, yours, strict=False)
    return next(
        (count for count, (one, other) in enumerate(pairs) if old[one] != new[other]), min(len(mine), len(yours))
    )


def _once_in_both(
    old: Sequence[Key], new: Sequence[Key], ours: Sequence[int], theirs: Sequence[int]
) -> Iterator[tuple[int, int]]:
    mine, yours = Counter(old[place] for place in ours), Counter(new[place] for place in theirs)
    where = {new[place]: place for place in theirs}
    yield from ((place, where[old[place]]) for place in ours if mine[old[place]] == 1 == yours[old[place]])


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest choice of the pairs, sorted by their first place, in which the second rises too."""
    tops: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for number, (_, place) in enumerate(pairs):
        at = bisect_left(tops, place)
        back.append(ends[at - 1] if at else -1)
        tops[at : at + 1], ends[at : at + 1] = [place], [number]
    chosen, number = [], ends[-1] if ends else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = back[number]
    return chosen[::-1]
