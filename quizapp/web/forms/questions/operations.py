"""What the small buttons of a question's form do to its draft: add, remove and move rows, silence a check."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from quizapp.core.kinds import all_kinds
from quizapp.web.forms.questions.shapes import Group, Rows, Shape, Table, Variants, shape_of

Plain = dict[str, Any]
#: So many rows a new question of a kind begins with, where it needs any.
_FIRST_ROWS = {"options": 4, "items": 3, "pairs": 3}


def started(kind: str, evidence: Sequence[Mapping[str, Any]] = ()) -> Plain:
    """A new draft of a kind, with empty rows where rows are needed, and the passages it begins from."""
    rows = {
        name: [_empty(shape) for _ in range(_FIRST_ROWS.get(name, shape.least))]
        for name, shape in shape_of(kind).fields.items()
        if isinstance(shape, Rows) and shape.least and name != "evidence"
    }
    return {"kind": kind, **rows, **({"evidence": [dict(each) for each in evidence]} if evidence else {})}


def turned_into(kind: str, document: Mapping[str, Any]) -> Plain:
    """The draft as one of another kind: it keeps what that kind has a place for."""
    fields = shape_of(kind).fields
    kept = {name: value for name, value in document.items() if name in fields and name not in {"answer", "scoring"}}
    silence = {"silence": document["silence"]} if "silence" in document else {}
    return {**started(kind), **kept, **silence, "kind": kind}


def done(document: Mapping[str, Any], do: str, typed: Mapping[str, str], used: Collection[str] = ()) -> Plain:
    """The draft after the button `do` was pressed; one that no page has changes nothing. `used`: see `Kind.tidied`.

    `add:options`, `remove:options:2`, `up:options:2`, `down:options:2`, `move:options:2:0`, `gaps`, `silence:CODE`
    with the reason in `typed`, `speak:CODE`, `drop:gaps.3`. A row of a table is named by its key: `add:gaps.2.options`.
    """
    verb, _, rest = do.partition(":")
    changed = dict(document)
    if verb == "gaps":
        return dict(all_kinds()[str(document["kind"])].tidied(document, used))
    if verb == "drop":
        return _without(changed, rest.split("."))
    if verb in {"silence", "speak"}:
        return _silenced(changed, verb, rest, typed)
    path, *places = rest.split(":")
    shape, rows = _shape_at(str(document.get("kind")), path), _rows(changed, path)
    if shape is None or rows is None or not all(place.isascii() and place.isdigit() for place in places):
        return changed
    _change(rows, verb, [int(place) for place in places], _empty(shape))
    return _with(changed, path.split("."), rows)


def _without(document: Mapping[str, Any], steps: list[str]) -> Plain:
    """The draft without one row of a table."""
    first, *rest = steps
    if not rest:
        return {name: value for name, value in document.items() if name != first}
    below = document.get(first)
    return {**document, first: _without(below, rest)} if isinstance(below, Mapping) else dict(document)


def _silenced(document: Plain, verb: str, code: str, typed: Mapping[str, str]) -> Plain:
    silence = dict(document.get("silence") or {})
    reason = typed.get(f"reason-{code}", "").strip()
    if verb == "speak":
        silence.pop(code, None)
    elif reason:
        silence[code] = reason
    return {
        **{name: value for name, value in document.items() if name != "silence"},
        **({"silence": silence} if silence else {}),
    }


def _rows(document: Plain, path: str) -> list[Any] | None:
    found: Any = document
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return list(found) if isinstance(found, list) else [] if found is None else None


def _with(document: Mapping[str, Any], steps: list[str], rows: list[Any]) -> Plain:
    first, *rest = steps
    if not rest:
        return {**document, first: rows}
    below = document.get(first)
    return {**document, first: _with(below, rest, rows)} if isinstance(below, Mapping) else dict(document)


def _change(rows: list[Any], verb: str, places: list[int], empty: Any) -> None:
    if verb == "add":
        rows.append(empty)
    elif places and places[0] < len(rows):
        at = places[0]
        row = rows.pop(at)
        if verb == "remove":
            return
        target = {"up": at - 1, "down": at + 1}.get(verb, places[1] if len(places) > 1 else at)
        rows.insert(max(0, min(len(rows), target)), row)


def _shape_at(kind: str, path: str) -> Rows | None:
    """The list at a path of the kind's document; a step into a table is the key of its row."""
    shape: Shape | None = shape_of(kind) if kind in all_kinds() else None
    for step in path.split("."):
        if isinstance(shape, Table):
            shape = shape.value
        else:
            shape = shape.fields.get(step) if isinstance(shape, Group | Variants) else None
    return shape if isinstance(shape, Rows) else None


def _empty(rows: Rows) -> Any:
    return {} if isinstance(rows.item, Group) and not rows.item.short else ""
