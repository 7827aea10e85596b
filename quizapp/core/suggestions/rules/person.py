"""People and their offices: who is the mayor?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from quizapp.core.sentences import Sentence, say
from quizapp.core.suggestions import distractors
from quizapp.core.suggestions.drafting import asked, choice, cloze, seeded
from quizapp.core.suggestions.found import FoundPerson
from quizapp.core.suggestions.story import Story, Told
from quizapp.core.suggestions.suggestion import Build, Draft, Fields

_POINTING = re.compile(r"\b(?:its|his|her|their|our|this|that|these|those|who|which)\b|['’]s? ?$", re.IGNORECASE)


def drafts(story: Story) -> Iterator[Draft]:
    known = {person.text for person in story.people}
    for told in story.told:
        for person in told.people:
            if person.text in known:
                known.discard(person.text)
                yield from _drafts(story, told, person)


def _drafts(story: Story, told: Told, person: FoundPerson) -> Iterator[Draft]:
    others = [other.text for other in story.people if other.text != person.text]
    wrong = distractors.names(others, seeded(told.passage.text, person.text))
    office = definite_office(story, person)
    if office:
        stem = f"Who is {office}, according to the article?"
        yield _draft(told, person, 3, lambda: asked(story, told, "short_text", stem, **key(story, person)))
        if wrong:
            yield _draft(told, person, 4, lambda: choice(story, told, stem, person.text, wrong))
    if told.alone:
        gap: dict[str, Any] = {"kind": "short_text", **key(story, person)}
        yield _draft(told, person, 2, lambda: _cloze(story, told, person, gap))
        if wrong:
            options = sorted([person.text, *wrong])
            chosen = {"kind": "choice", "options": options, "answer": person.text}
            yield _draft(told, person, 3, lambda: _cloze(story, told, person, chosen))


def _cloze(story: Story, told: Told, person: FoundPerson, gap: dict[str, Any]) -> Fields | None:
    rest = told.text[: person.start] + told.text[person.end :]
    if any(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", rest) for part in person.text.split()):
        return None
    return cloze(story, told, (person.start, person.end, gap))


def key(story: Story, person: FoundPerson) -> dict[str, Any]:
    """The whole name, and the part by which the person is called alone."""
    return {"answer": person.text, "accept": list(story.called_alone(person.text))}


def definite_office(story: Story, person: FoundPerson) -> str:
    """The office with its article, where only this person holds it and it says whose office it is by itself."""
    office = person.office
    if not office or re.match(r"an? ", office) or _POINTING.search(office):
        return ""
    same = [other for other in story.people if other.office.casefold() == office.casefold()]
    bare = re.sub(r"^[Tt]he ", "", office)
    if len(same) != 1 or any(part in bare for part in person.text.split()):
        return ""
    return bare if re.match(r"[A-Z][\w-]+['’]s ", bare) else f"the {bare}"


def _reason(person: FoundPerson) -> Sentence:
    if person.office:
        return say("A name with an office: %(name)s, %(office)s", name=person.text, office=person.office)
    return say("A name: %(name)s", name=person.text)


def _draft(told: Told, person: FoundPerson, weight: int, build: Build) -> Draft:
    span = told.place(person.start), told.place(person.end)
    return Draft("person", told.passage, person.text, *span, weight, _reason(person), build)
