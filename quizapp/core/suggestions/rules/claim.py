"""Claims and quotes: who says so?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from quizapp.core.sentences import say
from quizapp.core.suggestions import distractors
from quizapp.core.suggestions.drafting import asked, choice, seeded
from quizapp.core.suggestions.found import FoundPerson
from quizapp.core.suggestions.leaning import leans, points
from quizapp.core.suggestions.places import is_country
from quizapp.core.suggestions.story import Story, Told
from quizapp.core.suggestions.suggestion import Build, Draft, Fields

_SAYS = (
    r"(?:says|said|argues|argued|holds|warns|warned|believes|claims|claimed|insists|insisted|fears|hopes|explained"
    r"|admits|admitted|announced|expects|predicts)"
)
_SAID = r"(?:says|said|explained|added|recalled|warned)"
_WHO, _WHAT = r"[^,“”\"();:]{3,60}", r"[^“”\";:]{20,200}"
_THAT = re.compile(rf"^(?P<who>{_WHO}?),? (?P<verb>{_SAYS}) that (?P<claim>{_WHAT})\.$")
_APPOSED = re.compile(rf"^(?P<who>{_WHO}, {_WHO}), (?P<verb>{_SAYS}) that (?P<claim>{_WHAT})\.$")
_QUOTED = re.compile(
    rf"^[“\"](?P<claim>[^“”\"]{{15,220}})[,.!][”\"],? (?:{_SAID} (?P<who>{_WHO})|(?P<whom>{_WHO}) {_SAID})"
    r"(?:[.,]| in | at | on | after )"
)
_NAMED = r"[A-Z][\w-]+ [A-Z][\w-]+"
_ACCORDING = re.compile(
    rf"^According to (?P<who>{_NAMED}, (?:the|an?|its) {_WHO}(?=,)|{_WHO}, {_NAMED}(?=,)|{_WHO}), (?P<claim>{_WHAT})\.$"
)
_NOBODY = re.compile(
    r"(?:he|she|they|it|we|i|you|this|that|these|those|who|which|one|some|many|others?|experts?|critics|officials|people"
    r"|residents|scientists|researchers|supporters|opponents|both|all|nobody|everyone|in|on|at|by|for|from|with|after"
    r"|before|but|and|so|when|while|as|if|there|his|her|their|its|our|my|then|now|later|only|most|several|two|three)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Claim:
    """What is claimed by whom; `quoted` is said word for word."""

    who: str
    claim: str
    verb: str
    quoted: bool


def drafts(story: Story) -> Iterator[Draft]:
    for told in story.told if story.english else ():
        claim = None if told.paired else find_claim(told.text)
        speaker = _speaker(story, told, claim) if claim else None
        if claim and speaker:
            yield from _drafts(story, told, claim, speaker)


def find_claim(text: str) -> Claim | None:
    """The claim in a sentence, where it is told clearly who makes it."""
    found = _QUOTED.match(text) or _THAT.match(text) or _APPOSED.match(text) or _ACCORDING.match(text)
    if found is None:
        return None
    groups = found.groupdict()
    who = (groups["who"] or groups.get("whom") or "").strip()
    quoted = "verb" not in groups
    claim = Claim(who, groups["claim"], groups.get("verb") or ("said" if text[0] in '“"' else "says"), quoted)
    if points(claim.claim):
        return None
    clear = not _NOBODY.match(who) and len(claim.claim.split()) >= 5 and len(who.split()) <= 14
    return claim if clear and (quoted or not leans(claim.claim[0].upper() + claim.claim[1:])) else None


@dataclass(frozen=True)
class _Speaker:
    """How the one who speaks is called, what else is accepted, and three others."""

    name: str
    accept: tuple[str, ...]
    wrong: tuple[str, ...] | None
    called: str


def _speaker(story: Story, told: Told, claim: Claim) -> _Speaker | None:
    rng = seeded(told.passage.text)
    person = _person(story, claim.who)
    if person:
        parts = set(person.text.split())
        if any(part in claim.claim for part in parts):
            return None
        others = [each.text for each in story.people if each.text != person.text]
        return _Speaker(person.text, story.called_alone(person.text), distractors.names(others, rng), claim.who)
    if is_country(claim.who) or claim.who in story.known:
        return _Speaker(claim.who, (), None, claim.who) if claim.who not in claim.claim else None
    if re.match(r"[Tt]he [a-z]+(?: [a-z]+){0,2}$", claim.who):
        bare = claim.who[4:]
        last = bare.split()[-1]
        return (
            _Speaker(f"the {bare}", () if " of " in bare else tuple({last} - {bare}), None, claim.who)
            if last not in claim.claim
            else None
        )
    return None


def _person(story: Story, who: str) -> FoundPerson | None:
    """The person of that name, or called so: Mayor Anna Lund, Lund."""
    for person in story.people:
        if person.text in who or (who.rpartition(" ")[2] in person.text.split() and len(who.split()) <= 2):
            return person
    return None


def _drafts(story: Story, told: Told, claim: Claim, speaker: _Speaker) -> Iterator[Draft]:
    stem = _stem(claim)
    key: dict[str, Any] = {"answer": speaker.name}
    if speaker.accept:
        key["accept"] = list(speaker.accept)

    def typed() -> Fields:
        return asked(story, told, "short_text", stem, **key)

    yield _draft(told, speaker, 3, typed)
    if speaker.wrong:
        wrong = speaker.wrong
        yield _draft(told, speaker, 5, lambda: choice(story, told, stem, speaker.name, wrong))


def _stem(claim: Claim) -> str:
    if not claim.quoted:
        return f"Who {claim.verb} that {claim.claim}?"
    said = claim.claim[0].upper() + claim.claim[1:]
    return f"Who said this? “{said}.”" if claim.verb == "said" else f"Who says so, according to the article? “{said}.”"


def _draft(told: Told, speaker: _Speaker, weight: int, build: Build) -> Draft:
    reason = say("A claim and who makes it: %(who)s", who=speaker.name)
    start = told.place(max(0, told.text.find(speaker.called)))
    return Draft("claim", told.passage, speaker.name, start, start + len(speaker.called), weight, reason, build)
