"""What differs between two documents, as a page tells it: fields by their names, values in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from quizapp.core.changes import Change, Path, Piece, QuestionChange, Value
from quizapp.web.forms.questions.labels import label
from quizapp.work.authoring.comparing import SetChange

_HEADER = {
    "title": _l("Title"),
    "description": _l("Description"),
    "language": _l("Language"),
    "time_limit": _l("Minutes for a test"),
    "shuffle": _l("Mix the questions"),
}
#: One item of a list.
_ITEM = {
    "options": _l("Option %(place)s"),
    "pairs": _l("Pair %(place)s"),
    "items": _l("Item %(place)s"),
    "evidence": _l("Passage %(place)s"),
    "hints": _l("Hint %(place)s"),
    "accept": _l("Accepted answer %(place)s"),
    "extra": _l("Choice that fits none %(place)s"),
    "gaps": _l("Gap %(place)s"),
    "units": _l("Unit “%(place)s”"),
    "silence": _l("Advice that is silenced: %(place)s"),
}
#: What an item is all about needs no name.
_UNSAID = frozenset({"text", "exact"})
_WORDS = {
    "partial": _l("part by part"),
    "all_or_nothing": _l("all or nothing"),
    "positions": _l("by places"),
    "pairs": _l("by pairs"),
    "day": _l("day"),
    "month": _l("month"),
    "year": _l("year"),
}


@dataclass(frozen=True)
class ToldChange:
    """A field that changed; `before` and `after` are empty where `pieces` tell both."""

    name: str
    before: str
    after: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class ToldQuestion:
    """A question that changed, with its fields."""

    change: QuestionChange
    fields: list[ToldChange]

    @property
    def stem(self) -> str:
        return str(self.change.document.get("stem") or "")

    @property
    def kind(self) -> str:
        return str(self.change.document.get("kind") or "")


@dataclass(frozen=True)
class ToldSet:
    """All that changed in a set."""

    header: list[ToldChange]
    questions: list[ToldQuestion]
    counts: Mapping[str, int]
    leaving: int = 0

    @property
    def nothing(self) -> bool:
        return not self.header and not self.questions


def told_set(found: SetChange) -> ToldSet:
    counts = {how: found.count(how) for how in ("new", "changed", "moved", "removed")}
    questions = [ToldQuestion(each, told(each.changes)) for each in found.questions]
    return ToldSet(told(found.header, _HEADER), questions, counts, found.leaving)


def told(changes: Iterable[Change], names: Mapping[str, object] | None = None) -> list[ToldChange]:
    return [_told(change, names or {}) for change in changes]


def _told(change: Change, names: Mapping[str, object]) -> ToldChange:
    name = _name(change.path, names)
    if _is_worded(change.path):
        return ToldChange(name, _words(change, change.before), _words(change, change.after), ())
    pieces = change.pieces
    return ToldChange(
        name, *(("", "") if pieces else (_words(change, change.before), _words(change, change.after))), pieces
    )


def _is_worded(path: Path) -> bool:
    return path[-1] in {"kind", "scoring", "precision"}


def _name(path: Path, names: Mapping[str, object]) -> str:
    """`Option 2: Feedback`"""
    first = str(path[0])
    if len(path) == 1:
        return str(names.get(first) or label(first))
    if path[1] == "order":
        return str(gettext("%(what)s: their order", what=label(first)))
    place = path[1] + 1 if isinstance(path[1], int) else path[1]
    item = str(_ITEM[first]) % {"place": place} if first in _ITEM else f"{label(first)} {place}"
    within = [str(step + 1) if isinstance(step, int) else label(step) for step in path[2:] if step not in _UNSAID]
    return ": ".join([item, *within])


def _words(change: Change, value: Value) -> str:
    if isinstance(value, bool):
        if change.path == ("answer",):
            return str(gettext("True") if value else gettext("False"))
        return str(gettext("yes") if value else gettext("no"))
    if value is None:
        return str(gettext("nothing"))
    if _is_worded(change.path):
        return str(_WORDS.get(value, value.replace("_", " ")))
    return value
