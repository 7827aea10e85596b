"""An article and the question sets on it, as documents."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, SerializeAsAny, StrictBool, StrictInt, StringConstraints

from quizapp.core.document import Day, Document, Language, Line, Prose, Slug
from quizapp.core.question import Question

Link = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=2000)]


class Article(Document):
    """The front matter of `article.md`, and `body`: the Markdown below it. `slug` is the folder's name."""

    slug: Slug
    title: Line
    publisher: Line
    published: Day
    author: Line | None = None
    licence: Line | None = None
    url: Link | None = None
    language: Language = "en"
    body: Annotated[str, Field(min_length=1, max_length=200_000)]


class QuestionSet(Document):
    """A set of questions on one article. `slug` is the file's stem; `time_limit` is in minutes, for tests."""

    slug: Slug
    title: Line
    description: Prose | None = None
    language: Language = "en"
    time_limit: Annotated[StrictInt, Field(ge=1, le=600)] | None = None
    shuffle: StrictBool = False
    questions: Annotated[tuple[SerializeAsAny[Question], ...], Field(min_length=1, max_length=1000)]


class ArticleWithSets(Document):
    """One content folder: the unit that is checked, loaded and exported."""

    article: Article
    sets: tuple[QuestionSet, ...]
