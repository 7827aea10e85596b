"""Three or more events with dates: in which order did they happen?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizapp.core.dates import PartialDate
from quizapp.core.sentences import say
from quizapp.core.suggestions.drafting import markdown
from quizapp.core.suggestions.found import FoundDate
from quizapp.core.suggestions.questions import without_date
from quizapp.core.suggestions.story import Story, Told
from quizapp.core.suggestions.suggestion import Draft, Fields
from quizapp.core.suggestions.verbs import BASES, BE, may_be_verb

_UNCLEAR = frozenset("than this still now it them him her that says said holds who".split())
_LEAST, _MOST = 3, 5


@dataclass(frozen=True)
class _Event:
    told: Told
    date: FoundDate
    text: str


def drafts(story: Story) -> Iterator[Draft]:
    events = _apart([event for told in story.told if story.english for event in _events(told)])
    if len(events) < _LEAST:
        return
    first = min(events, key=lambda event: event.told.passage.start)
    more = tuple(event.told.passage for event in events if event is not first)
    passage = first.told.passage
    reason = say("%(count)s events with dates", count=len(events))
    yield Draft("order", passage, first.text, passage.start, passage.end, 5, reason, lambda: _ordering(events), more)


def _events(told: Told) -> Iterator[_Event]:
    """The event of a sentence that happened at its first date, and tells of no other."""
    if told.alone and not told.paired and told.dates and told.dates[0].has_year:
        text = without_date(told.text, told.dates[0])
        ahead = told.text[: told.dates[0].start].split()
        others = any(date.text in (text or "") for date in told.dates)
        if text and not others and _is_event(text) and ahead[-1].casefold() in {"in", "on"}:
            yield _Event(told, told.dates[0], text)


def _is_event(text: str) -> bool:
    words = text.split()
    told = any(word in BASES or word in BE for word in words[1:]) and not {"will", "would", "should"} & {*words}
    clear = _UNCLEAR.isdisjoint(words)
    whole = not may_be_verb(words[-1]) or words[-1] in BASES or words[-1].endswith("ed")
    return 4 <= len(words) <= 18 and told and clear and whole and not any(sign in text for sign in '“”":;—()')


def _apart(events: list[_Event]) -> list[_Event]:
    """In the order of time, without those of which it can't be told which came first."""
    kept: list[_Event] = []
    for event in sorted(events, key=lambda event: event.date.value):
        if not kept or _before(kept[-1].date.value, event.date.value):
            kept.append(event)
    return kept[-_MOST:]


def _before(one: PartialDate, other: PartialDate) -> bool:
    shorter = min((one, other), key=lambda date: (bool(date.month), bool(date.day)))
    return one.to(shorter.precision) < other.to(shorter.precision)


def _ordering(events: list[_Event]) -> Fields:
    when = "; ".join(f"{event.date.text}: {event.text}" for event in events)
    return {
        "kind": "ordering",
        "stem": "Put these events in the order in which they happened.",
        "items": [markdown(event.text) for event in events],
        "scoring": "pairs",
        "explanation": markdown(f"{when}."),
    }
