"""What is wrong with a value, in words: pydantic's findings turned into places and sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from quizapp.core.sentences import Sentence, say
from quizapp.formats.nodes import Path, Place, Retyped, Tree

Finding = tuple[Place, Sentence]


def findings(error: ValidationError, tree: Tree, base: Path, model: type[BaseModel]) -> Iterable[Finding]:
    """Each finding once, at the value that it is about; `base` is where the validated mapping stands."""
    told: set[tuple[Place, str]] = set()
    for detail in error.errors(include_url=False):
        path = _path(tree, base, detail["loc"])
        place = _place(tree, path, detail)
        sentence = _sentence(detail, path[len(base) :], tree.raw.get(path), model)
        if (place, str(sentence)) not in told:
            told.add((place, str(sentence)))
            yield place, sentence


def _path(tree: Tree, base: Path, loc: tuple[int | str, ...]) -> Path:
    """The path in the file; pydantic's own words for unions and validators are passed over."""
    path = base
    for step in loc:
        for candidate in ((*path, step), (*path, str(step))):
            if candidate in tree.places:
                path = candidate
                break
    return path


def _place(tree: Tree, path: Path, detail: Mapping[str, Any]) -> Place:
    if detail["type"] == "extra_forbidden":
        return tree.keys.get(path, tree.place(path))
    return tree.place(path)


def _label(path: Path) -> str:
    """`options` 2 for ("options", 1): how an author would call it."""
    names = [f"`{step}`" if isinstance(step, str) else str(step + 1) for step in path[-2:]]
    if len(path) >= 2 and isinstance(path[-2], int):
        names = [f"`{path[-1]}`" if isinstance(path[-1], str) else names[-1]]
    return " ".join(names) or "this"


def _sentence(detail: Mapping[str, Any], path: Path, raw: str | None, model: type[BaseModel]) -> Sentence:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return say("`%(name)s` is missing.", name=detail["loc"][-1])
    if kind == "extra_forbidden":
        return _unknown(str(detail["loc"][-1]), model)
    if kind == "string_type":
        return _not_text(path, raw, detail["input"])
    write = _WORDS.get(kind)
    if write:
        return write(_label(path), context)
    # What is left are the models' own findings, which read on from the name.
    return say(
        "%(what)s %(finding)s.", what=_label(path), finding=detail["msg"].removeprefix("Value error, ").rstrip(".")
    )


def _unknown(name: str, model: type[BaseModel]) -> Sentence:
    near = get_close_matches(name, sorted(_field_names(model.model_json_schema())), 1)
    if near:
        return say("`%(name)s` is not a known key here; did you mean `%(near)s`?", name=name, near=near[0])
    return say("`%(name)s` is not a known key here. See docs/questions.md for those that are.", name=name)


def _field_names(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return set().union(*map(_field_names, schema)) if schema else set()
    if not isinstance(schema, dict):
        return set()
    own = set(schema.get("properties", {}))
    return own.union(*map(_field_names, schema.values()))


def _not_text(path: Path, raw: str | None, value: Any) -> Sentence:
    if value is None or raw is None:
        return say("%(what)s must be text.", what=_label(path))
    read_as = (
        value.read_as if isinstance(value, Retyped) else "true or false" if isinstance(value, bool) else "a number"
    )
    return say(
        '`%(raw)s` is read by YAML as %(read_as)s; for text write "%(raw)s" in quotes.', raw=raw, read_as=read_as
    )


_Words = Callable[[str, Mapping[str, Any]], Sentence]


def _fixed(text: str) -> _Words:
    """A sentence that needs nothing but the name; the extractor of messages knows this function too."""
    return lambda what, _context: Sentence(text, (("what", what),))


_list = _fixed("%(what)s must be a list: one line for each, beginning with a hyphen.")
_mapping = _fixed("%(what)s must be made of `key: value` lines.")
_whole = _fixed("%(what)s must be a whole number.")
_truth = _fixed("%(what)s must be true or false.")
_day = _fixed("%(what)s must be a day like 2019-11-23.")
_number = _fixed("%(what)s must be a number like 3, 2.5 or 5/2.")

_WORDS: dict[str, _Words] = {
    **dict.fromkeys(("tuple_type", "list_type"), _list),
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type", "mapping_type"), _mapping),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), _whole),
    **dict.fromkeys(("bool_type", "bool_parsing"), _truth),
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"), _day),
    **dict.fromkeys(("is_instance_of", "exact_number", "fraction_type"), _number),
    "string_too_short": _fixed("%(what)s is empty."),
    "string_too_long": lambda what, c: say(
        "%(what)s is longer than %(most)s characters.", what=what, most=c["max_length"]
    ),
    "too_short": lambda what, c: say("%(what)s needs at least %(least)s.", what=what, least=c["min_length"]),
    "too_long": lambda what, c: say("%(what)s has more than %(most)s.", what=what, most=c["max_length"]),
    "greater_than": lambda what, c: say("%(what)s must be more than %(bound)s.", what=what, bound=c["gt"]),
    "greater_than_equal": lambda what, c: say("%(what)s must be at least %(bound)s.", what=what, bound=c["ge"]),
    "less_than_equal": lambda what, c: say("%(what)s must be at most %(bound)s.", what=what, bound=c["le"]),
    "literal_error": lambda what, c: say("%(what)s must be one of: %(those)s.", what=what, those=c["expected"]),
    "string_pattern_mismatch": lambda what, c: _PATTERNS.get(c["pattern"], _PLAIN)(what, c),
}
_PLAIN: _Words = _fixed("%(what)s is not written as it must be. See docs/questions.md.")
_PATTERNS: dict[str, _Words] = {
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$": _fixed(
        "%(what)s may hold lower-case letters, digits and single hyphens only, like pact-expires."
    ),
    r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$": _fixed("%(what)s must be a language like en, ja or pt-BR."),
    r"^[^\s,:]+(?:::[^\s,:]+)*$": _fixed("%(what)s must be one word, like people or dates::deadlines."),
}
