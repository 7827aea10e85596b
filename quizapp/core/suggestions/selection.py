"""Chooses among the drafts: a few for each paragraph, of various sorts, each fact asked in one way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from quizapp.core.suggestions.drafting import seeded
from quizapp.core.suggestions.suggestion import Draft, Fields

#: Rules that ask about the whole article.
_WHOLE = frozenset(("office", "order"))
A_PARAGRAPH, A_SENTENCE, A_RULE, AN_ARTICLE = 3, 2, 2, 100


def chosen(drafts: Iterable[Draft]) -> list[tuple[Draft, Fields]]:
    """The drafts to suggest with their documents, in the order of the text.

    What is chosen in a paragraph hangs on nothing outside of it, so that it stays when another one is written.
    """
    facts: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        facts[draft.key].append(draft)
    paragraphs: dict[int, list[list[Draft]]] = defaultdict(list)
    for ways in facts.values():
        paragraphs[ways[0].passage.paragraph].append(ways)
    found = [each for ways in paragraphs.values() for each in _of_paragraph(ways)]
    best = sorted(found, key=lambda each: (-each[0].weight, each[0].start))[:AN_ARTICLE]
    return sorted(best, key=lambda each: (each[0].start, each[0].end, each[0].rule))


def _of_paragraph(facts: list[list[Draft]]) -> list[tuple[Draft, Fields]]:
    kept: list[tuple[Draft, Fields]] = []
    for ways in sorted(facts, key=_rank):
        if _has_room(ways[0], [draft for draft, _ in kept]):
            built = _one_way(ways)
            kept += [built] if built else []
    return kept


def _rank(ways: list[Draft]) -> tuple[int, float]:
    return -max(draft.weight for draft in ways), seeded(ways[0].key).random()


def _has_room(draft: Draft, kept: Sequence[Draft]) -> bool:
    rules = Counter(other.rule for other in kept)
    sentences = Counter(other.passage.start for other in kept)
    free = all(
        draft.end <= other.start or draft.start >= other.end
        for other in kept
        if draft.rule not in _WHOLE and other.rule not in _WHOLE
    )
    room = sum(rules.values()) < A_PARAGRAPH and sentences[draft.passage.start] < A_SENTENCE
    return free and room and rules[draft.rule] < A_RULE


def _one_way(ways: Sequence[Draft]) -> tuple[Draft, Fields] | None:
    """One of the ways, the better the likelier; another where it can't be asked so."""
    rng, left = seeded("way", ways[0].key), list(ways)
    while left:
        draft = rng.choices(left, [each.weight**2 for each in left])[0]
        fields = draft.build()
        if fields is not None:
            return draft, fields
        left.remove(draft)
    return None
