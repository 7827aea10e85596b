"""A question being written by a teacher who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quizapp.core.account import Account
from quizapp.core.authoring import Author, WorkingQuestion
from quizapp.web import clock
from quizapp.web.forms.questions.operations import started
from quizapp.work.authoring import access, articles, drafting, sets

SignIn = Callable[..., Account]
Forms = Callable[[str], list[dict[str, str]]]
Send = Callable[..., TestResponse]
JSON = {"Accept": "application/json"}
ARTICLE = {
    "title": "Apples",
    "publisher": "The Orchard",
    "published": "2021-05-01",
    "body": "Ida Holm picked 40 apples.\n\nThe pears were left for the birds.",
}
FIELDS = {
    "kind": "choice",
    "stem": "How many apples?",
    "options-0-text": "40",
    "options-0-correct": "y",
    "options-1-text": "41",
    "shuffle": "y",
    "explanation": "Forty.",
    "evidence-0-exact": "picked 40 apples",
}


@pytest.fixture
def author(reader: FlaskClient, sign_in: SignIn) -> Author:
    return Author(sign_in(reader).person_id)


@pytest.fixture
def set_id(library_session: Session, author: Author) -> int:
    article_id = articles.create_article(library_session, author, ARTICLE, (), clock.now())
    return sets.create_set(library_session, author, article_id, {"title": "Fruit"}, clock.now())


@pytest.fixture
def question_id(library_session: Session, author: Author, set_id: int) -> int:
    return drafting.add_question(library_session, author, set_id, started("choice"), clock.now())


@pytest.fixture
def look(library_session: Session, author: Author, set_id: int, question_id: int) -> Callable[[], WorkingQuestion]:
    def found() -> WorkingQuestion:
        library_session.rollback()
        return access.own_question(access.opened(library_session, author, set_id, "view"), question_id)

    return found


@pytest.fixture
def address(set_id: int, question_id: int) -> str:
    return f"/teach/sets/{set_id}/questions/{question_id}"


@pytest.fixture
def send(reader: FlaskClient, address: str, forms: Forms, look: Callable[[], WorkingQuestion]) -> Send:
    """`send(FIELDS, do="add:options")`: the question's form, with the stamp that it has now."""

    def post(
        fields: dict[str, Any], where: str = "", *, headers: dict[str, str] | None = None, **more: Any
    ) -> TestResponse:
        token = next(form["csrf_token"] for form in forms(reader.get(address).text) if "csrf_token" in form)
        data = {"csrf_token": token, "stamp": look().stamp, **fields, **more}
        return reader.post(address + where, data=data, headers=headers)

    return post
