"""Countries and cities: where was it?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quizapp.core.sentences import say
from quizapp.core.suggestions import distractors
from quizapp.core.suggestions.drafting import cloze, seeded
from quizapp.core.suggestions.found import FoundPlace
from quizapp.core.suggestions.story import Story, Told
from quizapp.core.suggestions.suggestion import Draft


def drafts(story: Story) -> Iterator[Draft]:
    for told in story.told:
        for place in told.places if told.alone else ():
            yield _draft(story, told, place)


def _draft(story: Story, told: Told, place: FoundPlace) -> Draft:
    gap = _gap(story, told, place)
    span = told.place(place.start), told.place(place.end)
    reason = say("A place: %(found)s", found=place.text)

    def build() -> Any:
        return cloze(story, told, (place.start, place.end, gap))

    return Draft("place", told.passage, place.text, *span, 1, reason, build)


def _gap(story: Story, told: Told, place: FoundPlace) -> dict[str, Any]:
    """To choose where the article has three more of the same sort that its sentence does not name, else to type."""
    free = [name for name in story.places[place.country] if name not in told.text]
    wrong = distractors.names(free, seeded(told.passage.text, place.text))
    if wrong is None:
        return {"kind": "short_text", "answer": place.text}
    return {"kind": "choice", "options": sorted([place.text, *wrong]), "answer": place.text}
