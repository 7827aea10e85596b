"""Drafts: a question's document while it is being written, when any part may be missing, empty or wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from quizapp.core.evidence import Reading
from quizapp.core.kinds import all_kinds
from quizapp.core.question import Question, Quote

Path = tuple[str | int, ...]
Plain = dict[str, Any]
#: Stands in for the permanent id, which a question gets when it is first published.
_NO_ID = "unnamed"
#: Stands among the codes of a draft's weaknesses while it can't be published.
UNFINISHED = "unfinished"


@dataclass(frozen=True)
class Fault:
    """What keeps a draft from being published: `path` in the draft, `code` and `finding` as the reader told them."""

    path: Path
    code: str
    finding: str
    context: Mapping[str, Any]


@dataclass(frozen=True)
class Finished:
    """A draft as read: the question where it is whole, else what is wrong with it."""

    question: Question | None
    faults: tuple[Fault, ...]


def finished(document: Mapping[str, Any], reading: Reading | None = None, used: Collection[str] = ()) -> Finished:
    """Read a draft; with a `reading` its evidence must be in the article, once. `used`: see `Kind.tidied`."""
    places: dict[Path, Path] = {}
    kind = all_kinds().get(str(document.get("kind")))
    if kind is None:
        return Finished(None, (Fault(("kind",), "no_such_kind", "", {}),))
    whole = _pruned(kind.tidied(document, used), (), (), places)
    try:
        question = kind.question.model_validate({"id": _NO_ID, **(whole or {})})
    except ValidationError as error:
        told = [_fault(detail, places) for detail in error.errors(include_url=False, include_input=False)]
        return Finished(None, tuple(told))
    lost = tuple(_lost(question.evidence, reading, places)) if reading else ()
    return Finished(None if lost else question, lost)


def _fault(detail: Mapping[str, Any], places: Mapping[Path, Path]) -> Fault:
    path: Path = tuple(step for step in detail["loc"] if step != "[key]")
    return Fault(_original(path, places), detail["type"], detail["msg"], detail.get("ctx", {}))


def _original(path: Path, places: Mapping[Path, Path]) -> Path:
    """Where in the draft the place in the pruned document comes from; what is missing stands below its parent."""
    for length in range(len(path), 0, -1):
        for head in (path[:length], (*path[: length - 1], str(path[length - 1]))):
            if head in places:
                return (*places[head], *path[length:])
    return path


def _lost(quotes: Sequence[Quote], reading: Reading, places: Mapping[Path, Path]) -> list[Fault]:
    counts = [(place, reading.count(quote)) for place, quote in enumerate(quotes)]
    return [
        Fault(_original(("evidence", place, "exact"), places), "lost" if count == 0 else "ambiguous", "", {})
        for place, count in counts
        if count != 1
    ]


def _pruned(value: Any, path: Path, pruned_path: Path, places: dict[Path, Path]) -> Any:
    """The value without what is empty, or None; `places` tells for each place that is left where it was."""
    places[pruned_path] = path
    if isinstance(value, Mapping):
        return _pruned_mapping(value, path, pruned_path, places)
    if isinstance(value, list | tuple):
        return _pruned_list(value, path, pruned_path, places)
    return None if isinstance(value, str) and not value.strip() else value


def _pruned_mapping(value: Mapping[Any, Any], path: Path, pruned_path: Path, places: dict[Path, Path]) -> Plain | None:
    kept = {name: _pruned(each, (*path, name), (*pruned_path, name), places) for name, each in value.items()}
    return {name: each for name, each in kept.items() if each is not None} or None


def _pruned_list(value: Sequence[Any], path: Path, pruned_path: Path, places: dict[Path, Path]) -> list[Any] | None:
    kept: list[Any] = []
    for place, each in enumerate(value):
        below: dict[Path, Path] = {}
        found = _pruned(each, (*path, place), (*pruned_path, len(kept)), below)
        if found is not None and not _only_false(found):
            kept.append(found)
            places |= below
    return kept or None


def _only_false(value: Any) -> bool:
    """A row of which nothing was filled in but boxes that are not ticked."""
    return isinstance(value, Mapping) and all(each is False for each in value.values())


def plain_text(document: Mapping[str, Any]) -> str:
    """All text of a draft in lower case, for finding it."""
    return " ".join(texts(document)).casefold()


def texts(value: Any) -> list[str]:
    """Every text that was written in a draft, or in a part of it."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for name, each in value.items() if name != "kind" for text in texts(each)]
    return [text for each in value for text in texts(each)] if isinstance(value, list | tuple) else []


def quotes(document: Mapping[str, Any]) -> list[Quote]:
    """The passages of a draft, as far as they are written."""
    listed = document.get("evidence")
    given = [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []
    return [
        Quote(exact=str(each["exact"]), prefix=str(each.get("prefix") or ""), suffix=str(each.get("suffix") or ""))
        for each in given
        if str(each.get("exact") or "").strip()
    ]
