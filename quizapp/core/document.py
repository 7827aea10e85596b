"""The base of every stored document, and the field types that they share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, PydanticKnownError, core_schema

# Control characters have no place in text that ends in HTML, XML and SQL; tab and line feed do.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_EXACT = re.compile(r"[+-]?\d{1,30}(?:\.\d{1,30}|/\d{1,30})?")


class Document(BaseModel):
    """Immutable, strict about unknown keys; its JSON form is what the database and the files hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class Count:
    """How many items a list may have; a faulty item counts, which it does not with pydantic's own bounds."""

    least: int
    most: int

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._held, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "minItems": self.least, "maxItems": self.most}

    def _held(self, items: tuple[Any, ...]) -> tuple[Any, ...]:
        context = {"field_type": "List", "actual_length": len(items)}
        if len(items) < self.least:
            raise PydanticKnownError("too_short", {**context, "min_length": self.least})
        if len(items) > self.most:
            raise PydanticKnownError("too_long", {**context, "max_length": self.most})
        return items


def _printable(text: str) -> str:
    if CONTROL.search(text):
        raise PydanticCustomError("control_character", "has a control character in it; delete it")
    return text


def _exact(value: Any) -> Any:
    if isinstance(value, Decimal | float):
        value = str(value)
    if isinstance(value, str):
        if not _EXACT.fullmatch(value) or re.search(r"/0+$", value):
            raise PydanticCustomError("exact_number", "is not a number; write it as 3, 2.5 or 5/2")
        return Fraction(value)
    if isinstance(value, bool):
        raise PydanticCustomError("exact_number", "is not a number; write it as 3, 2.5 or 5/2")
    return Fraction(value) if isinstance(value, int) else value


def _written_day(value: Any) -> Any:
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise PydanticKnownError("date_parsing", {"error": "not as 2019-11-23"})


def _written(value: Fraction) -> int | str:
    return value.numerator if value.denominator == 1 else str(value)


#: Text as typed: one line, or Markdown over many lines.
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), AfterValidator(_printable)
]
Prose = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000), AfterValidator(_printable)
]
#: An exact number, read from 3, 2.5 or "5/2"; never through a binary float.
Exact = Annotated[
    Fraction,
    BeforeValidator(_exact, json_schema_input_type=int | float | str),
    PlainSerializer(_written, return_type=int | str),
]
#: A day, read from 2019-11-23 alone: a bare number is no day.
Day = Annotated[date, BeforeValidator(_written_day, json_schema_input_type=date)]
#: A share of the whole, from 0 to 1.
Share = Annotated[Exact, Field(ge=0, le=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$", max_length=35)]
