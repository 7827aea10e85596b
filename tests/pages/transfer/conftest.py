"""A teacher with a published set that goes out as files."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quizapp.core.account import Account
from quizapp.core.authoring import Author
from quizapp.web import clock
from quizapp.work.authoring import articles, drafting, publishing, sets

SignIn = Callable[..., Account]
Forms = Callable[[str], list[dict[str, str]]]

BODY = "A heron stood on the weir at noon.\n\nIt caught two fish.\n\nThen it flew to the mill."
ARTICLE = {
    "title": "yes: “A #heron”\nof 2024-05-02",
    "publisher": "- The Lock Keeper",
    "published": "2024-05-02",
    "author": "'O'Brien",
    "url": "https://lock.example/a?b=c#d",
    "licence": "CC BY 4.0",
    "language": "en-GB",
    "body": f"{BODY}\n\n---\n\n    code  \n\n1\\. no list\tat all",
}
QUESTION = {
    "kind": "true_false",
    "stem": "The heron caught two fish.",
    "answer": True,
    "explanation": "It is said so.",
    "evidence": [{"exact": "It caught two fish."}],
}


@pytest.fixture
def teacher(reader: FlaskClient, sign_in: SignIn) -> Author:
    return Author(sign_in(reader).person_id)


@pytest.fixture
def set_id(library_session: Session, teacher: Author) -> int:
    """A published set with one question."""
    article_id = articles.create_article(library_session, teacher, ARTICLE, (), clock.now())
    made = sets.create_set(library_session, teacher, article_id, {"title": "Herons", "shuffle": True}, clock.now())
    drafting.add_question(library_session, teacher, made, QUESTION, clock.now())
    publishing.publish(library_session, teacher, made, clock.now())
    return made
