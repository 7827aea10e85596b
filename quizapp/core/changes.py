"""What differs between two documents: field by field, with the words that came and went."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any, Literal

from quizapp.core.drafts import finished
from quizapp.core.question import Question

Path = tuple[str | int, ...]
#: What a field says: a text, or yes and no; None where it says nothing.
Value = str | bool | None
#: Not written by teachers, or told by the question's state.
_UNSHOWN = frozenset({"v", "id", "slug", "revised"})
_FIRST = ("kind", "stem")
_LAST = tuple(name for name in Question.model_fields if name not in _FIRST)
#: Lists of words that are read as one text.
_JOINED = {"tags": ", ", "range": " – "}
#: Beyond this many pairs of words a comparison takes too long, and nobody reads it.
_MOST_PAIRS = 2_000_000
#: Texts that share less than this read better one after the other.
_LEAST_ALIKE = 0.4


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed, went or came."""

    text: str
    how: Literal["same", "gone", "added"]


@dataclass(frozen=True)
class Change:
    """A field that says something else. `path` holds names and, for items of a list, their places from 0.

    A path that ends in `order` tells that the items of a list have changed places.
    """

    path: Path
    before: Value
    after: Value

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Both texts as one, with what differs marked; empty for yes and no, and for an order."""
        if isinstance(self.before, bool) or isinstance(self.after, bool) or self.path[-1] == "order":
            return ()
        return marked(self.before or "", self.after or "")


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """The fields of a question, or of a set's own document, that differ; finished or not."""
    if _said(before) == _said(after):
        return ()
    return tuple(_questions(_read(before), _read(after)))


def _said(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in _UNSHOWN}


@dataclass(frozen=True)
class _Read:
    """A document as its kind reads it: with all defaults, and the names of the fields that say more than those."""

    full: Mapping[str, Any]
    own: frozenset[str]


def _read(document: Mapping[str, Any]) -> _Read:
    question = finished(_said(document)).question if document.get("kind") else None
    if question is None:
        said = {name: value for name, value in _said(document).items() if value not in (None, "", [], {})}
        return _Read(said, frozenset(said))
    full = question.model_dump(mode="json", exclude_none=True)
    return _Read(full, frozenset(question.model_dump(mode="json", exclude_defaults=True)))


def _questions(before: _Read, after: _Read) -> Iterator[Change]:
    told = [name for name in {**before.full, **after.full} if name in before.own | after.own and name not in _UNSHOWN]
    for name in sorted(told, key=_rank):
        yield from _compare((name,), before.full.get(name), after.full.get(name))


def _rank(name: str) -> int:
    """What is asked, then the kind's own fields, then what all have."""
    return _FIRST.index(name) if name in _FIRST else 100 + _LAST.index(name) if name in _LAST else 50


def _compare(path: Path, before: Any, after: Any) -> Iterator[Change]:
    joined = _JOINED.get(str(path[0])) if len(path) == 1 else None
    if joined is None and (isinstance(before, list | tuple) or isinstance(after, list | tuple)):
        yield from _lists(path, _listed(before), _listed(after))
    elif isinstance(before, Mapping) or isinstance(after, Mapping):
        yield from _mappings(path, _mapped(before), _mapped(after))
    else:
        old, new = _value(before, joined or ", "), _value(after, joined or ", ")
        # In an item, a box that is not there is one that is not ticked.
        if old != new and not (len(path) > 1 and not old and not new):
            yield Change(path, old, new)


def _value(value: Any, between: str) -> Value:
    if value is None or isinstance(value, bool):
        return value
    return (between.join(map(str, value)) if isinstance(value, list | tuple) else str(value)) or None


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [] if value in (None, "") else [value]


