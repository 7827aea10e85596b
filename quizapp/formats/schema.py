"""The JSON Schema of a set's file, for editors that complete and check as one types."""

from __future__ import annotations

from typing import Annotated, Any, Union

from pydantic import Field, TypeAdapter

from quizapp.core.kinds import all_kinds
from quizapp.core.library import QuestionSet

#: Bounds of exact numbers, which pydantic leaves under its own names.
_BOUNDS = {"gt": "exclusiveMinimum", "ge": "minimum", "lt": "exclusiveMaximum", "le": "maximum"}


def set_schema() -> dict[str, Any]:
    """A JSON Schema (2020-12) of a set's file; a question's kind decides which of the shapes it has."""
    questions = TypeAdapter(_questions()).json_schema()
    fields = QuestionSet.model_json_schema()["properties"]
    listed = {name: value for name, value in fields["questions"].items() if name != "items"}
    properties = {name: value for name, value in fields.items() if name != "slug"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A set of questions",
        "description": "One YAML file beside the article.md that its questions ask about.",
        "type": "object",
        "additionalProperties": False,
        "required": ["title", "questions"],
        "properties": _standard(properties | {"questions": {**listed, "items": questions["items"]}}),
        "$defs": _standard(questions["$defs"]),
    }


def _questions() -> Any:
    models = tuple(kind.question for kind in all_kinds().values())
    question: Any = Annotated[Union[models], Field(discriminator="kind")]  # noqa: UP007 - made of what is discovered
    return tuple[question, ...]


def _standard(schema: Any) -> Any:
    """With the standard's own names."""
    if isinstance(schema, list):
        return [_standard(each) for each in schema]
    if isinstance(schema, dict):
        return {_BOUNDS.get(name, name): _standard(value) for name, value in schema.items()}
    return schema
