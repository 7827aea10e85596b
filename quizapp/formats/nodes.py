"""YAML with its places: plain data, and for every value the line and column where it was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from quizapp.core.sentences import Sentence, say

#: No set is nested deeper; a file that is was made to do harm.
DEEPEST = 40
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path = tuple[str | int, ...]
Place = tuple[int, int]


@dataclass(frozen=True)
class Retyped:
    """A plain scalar that YAML reads as something else than is written: `no`, `12:30`, `1_000`."""

    raw: str
    read_as: str


@dataclass
class Tree:
    """`data`: what was written, as plain data. Places count from 1; `keys` are those of a mapping's keys."""

    data: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    raw: dict[Path, str] = field(default_factory=dict)
    faults: list[tuple[Place, Sentence]] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """Where the value at `path` is, or the nearest thing around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


def parse(text: str) -> Tree:
    """The one document in `text`; faults of the YAML itself are among `faults`, and then there may be no data."""
    tree = Tree()
    try:
        fault = _forbidden(text)
        node = None if fault else yaml.compose(text, _Loader)
    except yaml.MarkedYAMLError as error:
        fault, node = (_at(error.problem_mark), _syntax(error)), None
    except yaml.YAMLError as error:
        fault, node = ((1, 1), say("This is not text that YAML can read: %(reason)s", reason=_one_line(error))), None
    if fault:
        tree.faults.append(fault)
    if node is not None:
        tree.data = _plain(node, (), tree)
    return tree


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _at(mark: Any) -> Place:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _syntax(error: yaml.MarkedYAMLError) -> Sentence:
    problem = error.problem or "it ends too early"
    if "character '\\t'" in problem:
        return say("A tab stands where YAML wants spaces. Indent with spaces.")
    return say("YAML can't read on from here: %(problem)s. Text with a colon or a quote needs quotes.", problem=problem)


def _forbidden(text: str) -> tuple[Place, Sentence] | None:
    """What a set never needs and what can do harm: depth, anchors, aliases, tags, a second document."""
    depth = documents = 0
    for event in yaml.parse(text, _Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        sentence = _objection(event, depth, documents)
        if sentence:
            return _at(event.start_mark), sentence
    return None


def _objection(event: Any, depth: int, documents: int) -> Sentence | None:
    if depth > DEEPEST:
        return say("This is nested too deeply. A set needs no more than a few levels.")
    if documents > 1:
        return say("A second document begins here. Put each set into a file of its own.")
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        return say("Anchors and aliases (& and *) are not used in sets. Write the text out, or put it in quotes.")
    if getattr(event, "tag", None):
        return say("Tags (!) are not used in sets. Write the value alone, or put it in quotes.")
    return None


def _plain(node: yaml.Node, path: Path, tree: Tree) -> Any:
    tree.places[path] = _at(node.start_mark)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, tree)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*path, place), tree) for place, child in enumerate(node.value)]
    tree.raw[path] = str(node.value)
    return _scalar(node)


def _mapping(node: yaml.MappingNode, path: Path, tree: Tree) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            tree.faults.append((_at(key_node.start_mark), say("A key must be a plain word.")))
            continue
        key = key_node.value
        if key in found:
            tree.faults.append((_at(key_node.start_mark), say("`%(key)s` stands here a second time.", key=key)))
            continue
        tree.keys[(*path, key)] = _at(key_node.start_mark)
        found[key] = _plain(value_node, (*path, key), tree)
    return found


_TIMESTAMP = re.compile(r"\d{4}-\d{1,2}(-\d{1,2})?")


def _scalar(node: yaml.Node) -> Any:
    kind = node.tag.rsplit(":", 1)[-1]
    return _READERS.get(kind, _text)(node.value)


def _text(raw: str) -> Any:
    return raw


def _integer(raw: str) -> Any:
    return int(raw) if re.fullmatch(r"[+-]?(0|[1-9]\d{0,29})", raw) else Retyped(raw, "a number")


def _decimal(raw: str) -> Any:
    return Decimal(raw) if re.fullmatch(r"[+-]?\d{1,30}\.\d{1,30}", raw) else Retyped(raw, "a number")


def _truth(raw: str) -> Any:
    return raw.lower() == "true" if raw.lower() in {"true", "false"} else Retyped(raw, "true or false")


def _moment(raw: str) -> Any:
    return raw if _TIMESTAMP.fullmatch(raw) else Retyped(raw, "a time")


_READERS: dict[str, Callable[[str], Any]] = {
    "int": _integer,
    "float": _decimal,
    "bool": _truth,
    "null": lambda _raw: None,
    "timestamp": _moment,
}


def scalars(tree: Tree, under: Path) -> Iterator[tuple[Path, str]]:
    """Every scalar at or below a path, as written."""
    for path, raw in tree.raw.items():
        if path[: len(under)] == under:
            yield path, raw
