"""What all questions have in common, whatever their kind."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import Field, StrictInt, StringConstraints

from quizapp.core.document import Count, Day, Document, Exact, Line, Prose, Share, Slug

Tag = Annotated[str, StringConstraints(pattern=r"^[^\s,:]+(?:::[^\s,:]+)*$", max_length=100)]


class Quote(Document):
    """A passage of the article: the TextQuoteSelector of the W3C Web Annotation Data Model."""

    exact: Annotated[Prose, Field(description="The passage, word for word as the article has it.")]
    prefix: Annotated[str, Field(description="The words right before it, where it stands more than once.")] = ""
    suffix: Annotated[str, Field(description="The words right after it, where it stands more than once.")] = ""


class Question(Document):
    """The fields of every kind. `id` is permanent: never changed, never reused within its article."""

    id: Annotated[Slug, Field(description="Permanent name: never changed, never reused within the article.")]
    kind: Line
    stem: Annotated[Prose, Field(description="The question, in Markdown.")]
    points: Annotated[Exact, Field(gt=0, le=1000, description="What a full mark is worth, as 2 or 1/2.")] = Fraction(1)
    explanation: Annotated[Prose, Field(description="Why the key is the key, in Markdown.")]
    evidence: Annotated[
        tuple[Quote, ...], Count(1, 20), Field(description="Passages of the article that prove the answer.")
    ]
    hints: Annotated[tuple[Prose, ...], Count(0, 10), Field(description="Shown one by one on request.")] = ()
    tries: Annotated[StrictInt, Field(ge=1, le=10, description="How often practice lets a learner answer.")] = 1
    penalty: Annotated[Share, Field(description="The share that a further try or a hint costs.")] = Fraction(1, 4)
    tags: Annotated[tuple[Tag, ...], Count(0, 50), Field(description="Such as people or dates::deadlines.")] = ()
    revised: Annotated[Day | None, Field(description="The day of the last correction.")] = None
    silence: Annotated[
        dict[Slug, Line],
        Field(max_length=20, description="Checks that are not to warn here, each with the reason."),
    ] = Field(default_factory=dict)
