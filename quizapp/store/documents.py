"""Documents that are read at every request: as the text that they are kept as, so that equal texts are parsed once."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, cast
from sqlalchemy.sql.elements import ColumnElement

from quizapp.core.kinds import from_dict
from quizapp.core.library import Article
from quizapp.core.question import Question

#: So many are kept in a process: a few kilobytes each.
MOST_QUESTIONS, MOST_ARTICLES, MOST_SETS = 1500, 50, 300


def text(column: Any) -> ColumnElement[str]:
    """A column of documents, for the functions below; with a name of its own, or two of them are one to SQLAlchemy."""
    return cast(column, Text).label(None)


@lru_cache(MOST_QUESTIONS)
def question(document: str) -> Question:
    return from_dict(json.loads(document))


@lru_cache(MOST_ARTICLES)
def article(document: str) -> Article:
    return Article.model_validate_json(document)


@lru_cache(MOST_SETS)
def language(document: str) -> str:
    """The language of a set, from its header."""
    found: str = json.loads(document).get("language", "en")
    return found
