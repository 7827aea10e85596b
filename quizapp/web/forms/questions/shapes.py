"""The shape of a form, read from the JSON Schema of a kind's document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from quizapp.core.kinds import all_kinds

Schema = Mapping[str, Any]
#: What the editor keeps by itself.
_NOT_ASKED = {"id", "kind", "revised", "silence"}
_LONG = 500


@dataclass(frozen=True)
class Text:
    """A field to write in; `whole` where the document holds a whole number, `exact` where it holds any number."""

    long: bool = False
    whole: bool = False
    exact: bool = False
    default: str = ""


@dataclass(frozen=True)
class Truth:
    """A box to tick."""

    default: bool = False


@dataclass(frozen=True)
class Choice:
    """One of a few words; `truth` where the document holds true or false."""

    values: tuple[str, ...]
    default: str = ""
    truth: bool = False


@dataclass(frozen=True)
class Words:
    """Short words on one line, with commas between."""


@dataclass(frozen=True)
class Pair:
    """Two texts, in the document a list of two."""


@dataclass(frozen=True)
class Group:
    """Fields by name. `short`: the document may hold the text alone."""

    fields: Mapping[str, Shape] = field(default_factory=dict)
    short: bool = False


@dataclass(frozen=True)
class Variants:
    """Fields of several kinds in one; `kind` tells which of them count."""

    kinds: Mapping[str, Group] = field(default_factory=dict)

    @property
    def fields(self) -> Mapping[str, Shape]:
        """All fields of all kinds, each once; a field that kinds write differently is taken at its longest."""
        merged: dict[str, Shape] = {"kind": Choice(tuple(self.kinds), next(iter(self.kinds)))}
        for group in self.kinds.values():
            for name, shape in group.fields.items():
                merged.setdefault(name, shape)
        return merged


@dataclass(frozen=True)
class Rows:
    """A list that grows and shrinks."""

    item: Shape
    most: int
    least: int = 0


@dataclass(frozen=True)
class Table:
    """A mapping, as rows of a key and what it holds."""

    value: Shape
    most: int = 50


Shape = Text | Truth | Choice | Words | Pair | Group | Variants | Rows | Table


@cache
def shape_of(kind: str) -> Group:
    """The form of a kind of question."""
    schema = all_kinds()[kind].question.model_json_schema()
    return _group(schema, schema.get("$defs", {}), _NOT_ASKED)


def _group(schema: Schema, defs: Schema, without: set[str] = frozenset(), *, short: bool = False) -> Group:  # type: ignore[assignment]
    required = set(schema.get("required", ()))
    shapes = {
        name: _shape(each, defs, required=name in required)
        for name, each in schema["properties"].items()
        if name not in without
    }
    return Group(shapes, short)


def _shape(schema: Schema, defs: Schema, *, required: bool = False) -> Shape:
    plain = _plain(schema, defs)
    if "const" in plain or "enum" in plain:
        values = tuple(map(str, plain.get("enum", [plain.get("const")])))
        return Choice(values, str(schema.get("default", values[0])))
    if plain.get("type") == "boolean":
        return Choice(("true", "false"), truth=True) if required else Truth(bool(schema.get("default")))
    if plain.get("type") == "array":
        return _list(plain, defs)
    if plain.get("type") == "object":
        return _mapping(plain, defs, short=_is_short(schema, defs))
    default = schema.get("default")
    return Text(
        long=plain.get("maxLength", 0) > _LONG,
        whole=plain.get("type") == "integer",
        exact=_is_number(schema),
        default="" if default is None else str(default),
    )


def _list(schema: Schema, defs: Schema) -> Shape:
    if "prefixItems" in schema:
        return Pair()
    item = schema["items"]
    if "pattern" in item:
        return Words()
    return Rows(_shape(item, defs), schema.get("maxItems", 50), schema.get("minItems", 0))


def _mapping(schema: Schema, defs: Schema, *, short: bool) -> Shape:
    if "properties" in schema:
        return _group(schema, defs, short=short)
    value = schema["additionalProperties"]
    if "oneOf" not in value:
        return Table(_shape(value, defs))
    kinds = {
        name: _group(_resolved(reference, defs), defs, {"kind"})
        for name, reference in value["discriminator"]["mapping"].items()
    }
    return Table(Variants(kinds))


def _plain(schema: Schema, defs: Schema) -> Schema:
    """The schema without reference and null; of several ways to write a value the last one, which is text."""
    while "$ref" in schema or "anyOf" in schema:
        if "$ref" in schema:
            schema = _resolved(schema["$ref"], defs)
        else:
            schema = [each for each in schema["anyOf"] if each.get("type") != "null"][-1]
    return schema


def _is_number(schema: Schema) -> bool:
    """Numbers are written as numbers or, exactly, as text."""
    ways = schema.get("anyOf", ())
    return {"type": "number"} in ways or any(_is_number(way) for way in ways)


def _is_short(schema: Schema, defs: Schema) -> bool:
    found = _resolved(schema["$ref"], defs) if "$ref" in schema else schema
    return {"type": "string"} in found.get("anyOf", ())


def _resolved(reference: str, defs: Schema) -> Schema:
    found: Schema = defs[reference.removeprefix("#/$defs/")]
    return found
