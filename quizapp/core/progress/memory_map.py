"""An article as a map of memory: each passage that proves an answer, and how well what rests on it is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from quizapp.core.evidence import Reading, Span
from quizapp.core.question import Quote

#: From which chance to remember on each step begins; the first, 1, begins at nothing.
STEPS = (0.5, 0.7, 0.85, 0.95)
#: The step of what was not asked yet.
NOT_ASKED = 0


@dataclass(frozen=True)
class Known:
    """One card: the chance that it is remembered, None where it was not asked yet; and the day on which it comes."""

    chance: float | None
    due: date | None
    suspended: bool = False


@dataclass(frozen=True)
class Resting:
    """A question, what proves its answer, and how well its cards are remembered."""

    text: str
    language: str
    evidence: tuple[Quote, ...]
    cards: tuple[Known, ...]

    @property
    def chance(self) -> float | None:
        asked = [card.chance for card in self.cards if card.chance is not None]
        return fmean(asked) if asked else None

    @property
    def due(self) -> date | None:
        """The day on which the first of its cards comes that are not put aside."""
        return min((card.due for card in self.cards if card.due and not card.suspended), default=None)

    @property
    def suspended(self) -> bool:
        return all(card.suspended for card in self.cards)


@dataclass(frozen=True)
class Passage:
    """`number` counts from 1 in the order of the article; `found` is False where the article no longer has it."""

    number: int
    text: str
    questions: tuple[Resting, ...]
    found: bool = True

    @property
    def chance(self) -> float | None:
        return mean_chance(self.questions)

    @property
    def step(self) -> int:
        return step(self.chance)


@dataclass(frozen=True)
class Shade:
    """A stretch of the article's HTML: `step` is None where no passage is, `begins` the passages that begin here."""

    html: str
    step: int | None = None
    chance: float | None = None
    begins: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class MemoryMap:
    passages: tuple[Passage, ...]
    shades: tuple[Shade, ...]


def step(chance: float | None) -> int:
    """1 for what is hardly known to 5; 0 for what was not asked yet."""
    return NOT_ASKED if chance is None else 1 + sum(chance >= bound for bound in STEPS)


def mean_chance(questions: Iterable[Resting]) -> float | None:
    """Each question counts alike, however many cards it has."""
    asked = [question.chance for question in questions if question.chance is not None]
    return fmean(asked) if asked else None


def memory_map(reading: Reading, questions: Sequence[Resting]) -> MemoryMap:
    """Where passages overlap, what lies in several counts the questions of all of them."""
    placed, lost = _placed(reading, questions)
    spans = sorted(placed, key=lambda span: (span.start, -span.end))
    passages = [
        Passage(number, reading.text[span.start : span.end], tuple(placed[span]))
        for number, span in enumerate(spans, start=1)
    ]
    missing = [
        Passage(number, text, tuple(resting), found=False)
        for number, (text, resting) in enumerate(lost.items(), start=len(passages) + 1)
    ]
    return MemoryMap((*passages, *missing), _shades(reading, spans, passages))


def _placed(
    reading: Reading, questions: Sequence[Resting]
) -> tuple[dict[Span, list[Resting]], dict[str, list[Resting]]]:
    """The questions of each passage, and of those that are not in the article."""
    placed: dict[Span, list[Resting]] = {}
    lost: dict[str, list[Resting]] = {}
    for question in questions:
        found = [(quote.exact, next(iter(reading.spans(quote)), None)) for quote in question.evidence]
        for span in {span for _, span in found if span}:
            placed.setdefault(span, []).append(question)
        for text in dict.fromkeys(text for text, span in found if not span):
            lost.setdefault(text, []).append(question)
    return placed, lost


def _shades(reading: Reading, spans: Sequence[Span], passages: Sequence[Passage]) -> tuple[Shade, ...]:
    begun: set[int] = set()
    shades = []
    for run in reading.runs(spans):
        if not run.passages:
            shades.append(Shade(run.html))
            continue
        chance = _chance([passages[number] for number in run.passages])
        begins = tuple(passages[number] for number in run.passages if number not in begun)
        begun.update(run.passages)
        shades.append(Shade(run.html, step(chance), chance, begins))
    return tuple(shades)


def _chance(passages: Sequence[Passage]) -> float | None:
    return mean_chance({id(question): question for passage in passages for question in passage.questions}.values())
