"""A teacher with an article and a set on it, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingSet
from quizapp.store.tables import AccountRow, PersonRow
from quizapp.work.authoring import access, articles, drafting, importing, sets
from quizapp.work.authoring.importing import Look, Report
from quizapp.work.authoring.portions import Choice

if TYPE_CHECKING:
    from .shelf import Shelf

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)
BODY = (
    "The ferry *Ida* left the harbour of Bergen at noon on 3 May 2011.\n\n"
    "It carried 212 passengers. The captain was Nils Dahl, head of the harbour office.\n\n"
    "The ferry came back at dusk. Nobody was hurt.\n"
)
Draft = dict[str, Any]


@pytest.fixture
def teacher(session: Session) -> Callable[..., Author]:
    """`teacher("Nils")`: another teacher with an account."""

    def make(name: str = "Ida Holm", role: str = "teacher") -> Author:
        person = PersonRow(None, NOW, NOW)
        session.add(person)
        session.flush()
        session.add(
            AccountRow(person.id, f"{name.split(maxsplit=1)[0].lower()}-{person.id}@school.example", name, role, NOW)
        )
        session.commit()
        return Author(person.id, role == "administrator")

    return make


@pytest.fixture
def author(teacher: Callable[..., Author]) -> Author:
    return teacher()


@pytest.fixture
def article_id(session: Session, author: Author) -> int:
    fields = {"title": "The ferry", "publisher": "The Coast", "published": "2011-05-04", "body": BODY}
    return articles.create_article(session, author, fields, [], NOW)


@pytest.fixture
def set_id(session: Session, author: Author, article_id: int) -> int:
    return sets.create_set(session, author, article_id, {"title": "What happened"}, NOW)


@pytest.fixture
def draft() -> Callable[..., Draft]:
    """`draft(stem="...")`: a finished question on the ferry."""

    def make(stem: str = "When did the ferry leave?", **fields: Any) -> Draft:
        return {
            "kind": "choice",
            "stem": stem,
            "options": [{"text": "At noon", "correct": True}, "At dusk", "At night"],
            "explanation": "It left at noon.",
            "evidence": [{"exact": "left the harbour of Bergen at noon"}],
            **fields,
        }

    return make


@pytest.fixture
def add(session: Session, author: Author, set_id: int, draft: Callable[..., Draft]) -> Callable[..., int]:
    """`add("stem")`: another finished question in the set; gives its id."""

    def make(stem: str = "When did the ferry leave?", **fields: Any) -> int:
        return drafting.add_question(session, author, set_id, draft(stem, **fields), NOW)

    return make


@pytest.fixture
def working(session: Session, author: Author, set_id: int) -> Callable[..., WorkingSet]:
    """`working()`: the set as it is being worked on, for its author or another."""

    def look(who: Author | None = None) -> WorkingSet:
        session.rollback()
        return access.opened(session, who or author, set_id, "view")

    return look


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """`shelf.add("Basic", "front", "back")`: an empty collection of the real Anki."""
    from .shelf import Shelf

    made = Shelf(tmp_path)
    yield made
    made.anki.close()


@pytest.fixture
def bring(session: Session, author: Author, set_id: int) -> Callable[..., Look]:
    """`bring(data, plain=True)`: upload a file and look at what it makes in the set."""

    def look(data: bytes, name: str = "trees.apkg", **fields: Any) -> Look:
        importing.keep(session, author, name, data, NOW)
        found = importing.look(session, author, Choice(**{"set_id": set_id, **fields}))
        assert found
        return found

    return look


@pytest.fixture
def take(session: Session, author: Author, set_id: int, bring: Callable[..., Look]) -> Callable[..., Report]:
    """The same, and make the drafts."""

    def make(data: bytes, name: str = "trees.apkg", **fields: Any) -> Report:
        stamp = bring(data, name, **fields).stamp
        importing.take(session, author, stamp, Choice(**{"set_id": set_id, **fields}), NOW)
        made = importing.report(session, author)
        assert made
        return made

    return make
