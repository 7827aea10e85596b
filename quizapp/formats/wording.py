"""What is wrong with a value, in words: pydantic's findings turned into places and sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core.core_schema import ErrorType

from quizapp.core.sentences import Sentence, say
from quizapp.formats.keys import known_keys, nearest
from quizapp.formats.nodes import Finding, Path, Place, Retyped, Tree

_PYDANTIC_TYPES = frozenset(get_args(ErrorType)) - {"value_error"}
#: Fields that no key in a file gives.
_UNWRITTEN = {"slug": "The name of this file or its folder"}


def findings(error: ValidationError, tree: Tree, base: Path, model: type[BaseModel]) -> Iterator[Finding]:
    """Each finding once, at the value that it is about; `base` is where the validated mapping stands."""
    told: set[tuple[Place, str]] = set()
    for detail in error.errors(include_url=False):
        path = _path(tree, base, detail["loc"])
        place = tree.keys.get(path, tree.place(path)) if _about_key(detail) else tree.place(path)
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


def _about_key(detail: Mapping[str, Any]) -> bool:
    return bool(detail["type"] == "extra_forbidden" or detail["loc"][-1:] == ("[key]",))


def shown(text: str, most: int = 60) -> str:
    """Text from a file as a sentence can quote it: on one line, and not too long."""
    line = "".join(character if character.isprintable() else " " for character in " ".join(text.split()))
    return line if len(line) <= most else f"{line[:most].rstrip()} …"


def _sentence(detail: Mapping[str, Any], path: Path, raw: str | None, model: type[BaseModel]) -> Sentence:
    kind, context, last = detail["type"], detail.get("ctx", {}), detail["loc"][-1] if detail["loc"] else ""
    what = _UNWRITTEN[str(last)] if not path and last in _UNWRITTEN else _label(path)
    if kind == "missing":
        return say("`%(name)s` is missing.", name=last)
    if kind == "extra_forbidden":
        return _unknown(str(last), known_keys(model, path[:-1]))
    if kind == "string_type":
        return _not_text(what, raw, detail["input"])
    write = _WORDS.get(kind)
    if write:
        return write(what, context)
    if kind in _PYDANTIC_TYPES:
        return say("%(what)s is not written as it must be. See docs/questions.md.", what=what)
    # What is left are the models' own findings, which read on from the name.
    finding = detail["msg"].removeprefix("Value error, ").rstrip(".")
    return say("%(what)s %(finding)s.", what=what, finding=finding)


def _label(path: Path) -> str:
    """How an author would call what is at `path`."""
    if not path:
        return "This"
    if isinstance(path[-1], int):
        name = next((step for step in reversed(path) if isinstance(step, str)), "the list")
        return f"Item {path[-1] + 1} of `{shown(name)}`"
    return f"`{shown(path[-1])}`"


def _unknown(name: str, known: list[str]) -> Sentence:
    near = nearest(name, known)
    if near:
        return say("`%(name)s` is not a key here; did you mean `%(near)s`?", name=shown(name), near=near)
    return say("`%(name)s` is not a key here; those are: %(known)s.", name=shown(name), known=", ".join(known))


def _not_text(what: str, raw: str | None, value: Any) -> Sentence:
    if raw == "" and value is None:
        return say("%(what)s is empty.", what=what)
    if raw is None or not isinstance(value, Retyped | bool | int | Decimal | None):
        return say("%(what)s must be text.", what=what)
    return say(
        '%(what)s: `%(raw)s` is read as %(read_as)s; put it in quotes: "%(raw)s".',
        what=what,
        raw=shown(raw),
        read_as=_read_as(value),
    )


def _read_as(value: Retyped | bool | int | Decimal | None) -> str:
    if isinstance(value, Retyped):
        return value.read_as
    names = {True: "true", False: "false", None: "nothing"}
    return names[value] if value is None or isinstance(value, bool) else "a number"


_Words = Callable[[str, Mapping[str, Any]], Sentence]


def _list(what: str, _: Mapping[str, Any]) -> Sentence:
    return say("%(what)s must be a list: a line for each item, beginning with a hyphen.", what=what)


def _mapping(what: str, _: Mapping[str, Any]) -> Sentence:
    return say("%(what)s must be made of `key: value` lines.", what=what)


def _whole(what: str, _: Mapping[str, Any]) -> Sentence:
    return say("%(what)s must be a whole number.", what=what)


def _truth(what: str, _: Mapping[str, Any]) -> Sentence:
    return say("%(what)s must be true or false.", what=what)


def _day(what: str, _: Mapping[str, Any]) -> Sentence:
    return say("%(what)s must be a day like 2019-11-23.", what=what)


def _number(what: str, _: Mapping[str, Any]) -> Sentence:
    return say("%(what)s must be a number like 3, 2.5 or 5/2.", what=what)


def _too_short(what: str, context: Mapping[str, Any]) -> Sentence:
    if context["min_length"] == 1:
        return say("%(what)s is empty; give at least one.", what=what)
    return say("%(what)s needs at least %(least)s, not %(given)s.", what=what, least=context["min_length"],
               given=context["actual_length"])  # fmt: skip


def _quoted(those: str) -> str:
    """pydantic writes 'a', 'b' or 'c'."""
    return those.replace("'", "`")


def _pattern(what: str, context: Mapping[str, Any]) -> Sentence:
    write = _PATTERNS.get(context["pattern"])
    return (
        write(what, context)
        if write
        else say("%(what)s is not written as it must be. See docs/questions.md.", what=what)
    )


_WORDS: dict[str, _Words] = {
    **dict.fromkeys(("tuple_type", "list_type"), _list),
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type", "mapping_type"), _mapping),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), _whole),
    **dict.fromkeys(("bool_type", "bool_parsing"), _truth),
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"), _day),
    **dict.fromkeys(("fraction_type", "fraction_parsing", "exact_number"), _number),
    "too_short": _too_short,
    "string_too_short": lambda what, _: say("%(what)s is empty.", what=what),
    "string_too_long": lambda what, c: say(
        "%(what)s is longer than %(most)s characters.", what=what, most=c["max_length"]
    ),
    "too_long": lambda what, c: say("%(what)s has more than %(most)s.", what=what, most=c["max_length"]),
    "greater_than": lambda what, c: say("%(what)s must be more than %(bound)s.", what=what, bound=c["gt"]),
    "greater_than_equal": lambda what, c: say("%(what)s must be at least %(bound)s.", what=what, bound=c["ge"]),
    "less_than": lambda what, c: say("%(what)s must be less than %(bound)s.", what=what, bound=c["lt"]),
    "less_than_equal": lambda what, c: say("%(what)s must be at most %(bound)s.", what=what, bound=c["le"]),
    "literal_error": lambda what, c: say(
        "%(what)s must be one of: %(those)s.", what=what, those=_quoted(c["expected"])
    ),
    "union_tag_invalid": lambda what, c: say(
        "The kind of %(what)s must be one of: %(those)s.", what=what, those=_quoted(c["expected_tags"])
    ),
    "union_tag_not_found": lambda what, _: say("%(what)s has no `kind`.", what=what),
    "string_pattern_mismatch": _pattern,
}
_PATTERNS: dict[str, _Words] = {
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$": lambda what, _: say(
        "%(what)s may hold lower-case letters, digits and single hyphens only, like pact-expires.", what=what
    ),
    r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$": lambda what, _: say(
        "%(what)s must be a language like en, ja or pt-BR.", what=what
    ),
    r"^[^\s,:]+(?:::[^\s,:]+)*$": lambda what, _: say(
        "%(what)s must be one word, like people or dates::deadlines.", what=what
    ),
    r"^https?://[^\s<>\"]+$": lambda what, _: say("%(what)s must be an address that begins with https://.", what=what),
}
