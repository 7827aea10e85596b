"""answer-in-another-stem: one question tells the answer of another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quizapp.core.checks.check import SetCheck
from quizapp.core.checks.item import Item, Path, text_of
from quizapp.core.checks.words import terms
from quizapp.core.sentences import Sentence, say

#: How much of what is asked must come back in the other stem, beside the answer.
_SHARE = 0.5
#: What stands in more stems than this share of them is the subject of the set, and tells nothing.
_COMMON = 1 / 3
_GAP = re.compile(r"\[\[\d+\]\]")


@dataclass(frozen=True)
class _Asked:
    """What one question asks, in terms, and its stem to be searched."""

    text: str
    about: frozenset[str]
    language: str
    tells: bool


@dataclass(frozen=True)
class _Answer:
    """A key as it may be found in another stem: `mark` is its rarest part."""

    path: Path
    parts: frozenset[str]


def _find(items: Sequence[Item]) -> Iterator[tuple[int, Path, Sentence]]:
    asked = [_asked(item) for item in items]
    stems: dict[str, set[int]] = defaultdict(set)
    for number, each in enumerate(asked):
        for part in each.about:
            stems[part].add(number)
    most = max(3, int(len(items) * _COMMON))
    for number, item in enumerate(items):
        for answer in _answers(item):
            other = _told_by(number, answer, asked, stems, most)
            if other is not None:
                yield (
                    number,
                    answer.path,
                    say("The stem of question %(other)s gives this answer away.", other=other + 1),
                )
                break


def _asked(item: Item) -> _Asked:
    text = f"{item.stem} {_GAP.sub(' ', item.gap_text)}".strip()
    return _Asked(text, _parts(text, item.language), item.language, item.truth is not False)


def _parts(text: str, language: str) -> frozenset[str]:
    """Terms, and numbers of at least two digits."""
    return terms(text, language) | frozenset(re.findall(r"\d{2,}", text))


def _answers(item: Item) -> Iterator[_Answer]:
    """The keys of a choice with one key, and what is typed; pairs and orders are too many words to be given away."""
    for choosing in item.choosings:
        if choosing.path == ("options",) and len(choosing.keys) == 1:
            yield _Answer(choosing.keys[0].path, _parts(choosing.keys[0].text, item.language))
    for typed in item.typed:
        if not typed.path:
            accepted = typed.fields.get("accept")
            shorter = accepted if isinstance(accepted, list | tuple) else []
            for each in (typed.fields.get("answer"), *(one for one in shorter if isinstance(one, str))):
                yield _Answer(("answer",), _parts(_written(text_of(each)), item.language))


def _written(answer: str) -> str:
    """Of a date the year alone: months and days are written in many ways."""
    return answer[:4] if re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", answer) else answer


def _told_by(
    number: int, answer: _Answer, asked: Sequence[_Asked], stems: Mapping[str, set[int]], most: int
) -> int | None:
    """The first other question whose stem has the answer and most of what is asked."""
    own = asked[number]
    if not answer.parts or answer.parts <= own.about:
        return None
    having = [stems.get(part, set()) for part in answer.parts]
    others = set.intersection(*having) - {number}
    about = own.about - answer.parts
    if not about or len(others) > most:
        return None
    return next((other for other in sorted(others) if _tells(asked[other], about)), None)


def _tells(other: _Asked, about: frozenset[str]) -> bool:
    return other.tells and len(about & other.about) >= max(_SHARE * len(about), min(2, len(about)))


CHECKS = (
    SetCheck(
        "answer-in-another-stem",
        say(
            "Learners who read the whole set find the answer there instead of knowing it (Haladyna, Downing and "
            "Rodriguez 2002)."
        ),
        say("Say it otherwise in the other question, or put the two into different sets."),
        _find,
    ),
)
