"""YAML with its places: plain data, and for every value the line and column where it was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from quizapp.core.sentences import Sentence, say
from quizapp.formats.syntax import syntax_fault

#: No set is nested deeper; a file that is was made to do harm.
DEEPEST = 40
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path = tuple[str | int, ...]
Place = tuple[int, int]
Finding = tuple[Place, Sentence]


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
    faults: list[Finding] = field(default_factory=list)
    whole: bool = True

    def place(self, path: Path) -> Place:
        """Where the value at `path` is, or the nearest thing around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


def parse(text: str) -> Tree:
    """The one document in `text`. Unless the tree is `whole` there is no data in it, only faults."""
    tree = Tree()
    try:
        tree.whole = _survey(text, tree)
        node = yaml.compose(text, _Loader) if tree.whole else None
    except yaml.YAMLError as error:
        tree.whole, node = False, None
        tree.faults.append(syntax_fault(error, text))
    if node is not None:
        tree.data = _plain(node, (), tree)
    return tree


def _survey(text: str, tree: Tree) -> bool:
    """Notes what a set never needs and what can do harm; False when the rest can't be read safely."""
    depth = documents = 0
    safe = True
    for event in yaml.parse(text, _Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        sentence = _objection(event, depth, documents)
        if sentence:
            tree.faults.append((_at(event.start_mark), sentence))
        if depth > DEEPEST or documents > 1:
            return False
        safe = safe and not isinstance(event, yaml.AliasEvent)
    return safe


def _objection(event: Any, depth: int, documents: int) -> Sentence | None:
    if depth > DEEPEST:
        return say("This is nested too deeply. A set needs no more than a few levels.")
    if documents > 1:
        return say("A second document begins here. Put each set into a file of its own.")
    if isinstance(event, yaml.AliasEvent):
        return say("An alias (*) is not used in sets. Write the text out, or put it in quotes if it begins with *.")
    if getattr(event, "anchor", None):
        return say("An anchor (&) is not used in sets. Delete it, or put the text in quotes if it begins with &.")
    if getattr(event, "tag", None):
        return say("A tag (!) is not used in sets. Delete it, or put the text in quotes if it begins with !.")
    return None


def _at(mark: Any) -> Place:
    return (mark.line + 1, mark.column + 1)


def _plain(node: yaml.Node, path: Path, tree: Tree) -> Any:
    tree.places[path] = _at(node.start_mark)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, tree)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*path, place), tree) for place, child in enumerate(node.value)]
    tree.raw[path] = node.value
    return _scalar(node)


def _mapping(node: yaml.MappingNode, path: Path, tree: Tree) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        place = _at(key_node.start_mark)
        objection = _key_objection(key_node, (*path, key_node.value), tree)
        if objection:
            tree.faults.append((place, objection))
            continue
        tree.keys[*path, key_node.value] = place
        found[key_node.value] = _plain(value_node, (*path, key_node.value), tree)
    return found


def _key_objection(node: yaml.Node, path: Path, tree: Tree) -> Sentence | None:
    if not isinstance(node, yaml.ScalarNode):
        return say("A key must be a plain word, like `title`.")
    if node.tag == "tag:yaml.org,2002:merge":
        return say("A merge key (<<) is not used in sets. Write the lines out.")
    if path in tree.keys:
        return say("The key `%(key)s` stands on line %(line)s already.", key=node.value, line=tree.keys[path][0])
    return None


_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")


def _scalar(node: yaml.Node) -> Any:
    return _READERS.get(node.tag, _text)(node.value)


def _text(raw: str) -> Any:
    return raw


def _integer(raw: str) -> Any:
    return int(raw) if re.fullmatch(r"[+-]?(0|[1-9]\d{0,29})", raw) else Retyped(raw, _as_number(raw))


def _decimal(raw: str) -> Any:
    return Decimal(raw) if re.fullmatch(r"[+-]?\d{1,30}\.\d{1,30}", raw) else Retyped(raw, _as_number(raw))


def _as_number(raw: str) -> str:
    return str(yaml.safe_load(raw)) if len(raw) <= 30 else "a number"


def _truth(raw: str) -> Any:
    truth = raw.lower() in {"true", "yes", "on"}
    return truth if raw.lower() in {"true", "false"} else Retyped(raw, str(truth).lower())


def _moment(raw: str) -> Any:
    return raw if _DATE.fullmatch(raw) else Retyped(raw, "a time")


_READERS: dict[str, Callable[[str], Any]] = {
    "tag:yaml.org,2002:int": _integer,
    "tag:yaml.org,2002:float": _decimal,
    "tag:yaml.org,2002:bool": _truth,
    "tag:yaml.org,2002:null": lambda _raw: None,
    "tag:yaml.org,2002:timestamp": _moment,
}


def texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text at or below `path`, where `value` stands."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts(inner, (*path, step))
