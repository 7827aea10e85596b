"""Documents that may be written short: as their text alone, where they say nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import GetJsonSchemaHandler, model_serializer, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from quizapp.core.document import Document


class Shorthand(Document):
    """The base of what has a `text`, and more that is seldom written."""

    @model_validator(mode="before")
    @classmethod
    def _read_short(cls, value: Any) -> Any:
        return value if isinstance(value, Mapping | Shorthand) else {"text": value}

    @model_serializer(mode="wrap")
    def _write_short(self, handler: Callable[[Any], dict[str, Any]]) -> Any:
        written = handler(self)
        return written["text"] if set(written) == {"text"} else written

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string"}, handler.resolve_ref_schema(handler(schema))]}
