"""Sentences with two or three dates and numbers: one cloze with a gap for each."""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.core.sentences import say
from quizapp.core.suggestions.drafting import Gap, cloze, date_gap, number_key
from quizapp.core.suggestions.found import FoundDate, FoundNumber
from quizapp.core.suggestions.story import Story, Told
from quizapp.core.suggestions.suggestion import Draft, Fields

_MOST = 3
#: So much of the sentence must be left for each gap, in words or in signs.
_WORDS, _SIGNS = 6, 12


def drafts(story: Story) -> Iterator[Draft]:
    for told in story.told:
        both: list[FoundDate | FoundNumber] = [*told.dates, *told.numbers]
        found = sorted(both, key=lambda each: each.start)
        if told.alone and 2 <= len(found) <= _MOST and _is_roomy(told, found) and all(map(_is_fit, found)):
            yield _draft(story, told, found)


def _is_roomy(told: Told, found: list[FoundDate | FoundNumber]) -> bool:
    left = told.text
    for each in found:
        left = left.replace(each.text, " ")
    words = left.split()
    return len(words) >= _WORDS * len(found) or (
        len(words) < 15 and len(left) >= _SIGNS * len(found) and not left.isascii()
    )


def _is_fit(found: FoundDate | FoundNumber) -> bool:
    if isinstance(found, FoundDate):
        return found.has_year or bool(found.value.day)
    return found.measure != "number" or found.value >= 10


def _draft(story: Story, told: Told, found: list[FoundDate | FoundNumber]) -> Draft:
    texts = ", ".join(each.text for each in found)

    def build() -> Fields | None:
        return cloze(story, told, *map(_gap, found))

    span = told.place(found[0].start), told.place(found[-1].end)
    reason = say("Several facts in one sentence: %(found)s", found=texts)
    return Draft("gaps", told.passage, texts, *span, 2 if told.paired else 3, reason, build)


def _gap(found: FoundDate | FoundNumber) -> Gap:
    if isinstance(found, FoundDate):
        return found.start, found.end, date_gap(found)
    return found.start, found.end, {"kind": "number", **number_key(found)}
