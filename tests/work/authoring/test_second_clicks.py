"""A button that was pressed twice has done its deed once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingSet
from quizapp.work.authoring import articles, drafting, sets

from .conftest import BODY, NOW, Draft

FIELDS = {"title": "Twice", "publisher": "The Coast", "published": "2011-05-04", "body": BODY}


def test_one_article(session: Session, author: Author, teacher: Callable[..., Author]) -> None:
    first = articles.create_article(session, author, FIELDS, [], NOW)
    assert articles.create_article(session, author, FIELDS, [], NOW) == first
    assert articles.create_article(session, author, {**FIELDS, "body": "Else."}, [], NOW) != first
    assert articles.create_article(session, teacher("Nils"), FIELDS, [], NOW) != first
    sets.create_set(session, author, first, {"title": "A set"}, NOW)
    assert articles.create_article(session, author, FIELDS, [], NOW) != first


def test_one_set(session: Session, author: Author, article_id: int, draft: Callable[..., Draft]) -> None:
    first = sets.create_set(session, author, article_id, {"title": "Once"}, NOW)
    assert sets.create_set(session, author, article_id, {"title": "Once"}, NOW) == first
    assert sets.create_set(session, author, article_id, {"title": "Other"}, NOW) != first
    drafting.add_question(session, author, first, draft(), NOW)
    assert sets.create_set(session, author, article_id, {"title": "Once"}, NOW) != first


def test_one_question(
    session: Session, author: Author, set_id: int, draft: Callable[..., Draft], working: Callable[..., WorkingSet]
) -> None:
    first = drafting.add_question(session, author, set_id, draft(), NOW)
    assert drafting.add_question(session, author, set_id, draft(), NOW + timedelta(seconds=1)) == first
    assert drafting.add_question(session, author, set_id, draft("Another?"), NOW + timedelta(seconds=1)) != first
    later = drafting.add_question(session, author, set_id, draft("Another?"), NOW + timedelta(seconds=30))
    assert [question.id for question in working().questions][-1] == later
    assert len(working().questions) == 3
