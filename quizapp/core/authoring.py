"""Who may do what with a set, and how a set stands while it is being worked on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from quizapp.core.library import Article

Right = Literal["view", "edit", "own"]
Visibility = Literal["draft", "link", "public"]
#: `new` was never published, `changed` and `moved` differ from what learners see, `removed` can be brought back.
State = Literal["new", "changed", "moved", "unchanged", "removed"]
_RANK = {"view": 1, "edit": 2, "own": 3}


@dataclass(frozen=True)
class Author:
    """Who asks: an administrator may do with every set what its owner may."""

    person_id: int
    administrator: bool = False


def allows(held: Right | None, wanted: Right) -> bool:
    """Whether who holds one right may do what takes the other."""
    return held is not None and _RANK[held] >= _RANK[wanted]


@dataclass(frozen=True)
class WorkingQuestion:
    """A question as it is being worked on. `document` is in the shape of the set's file and may be unfinished.

    `stamp` changes with every save and every publishing: who saves on top of another stamp is told.
    """

    id: int
    name: str
    document: Mapping[str, Any]
    state: State
    stamp: str
    version: int
    edited_at: datetime | None = None
    edited_by: str | None = None
    #: Codes of the weaknesses that the checks found when it was last saved.
    flaws: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        return str(self.document.get("stem") or "")

    @property
    def kind(self) -> str:
        return str(self.document.get("kind", ""))


@dataclass(frozen=True)
class WorkingSet:
    """A set as it is being worked on, with its article. `header` is the set's document without its questions."""

    id: int
    slug: str
    header: Mapping[str, Any]
    article_id: int
    article: Article
    right: Right
    visibility: Visibility
    share_code: str | None
    revision: int
    #: The newest edition's number; 0 while it was never published.
    edition: int
    questions: tuple[WorkingQuestion, ...]
    removed: tuple[WorkingQuestion, ...]
    #: Whether title, description or settings differ from what learners see.
    header_changed: bool = False
    #: Whether this person may change the article's text.
    owns_article: bool = False

    @property
    def title(self) -> str:
        return str(self.header.get("title", ""))

    @property
    def language(self) -> str:
        return str(self.header.get("language", "en"))

    @property
    def changed(self) -> bool:
        """Whether there is anything to publish."""
        touched = any(question.state != "unchanged" for question in self.questions)
        return touched or self.header_changed or any(question.version for question in self.removed)

    def question(self, question_id: int) -> WorkingQuestion | None:
        return next((found for found in (*self.questions, *self.removed) if found.id == question_id), None)


@dataclass(frozen=True)
class DeskSet:
    """A set as the teacher's desk lists it; `changes` counts what is not published yet."""

    id: int
    slug: str
    title: str
    language: str
    right: Right
    visibility: Visibility
    questions: int
    changes: int
    attempts: int
    changed_at: datetime
    #: Whether it was ever published.
    published: bool


@dataclass(frozen=True)
class DeskArticle:
    """An article on the teacher's desk. `owner` is the name of another teacher whose article it is."""

    id: int
    article: Article
    owned: bool
    sets: tuple[DeskSet, ...]
    owner: str | None = None