def _mapped(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {} if value in (None, "") else {"text": value}


def _mappings(path: Path, before: Mapping[Any, Any], after: Mapping[Any, Any]) -> Iterator[Change]:
    for name in dict.fromkeys([*before, *after]):
        if name not in _UNSHOWN:
            yield from _compare((*path, name), before.get(name), after.get(name))


def _lists(path: Path, before: list[Any], after: list[Any]) -> Iterator[Change]:
    pairs = _aligned(before, after)
    for old, new in pairs:
        place = new if new is not None else old
        assert place is not None, "a pair has one side at least"  # noqa: S101
        one, other = (before[old] if old is not None else None), (after[new] if new is not None else None)
        yield from _compare((*path, place), one, other)
    kept = [new for old, new in sorted((old, new) for old, new in pairs if old is not None and new is not None)]
    if kept != sorted(kept):
        yield Change((*path, "order"), *("; ".join(map(_name, items)) for items in (before, after)))


def _aligned(before: list[Any], after: list[Any]) -> list[tuple[int | None, int | None]]:
    """Which item became which: the same one wherever it stands, then the rest one after the other."""
    free = list(range(len(after)))
    found: dict[int, int] = {}
    for old, item in enumerate(before):
        same = next((new for new in free if _identity(after[new]) == _identity(item)), None)
        if same is not None:
            found[old] = same
            free.remove(same)
    lost = [old for old in range(len(before)) if old not in found]
    found |= dict(zip(lost, free, strict=False))
    pairs: list[tuple[int | None, int | None]] = [(old, new) for old, new in found.items()]
    pairs += [(None, new) for new in free[len(lost) :]]
    return sorted(pairs, key=lambda pair: pair[1] or 0) + [(old, None) for old in lost[len(free) :]]


def _identity(item: Any) -> Any:
    if not isinstance(item, Mapping):
        return item
    return item.get("id") or _name(item)


def _name(item: Any) -> str:
    """What an item of a list is known by."""
    if not isinstance(item, Mapping):
        return str(item)
    return str(next((item[name] for name in ("text", "exact", "left") if item.get(name)), ""))


def marked(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts as one, word by word; signs of Chinese, Japanese and Korean one by one."""
    whole = tuple(Piece(text, how) for text, how in ((before, "gone"), (after, "added")) if text)  # type: ignore[arg-type]
    old, new = _words(before), _words(after)
    if not (old and new) or len(old) * len(new) > _MOST_PAIRS:
        return whole
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return tuple(_pieces(matcher, old, new)) if matcher.ratio() >= _LEAST_ALIKE else whole


def _pieces(matcher: SequenceMatcher[str], old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    gone, added = "", ""
    for how, i1, i2, j1, j2 in matcher.get_opcodes():
        one, other = "".join(old[i1:i2]), "".join(new[j1:j2])
        if how != "equal" or (one.isspace() and (gone or added) and i2 < len(old) and j2 < len(new)):
            gone, added = gone + one, added + other
            continue
        yield from _told(gone, added)
        gone, added = "", ""
        yield Piece(one, "same")
    yield from _told(gone, added)


def _told(gone: str, added: str) -> Iterator[Piece]:
    if gone:
        yield Piece(gone, "gone")
    if added:
        yield Piece(added, "added")


def _words(text: str) -> list[str]:
    words: list[str] = []
    for sort, run in groupby(text, _sort):
        signs = list(run)
        words += ["".join(signs)] if sort in {"word", "space"} else signs
    return words


def _sort(sign: str) -> str:
    if sign.isspace():
        return "space"
    if "\u3040" <= sign <= "\ud7af" or "\uf900" <= sign <= "\ufaff" or sign >= "\U00020000":
        return "alone"
    return "word" if sign.isalnum() or unicodedata.category(sign).startswith("M") or sign in "_'’" else "sign"


@dataclass(frozen=True)
class Said:
    """A question of a set at one time."""

    question_id: int
    document: Mapping[str, Any]


@dataclass(frozen=True)
class QuestionChange:
    """What became of a question; `number` is where it stands, from 1, or stood if it was removed.

    One that is new to the set and has `moved` came from another set.
    """

    question_id: int
    how: Literal["new", "changed", "moved", "removed"]
    number: int
    document: Mapping[str, Any]
    changes: tuple[Change, ...] = ()
    moved: bool = False


def compare(before: Sequence[Said], after: Sequence[Said]) -> tuple[QuestionChange, ...]:
    """What became of the questions of a set, in the order of `after`, then those that are gone."""
    old = {said.question_id: said.document for said in before}
    new = {said.question_id for said in after}
    moved = _moved([said.question_id for said in before], [said.question_id for said in after])
    told = [_became(number, said, old.get(said.question_id), moved) for number, said in enumerate(after, start=1)]
    gone = [
        QuestionChange(said.question_id, "removed", number, said.document)
        for number, said in enumerate(before, start=1)
        if said.question_id not in new
    ]
    return (*filter(None, told), *gone)


def _became(number: int, said: Said, before: Mapping[str, Any] | None, moved: set[int]) -> QuestionChange | None:
    if before is None:
        return QuestionChange(said.question_id, "new", number, said.document)
    found, has_moved = changes(before, said.document), said.question_id in moved
    if not found and not has_moved:
        return None
    return QuestionChange(
        said.question_id, "changed" if found else "moved", number, said.document, found, has_moved
    )  # fmt: skip


def _moved(before: Sequence[int], after: Sequence[int]) -> set[int]:
    """As few as possible of those in both that must have changed places."""
    common = set(before) & set(after)
    old, new = [each for each in before if each in common], [each for each in after if each in common]
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return common - {old[block.a + offset] for block in blocks for offset in range(block.size)}
