"""Anki's deletions, `{{c1::answer::hint}}`, as the gaps of a cloze."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from quizapp.core import prose
from quizapp.core.sentences import say
from quizapp.core.spelling import folded
from quizapp.formats.anki.questions.texts import Texts

#: A deletion may be of several cards, `{{c1,2::answer}}`; its gap is named by the first.
_SIGN = re.compile(r"\{\{c(\d{1,9})(?:,\d{1,9}){0,99}::|\}\}")
_INNER = re.compile(
    r"\{\{c\d{1,9}(?:,\d{1,9}){0,99}::((?:(?!\{\{|\}\}|::).)*)(?:::(?:(?!\{\{|\}\}).)*)?\}\}", re.DOTALL
)
_MOST_GAPS = 99
#: Anki goes no deeper.
_DEEPEST = 3
_LONGEST_ANSWER = 500
#: Stand around a gap's number while the text around it becomes Markdown; nobody types private signs.
_START, _END = "\ue010", "\ue011"
_PLACE = re.compile(f"{_START}(\\d+){_END}")
_LINK = re.compile(r"<a\b[^<>]{0,5000}>|</a\s{0,9}>", re.IGNORECASE)
FILL = "Fill the gaps."


@dataclass
class Gaps:
    """What the deletions of a field make: HTML with a sign for each gap, the gaps by their numbers, and hints."""

    texts: Texts
    found: dict[int, str] = field(default_factory=dict)
    hints: list[str] = field(default_factory=list)
    reserved: set[int] = field(default_factory=set)

    def html(self, value: str) -> str:
        pieces: list[str] = []
        deletions = list(_deletions(value))
        self.reserved = {number for number, _ in deletions if number is not None}
        for number, inside in deletions:
            pieces.append(inside if number is None else self._gap(number, _flat(inside)))
        for number in sorted(_within(deletions) - self.reserved):
            self.texts.tell(say("Gap %(gap)s lies within another one and is not asked by itself.", gap=number))
        return "".join(pieces)

    def _gap(self, number: int, inside: str) -> str:
        answer, _, hint = inside.partition("::")
        plain = self.texts.plain(answer)
        if "<img" in answer or not folded(plain).letters or len(plain) > _LONGEST_ANSWER:
            self.texts.tell(say("Gap %(gap)s can't be typed; its answer stands in the text.", gap=number))
            return answer
        taken = self._number(number)
        if taken is None:
            self.texts.tell(say("Only %(most)s gaps were taken; the rest stands in the text.", most=_MOST_GAPS))
            return answer
        self.found[taken] = plain
        if hint_text := self.texts.plain(hint):
            self.hints.append(f"[{taken}]: {prose.escaped(hint_text)}")
        return f"{_START}{taken}{_END}"

    def _number(self, wanted: int) -> int | None:
        if 0 < wanted <= _MOST_GAPS and wanted not in self.found:
            return wanted
        taken = self.reserved | set(self.found)
        free = next((number for number in range(1, _MOST_GAPS + 1) if number not in taken), None)
        if free is not None:
            self.texts.tell(say("Gap %(gap)s stands twice; one of them became gap %(free)s.", gap=wanted, free=free))
        return free


def _deletions(value: str) -> Iterator[tuple[int | None, str]]:
    """The text in pieces: what is outside, and each outermost deletion with its number."""
    start, depth, at, number = 0, 0, 0, 0
    for sign in _SIGN.finditer(value):
        if sign[1] is None:
            depth = max(0, depth - 1) if depth else 0
            if depth == 0 and at:
                yield number, value[at : sign.start()]
                start, at = sign.end(), 0
            continue
        if depth == 0:
            yield None, value[start : sign.start()]
            start, at, number = sign.start(), sign.end(), int(sign[1])
        depth += 1
    yield None, value[start:]


def _within(deletions: Iterable[tuple[int | None, str]]) -> set[int]:
    """The numbers of deletions that lie within others."""
    signs = (sign[1] for number, inside in deletions if number is not None for sign in _SIGN.finditer(inside))
    return {int(found) for found in signs if found}


def _flat(inside: str) -> str:
    """A deletion without those within it: their answers stay, their hints go."""
    for _ in range(_DEEPEST):
        inside = _INNER.sub(r"\1", inside)
    return inside


def without_deletions(value: str) -> str:
    """The field as it reads with all answers in their places."""
    return "".join(inside if number is None else _flat(inside).split("::")[0] for number, inside in _deletions(value))


def cloze(value: str, extra: str, texts: Texts) -> dict[str, Any] | None:
    """A cloze's document; None where the field has no gap that can be typed. Raises `Refusal` as `Texts.markdown`."""
    gaps = Gaps(texts)
    marked = gaps.html(value)
    if not gaps.found:
        return None
    # Double brackets that were typed would be taken for gaps.
    markdown = texts.markdown(_LINK.sub("", marked)).replace(r"\[\[", r"\[ \[")
    markdown = _PLACE.sub(r"[[\1]]", markdown)
    placed, misplaced = prose.gaps(markdown)
    lost = sorted((set(gaps.found) - set(placed)) | set(misplaced))
    for number in lost:
        texts.tell(say("Gap %(gap)s stands where none can be; its answer stands in the text.", gap=number))
        markdown = markdown.replace(f"[[{number}]]", prose.escaped(gaps.found.pop(number)))
    if not gaps.found:
        return None
    stem, text = _stem(markdown)
    kept = {str(number): {"kind": "short_text", "answer": answer} for number, answer in sorted(gaps.found.items())}
    document: dict[str, Any] = {"kind": "cloze", "stem": stem, "text": text, "gaps": kept}
    if gaps.hints:
        document["hints"] = gaps.hints
    if explained := texts.markdown(extra):
        document["explanation"] = explained
    return document


def _stem(markdown: str) -> tuple[str, str]:
    """What stands in paragraphs before the first gap is what is asked; else there is just one thing to do."""
    blocks = markdown.split("\n\n")
    first = next(place for place, block in enumerate(blocks) if "[[" in block and prose.gaps(block)[0])
    return ("\n\n".join(blocks[:first]) or FILL, "\n\n".join(blocks[first:]))
