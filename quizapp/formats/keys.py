"""The keys that a document may have at a place in it, for telling which one was meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from pydantic import BaseModel

Schema = Mapping[str, Any]
#: What the reader itself gives, from a file's name and from below the front matter.
_NOT_IN_FILES = {"slug", "body"}


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The one of `words` that may have been meant."""
    return next(iter(get_close_matches(word.lower(), list(words), 1)), None)


def known_keys(model: type[BaseModel], path: Iterable[str | int]) -> list[str]:
    """The keys of the mapping at `path` in a document of `model`, as its authors list them."""
    whole = _schema(model)
    found: list[Schema] = [whole]
    for step in path:
        found = [inner for place in found for inner in _below(place, step, whole)]
    names = [name for place in found for each in _plain(place, whole) for name in each.get("properties", {})]
    return [name for name in dict.fromkeys(names) if name not in _NOT_IN_FILES]


@cache
def _schema(model: type[BaseModel]) -> Schema:
    return model.model_json_schema()


def _below(place: Schema, step: str | int, whole: Schema) -> Iterator[Schema]:
    for each in _plain(place, whole):
        if isinstance(step, int):
            inner = each.get("items")
        else:
            inner = each.get("properties", {}).get(step, each.get("additionalProperties"))
        if isinstance(inner, Mapping):
            yield inner


def _plain(place: Schema, whole: Schema) -> Iterator[Schema]:
    """The schema without references and choices: each shape that it may take."""
    name = place.get("$ref", "").removeprefix("#/$defs/")
    choices = [*place.get("anyOf", ()), *place.get("oneOf", ()), *place.get("allOf", ())]
    if name:
        choices.append(whole["$defs"][name])
    for choice in choices:
        yield from _plain(choice, whole)
    if not choices:
        yield place
