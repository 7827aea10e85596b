"""An article and the question sets on it, as documents."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, SerializeAsAny, StrictBool, StrictInt, StringConstraints

from quizapp.core.document import Day, Document, Language, Line, Prose, Slug
from quizapp.core.question import Question

Link = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=2000)]
#: In characters.
LONGEST_BODY = 200_000
Minutes = Annotated[StrictInt, Field(ge=1, le=600)]


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
    body: Annotated[str, Field(min_length=1, max_length=LONGEST_BODY)]


class QuestionSet(Document):
    """A set of questions on one article. `slug` is the file's stem; `time_limit` is in minutes, for tests."""

    slug: Slug
    title: Annotated[Line, Field(description="What the set is called, in the library and as a deck.")]
    description: Annotated[Prose | None, Field(description="What it is about, in Markdown.")] = None
    language: Annotated[Language, Field(description="The language of the questions, such as en.")] = "en"
    time_limit: Annotated[Minutes | None, Field(description="Minutes for a test; practice has no limit.")] = None
    shuffle: Annotated[StrictBool, Field(description="Whether the questions come in random order.")] = False
    questions: Annotated[
        tuple[SerializeAsAny[Question], ...],
        Field(min_length=1, max_length=1000, description="The questions, in their order."),
    ]


class ArticleWithSets(Document):
    """One content folder: the unit that is checked, loaded and exported."""

    article: Article
    sets: tuple[QuestionSet, ...]
