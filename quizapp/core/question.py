"""What all questions have in common, whatever their kind."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import Field, StrictInt, StringConstraints

from quizapp.core.document import Count, Day, Document, Exact, Line, Prose, Share, Slug

Tag = Annotated[str, StringConstraints(pattern=r"^[^\s,:]+(?:::[^\s,:]+)*$", max_length=100)]


class Quote(Document):
    """A passage of the article: the TextQuoteSelector of the W3C Web Annotation Data Model."""

    exact: Prose
    prefix: str = ""
    suffix: str = ""


class Question(Document):
    """The fields of every kind. `id` is permanent: never changed, never reused within its article."""

    id: Slug
    kind: Line
    stem: Prose
    points: Annotated[Exact, Field(gt=0, le=1000)] = Fraction(1)
    explanation: Prose
    evidence: Annotated[tuple[Quote, ...], Count(1, 20)]
    hints: Annotated[tuple[Prose, ...], Count(0, 10)] = ()
    tries: Annotated[StrictInt, Field(ge=1, le=10)] = 1
    penalty: Share = Fraction(1, 4)
    tags: Annotated[tuple[Tag, ...], Count(0, 50)] = ()
    revised: Day | None = None
