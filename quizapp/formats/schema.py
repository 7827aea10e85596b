"""The JSON Schema of a set's file, for editors that complete and check as one types."""

from __future__ import annotations

from typing import Annotated, Any, Union

from pydantic import Field, TypeAdapter

from quizapp.core.kinds import all_kinds
from quizapp.core.library import QuestionSet


def set_schema() -> dict[str, Any]:
    """A JSON Schema (2020-12) of a set's file."""
    schema = QuestionSet.model_json_schema()
    models = tuple(kind.question for kind in all_kinds().values())
    union: Any = Annotated[Union[models], Field(discriminator="kind")]  # noqa: UP007 - made of what is discovered
    question = TypeAdapter(union).json_schema()
    definitions = {**question.pop("$defs")}
    properties = {name: value for name, value in schema["properties"].items() if name != "slug"}
    properties["questions"] = {**properties["questions"], "items": question}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A set of questions",
        "type": "object",
        "additionalProperties": False,
        "required": ["title", "questions"],
        "properties": properties,
        "$defs": definitions,
    }
