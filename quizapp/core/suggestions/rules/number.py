"""Numbers with what they count, percentages, sums of money, lengths of time: how many, how much?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quizapp.core.sentences import Sentence, say
from quizapp.core.suggestions import distractors
from quizapp.core.suggestions.drafting import asked, choice, cloze, in_order, number_key, seeded, true_false
from quizapp.core.suggestions.found import FoundNumber
from quizapp.core.suggestions.questions import how_many
from quizapp.core.suggestions.story import Story, Told
from quizapp.core.suggestions.suggestion import Build, Draft, Fields


def drafts(story: Story) -> Iterator[Draft]:
    for told in story.told:
        for number in told.numbers if told.alone else ():
            yield from _drafts(story, told, number)


def _drafts(story: Story, told: Told, number: FoundNumber) -> Iterator[Draft]:
    rng = seeded(told.passage.text, number.text)
    plain = story.english and not told.paired
    stem = how_many(told.text, number, story.known) if plain else None
    low = number.measure == "number" and number.value < 10
    base = 1 if low or told.paired else 2
    reason = _reason(number)
    gap: dict[str, Any] = {"kind": "number", **number_key(number)}
    yield _draft(told, number, base, reason, lambda: cloze(story, told, (number.start, number.end, gap)))
    wrong = distractors.numbers(story, told, number, rng) if plain else None
    if stem:
        yield _draft(told, number, base + 2, reason, lambda: _asked(story, told, number, stem))
        if wrong:
            why = _reason(number, wrong.made_up)
            yield _draft(told, number, base + 1, why, lambda: _choice(story, told, stem, wrong))
    if wrong:
        said = wrong.key if rng.random() < 0.5 else rng.choice(wrong.wrong)
        start = number.start - len(number.before)
        put = told.text[start : number.end] if said == wrong.key else said
        why = _reason(number, wrong.made_up and said != wrong.key)
        yield _draft(told, number, base, why, lambda: true_false(story, told, start, number.end, put))


def _asked(story: Story, told: Told, number: FoundNumber, stem: str) -> Fields:
    key = number_key(number, f"{number.unit} {_currency(number)}".strip())
    if "bout how" in stem:
        key["relative_tolerance"] = "1/20"
    return asked(story, told, "number", stem, **key)


def _currency(number: FoundNumber) -> str:
    return {"€": "euros", "£": "pounds", "¥": "yen", "₩": "won"}.get(number.before, "dollars" if number.before else "")


def _choice(story: Story, told: Told, stem: str, wrong: distractors.Wrong) -> Fields:
    return in_order(choice(story, told, stem, wrong.key, wrong.wrong, ordered=True), wrong.texts)


def _reason(number: FoundNumber, made_up: bool = False) -> Sentence:
    counted = "" if number.text.endswith(number.counted) else f" {number.counted}"
    found = f"{number.before}{number.text}{counted}"
    if made_up:
        return say("A number: %(found)s. Wrong answers were made up near it; check them.", found=found)
    if number.measure == "percent":
        return say("A percentage: %(found)s", found=found)
    if number.measure == "money":
        return say("A sum of money: %(found)s", found=found)
    if number.measure == "duration":
        return say("A length of time: %(found)s", found=found)
    return say("A number: %(found)s", found=found)


def _draft(told: Told, number: FoundNumber, weight: int, reason: Sentence, build: Build) -> Draft:
    span = told.place(number.start), told.place(number.end)
    return Draft("number", told.passage, number.text, *span, weight, reason, build)
