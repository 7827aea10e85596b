"""Evidence for a draft, and a last look at what is suggested."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from quizapp.core.kinds import all_kinds
from quizapp.core.question import Quote
from quizapp.core.suggestions.passages import Passage
from quizapp.core.suggestions.story import Story
from quizapp.core.suggestions.suggestion import Draft, Fields, Suggestion

_MOST_TIMES = 5
_AROUND = (20, 60, 160)


def with_evidence(story: Story, draft: Draft, fields: Fields) -> Suggestion | None:
    """None where a passage can't be told from its like."""
    quotes = [quote_of(story, passage) for passage in (draft.passage, *draft.more)]
    found = [quote for quote in quotes if quote is not None]
    if len(found) < len(quotes):
        return None
    evidence = [quote.model_dump(exclude_defaults=True) for quote in found]
    return Suggestion(draft.key, {**fields, "evidence": evidence}, found[0], draft.reason)


def quote_of(story: Story, passage: Passage) -> Quote | None:
    """The sentence, with the words around it where it stands more than once."""
    text = story.reading.text
    if _times(text, passage.text) > _MOST_TIMES:
        return None
    for around in (0, *_AROUND):
        prefix = text[max(0, passage.start - around) : passage.start].strip()
        suffix = text[passage.end : passage.end + around].strip()
        quote = Quote(exact=passage.text, prefix=prefix, suffix=suffix)
        spans = story.reading.spans(quote)
        if [span.start for span in spans] == [passage.start]:
            return quote
    return None


def _times(text: str, part: str) -> int:
    times, at = 0, text.find(part)
    while at >= 0 and times <= _MOST_TIMES:
        times, at = times + 1, text.find(part, at + 1)
    return times


def sound(document: Mapping[str, Any]) -> bool:
    """Whether it is a question of its kind, once it has an id."""
    try:
        all_kinds()[document["kind"]].question.model_validate({"id": "suggested", **document})
    except ValidationError:
        return False
    return True
