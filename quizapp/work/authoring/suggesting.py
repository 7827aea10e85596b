"""Suggestions from the article: taken as drafts, or waved away."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingSet
from quizapp.core.drafts import quotes
from quizapp.core.library import Article
from quizapp.core.question import Quote
from quizapp.core.sentences import NotFound, say
from quizapp.core.suggestions import Suggestion, suggest
from quizapp.store.authoring import suggestions
from quizapp.store.tables import WavedAwayRow
from quizapp.work.authoring.access import opened
from quizapp.work.authoring.drafting import add_to
from quizapp.work.transactions import writing


def offered(session: Session, found: WorkingSet) -> tuple[Suggestion, ...]:
    """What may be asked about the set's article and is neither asked nor waved away yet."""
    waved = suggestions.waved_away(session, found.article_id)
    made = _suggested(found.article, tuple(asked(found)))
    return tuple(suggestion for suggestion in made if suggestion.key not in waved)


@lru_cache(maxsize=64)
def _suggested(article: Article, asked_already: tuple[Quote, ...]) -> tuple[Suggestion, ...]:
    return suggest(article, asked=asked_already)


def asked(found: WorkingSet) -> list[Quote]:
    """The passages that the set's questions ask about already."""
    return [quote for question in found.questions for quote in quotes(question.document)]


def take(session: Session, author: Author, set_id: int, key: str, now: datetime) -> int:
    """Make a draft of a suggestion; gives the new question's id."""
    with writing(session):
        found = opened(session, author, set_id, "edit", lock=True)
        suggestion = _offered(session, found, key)
        return add_to(session, found, author, suggestion.document, now).id


def wave_away(session: Session, author: Author, set_id: int, key: str) -> None:
    """Not to be suggested again for this article."""
    with writing(session):
        found = opened(session, author, set_id, "edit", lock=True)
        _offered(session, found, key)
        session.add(WavedAwayRow(found.article_id, key))


def call_back(session: Session, author: Author, set_id: int) -> None:
    """Suggest again what was waved away."""
    with writing(session):
        found = opened(session, author, set_id, "edit", lock=True)
        suggestions.call_back(session, found.article_id)


def _offered(session: Session, found: WorkingSet, key: str) -> Suggestion:
    suggestion = next((each for each in offered(session, found) if each.key == key), None)
    if suggestion is None:
        raise NotFound(say("This suggestion is gone: it was taken or waved away, or the article has changed."))
    return suggestion
