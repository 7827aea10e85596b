"""Dates and years: when did it happen?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from quizapp.core.sentences import Sentence, say
from quizapp.core.suggestions import distractors
from quizapp.core.suggestions.drafting import (
    asked,
    choice,
    cloze,
    date_gap,
    date_key,
    day_without_year,
    in_order,
    seeded,
    true_false,
)
from quizapp.core.suggestions.found import FoundDate
from quizapp.core.suggestions.questions import when
from quizapp.core.suggestions.story import Story, Told
from quizapp.core.suggestions.suggestion import Build, Draft, Fields

_BETWEEN = frozenset((" to ", " and ", "–", "-", " bis ", " und ", " à ", " et ", "から", "から、", "부터 "))


def drafts(story: Story) -> Iterator[Draft]:
    for told in story.told:
        if told.alone:
            spans = list(_spans(told))
            paired = {date for pair in spans for date in pair}
            yield from (_span(story, told, *pair) for pair in spans)
            for date in told.dates:
                if date not in paired and (date.has_year or date.value.day):
                    yield from _drafts(story, told, date)


def _spans(told: Told) -> Iterator[tuple[FoundDate, FoundDate]]:
    """From one year to another: both are asked at once."""
    for one, other in pairwise(told.dates):
        if told.text[one.end : other.start] in _BETWEEN and one.precision == other.precision and one.has_year:
            yield one, other


def _span(story: Story, told: Told, one: FoundDate, other: FoundDate) -> Draft:
    def build() -> Fields | None:
        return cloze(story, told, (one.start, one.end, date_gap(one)), (other.start, other.end, date_gap(other)))

    reason = say("From when to when: %(one)s, %(other)s", one=one.text, other=other.text)
    return _draft(told, one, 3, reason, build, f"{one.text} {other.text}", other.end)


def _drafts(story: Story, told: Told, date: FoundDate) -> Iterator[Draft]:
    rng = seeded(told.passage.text, date.text)
    plain = story.english and not told.paired
    stem = when(told.text, date, story.known) if plain else None
    weight = 1 if stem or told.paired else 2
    reason = _reason(date)
    yield _draft(told, date, weight, reason, lambda: cloze(story, told, (date.start, date.end, date_gap(date))))
    wrong = distractors.dates(story, told, date, rng) if plain and _is_plain(date) else None
    if stem:
        yield _draft(told, date, 4, reason, lambda: _asked(story, told, date, stem))
        if wrong:
            yield _draft(told, date, 3, _reason(date, wrong.made_up), lambda: _choice(story, told, stem, wrong))
    if wrong:
        said = wrong.key if rng.random() < 0.5 else rng.choice(wrong.wrong)
        told_as = date.text if said == wrong.key else said
        why = _reason(date, wrong.made_up and said != wrong.key)
        yield _draft(told, date, 2, why, lambda: true_false(story, told, date.start, date.end, told_as))


def _is_plain(date: FoundDate) -> bool:
    """Without the day of the week, which another date would not have."""
    return "day" not in date.text.casefold().split(" ")[0]


def _asked(story: Story, told: Told, date: FoundDate, stem: str) -> Fields:
    if date.has_year:
        return asked(story, told, "date", stem, **date_key(date.value))
    return asked(story, told, "short_text", stem, **day_without_year(date))


def _choice(story: Story, told: Told, stem: str, wrong: distractors.Wrong) -> Fields:
    bare = stem.removesuffix(" Give the day and the month.")
    return in_order(choice(story, told, bare, wrong.key, wrong.wrong, ordered=True), wrong.texts)


def _reason(date: FoundDate, made_up: bool = False) -> Sentence:
    if made_up:
        return say("A date: %(found)s. Wrong answers were made up near it; check them.", found=date.text)
    if date.precision == "year":
        return say("A year: %(found)s", found=date.text)
    return say("A date: %(found)s", found=date.text)


def _draft(
    told: Told, date: FoundDate, weight: int, reason: Sentence, build: Build, answer: str = "", end: int = 0
) -> Draft:
    span = told.place(date.start), told.place(end or date.end)
    return Draft("date", told.passage, answer or date.text, *span, weight, reason, build)
