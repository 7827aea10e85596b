"""Three or more people with their offices or trades: who is what?"""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.core.sentences import say
from quizapp.core.suggestions.drafting import markdown
from quizapp.core.suggestions.found import FoundPerson
from quizapp.core.suggestions.rules.person import definite_office
from quizapp.core.suggestions.story import Story, Told
from quizapp.core.suggestions.suggestion import Draft, Fields

_LEAST, _MOST, _LONGEST = 3, 6, 70


def drafts(story: Story) -> Iterator[Draft]:
    held = list(_held(story))[:_MOST]
    if len(held) >= _LEAST:
        passages = list(dict.fromkeys(told.passage for told, _, _ in held))
        first = passages[0]
        pairs = [(person.text, office) for _, person, office in held]
        reason = say("%(count)s people with their offices", count=len(held))
        span = first.start, first.end
        yield Draft("office", first, pairs[0][0], *span, 4, reason, lambda: _matching(pairs), more=tuple(passages[1:]))


def _held(story: Story) -> Iterator[tuple[Told, FoundPerson, str]]:
    left = {person: definite_office(story, person) for person in story.people}
    for told in story.told:
        for person in told.people:
            office = left.pop(person, "")
            if office and len(office) <= _LONGEST:
                yield told, person, office.removeprefix("the ")


def _matching(pairs: list[tuple[str, str]]) -> Fields | None:
    if len({office.casefold() for _, office in pairs}) < len(pairs):
        return None
    told = "; ".join(f"{name}: {office}" for name, office in pairs)
    return {
        "kind": "matching",
        "stem": "What is each of them, according to the article?",
        "pairs": [
            {"id": f"person-{number}", "left": markdown(name), "right": markdown(office)}
            for number, (name, office) in enumerate(pairs, start=1)
        ],
        "explanation": markdown(f"{told}."),
    }
