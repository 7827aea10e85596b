"""cloze: a text with gaps to fill, each a short text, a number, a date or a choice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from quizapp.core.card import Card
from quizapp.core.document import Document, Prose
from quizapp.core.gaps import AnyGap, GapNumber, GapView
from quizapp.core.kind import Fields, Kind, Presentation, Sample
from quizapp.core.mark import Mark, Part
from quizapp.core.options import Loc, refuse_at, shown_order
from quizapp.core.prose import filled_gaps, gaps
from quizapp.core.question import Question, Quote
from quizapp.core.sentences import Blank, Unreadable, say
from quizapp.core.typed import ReviewedText, typed


class Cloze(Question):
    """`text` holds `[[n]]` once for each gap; a gap's number is permanent: it makes a card of its own."""

    kind: Literal["cloze"]
    text: Annotated[Prose, Field(description="Markdown with the gaps in it as [[1]], [[2]] ...")]
    gaps: Annotated[dict[GapNumber, AnyGap], Field(min_length=1, description="Each gap by its permanent number.")]

    @model_validator(mode="after")
    def _each_gap_once(self) -> Cloze:
        placed, misplaced = gaps(self.text)
        found: dict[Loc, str] = {}
        for number in self.gaps.keys() - set(placed) - set(misplaced):
            found["gaps", number] = f"is nowhere in `text`; write [[{number}]] where it belongs"
        problems = (self._in_text(number, placed, misplaced) for number in sorted({*placed, *misplaced}))
        told = [problem for problem in problems if problem]
        if told:
            found["text",] = "; it ".join(told)
        refuse_at(found)
        return self

    def _in_text(self, number: int, placed: list[int], misplaced: list[int]) -> str | None:
        if number in misplaced:
            return f"has gap [[{number}]] within a link or a picture; put it outside"
        if placed.count(number) > 1:
            return f"has gap [[{number}]] twice; give each gap a number of its own"
        return None if number in self.gaps else f"has gap [[{number}]], which is not described in `gaps`"

    @property
    def numbers(self) -> list[int]:
        return sorted(self.gaps)

    def orders(self, order: Sequence[int]) -> dict[int, Sequence[int]]:
        """For each gap, the authored places of its options as shown, out of one order for all of them."""
        total = sum(gap.option_count for gap in self.gaps.values())
        whole, start = shown_order(order, total), 0
        found: dict[int, Sequence[int]] = {}
        for number in self.numbers:
            size = self.gaps[number].option_count
            found[number] = [place - start for place in whole[start : start + size]]
            start += size
        return found


class ClozeAnswer(Document):
    """What was kept of each gap, in the order of their numbers; None where it was left open."""

    language: str
    kept: tuple[str | None, ...]


@dataclass(frozen=True)
class ClozeView:
    """What the page asks: the text, and what stands at each gap."""

    text: str
    gaps: dict[int, GapView]


@dataclass(frozen=True)
class ClozeReview:
    """What the page shows afterwards."""

    text: str
    gaps: dict[int, ReviewedText]


class _Cloze(Kind[Cloze, ClozeAnswer]):
    name = "cloze"
    question = Cloze
    answer = ClozeAnswer

    def order(self, question: Cloze, rng: Random) -> tuple[int, ...]:
        order: list[int] = []
        for number in question.numbers:
            start = len(order)
            order += [start + place for place in question.gaps[number].order(rng)]
        return tuple(order)

    def tidied(self, document: Mapping[str, Any], used: Collection[str] = ()) -> Mapping[str, Any]:
        """A word in double brackets becomes a gap with that word for its answer."""
        text, gaps_given = document.get("text"), document.get("gaps") or {}
        if not isinstance(text, str) or not isinstance(gaps_given, Mapping):
            return document
        numbered, found = filled_gaps(text, {str(number) for number in gaps_given} | set(used))
        made = {number: {"kind": "short_text", "answer": answer} for number, answer in found.items()}
        return {**document, "text": numbered, "gaps": {**gaps_given, **made}} if made else document

    def ask(self, question: Cloze, presentation: Presentation) -> ClozeView:
        orders = question.orders(presentation.order)
        views = {
            number: question.gaps[number].view(number, _name(number), orders[number], presentation.language)
            for number in question.numbers
        }
        return ClozeView(question.text, views)

    def read(self, question: Cloze, fields: Fields, presentation: Presentation) -> ClozeAnswer:
        orders = question.orders(presentation.order)
        kept = tuple(
            _kept(question, number, fields, orders[number], presentation.language) for number in question.numbers
        )
        if all(each is None for each in kept):
            raise Blank(say("Fill at least one gap first."))
        return ClozeAnswer(language=presentation.language, kept=kept)

    def fields(self, question: Cloze, answer: ClozeAnswer, presentation: Presentation) -> Fields:
        orders = question.orders(presentation.order)
        return {
            _name(number): ("" if kept is None else question.gaps[number].give(kept, orders[number]),)
            for number, kept in zip(question.numbers, answer.kept, strict=True)
        }

    def mark(self, question: Cloze, answer: ClozeAnswer) -> Mark:
        parts = tuple(_parts(question, answer))
        return Mark(fraction=sum((part.fraction for part in parts), Fraction(0)) / len(parts), parts=parts)

    def key(self, question: Cloze) -> ClozeAnswer:
        return ClozeAnswer(language="en", kept=tuple(question.gaps[number].key_kept() for number in question.numbers))

    def review(
        self, question: Cloze, presentation: Presentation, answer: ClozeAnswer | None, mark: Mark | None
    ) -> ClozeReview:
        size, language = len(question.gaps), presentation.language
        kept = answer.kept if answer and mark else (None,) * size
        parts: Sequence[Part | None] = mark.parts if answer and mark else (None,) * size
        rows = zip(question.numbers, kept, parts, strict=True)
        return ClozeReview(
            question.text, {number: question.gaps[number].outcome(each, part, language) for number, each, part in rows}
        )

    def cards(self, question: Cloze, language: str = "en") -> tuple[Card, ...]:
        deletions = tuple(question.gaps[number].deletion(number, language) for number in question.numbers)
        return (Card(style="cloze", front=f"{question.stem}\n\n{question.text}", gaps=deletions),)

    def part_kind(self, question: Cloze, part: int) -> str:
        return question.gaps[question.numbers[part]].kind

    def sample(self) -> Sample[Cloze]:
        question = Cloze(
            id="norway-in-gaps",
            kind="cloze",
            stem="Fill the gaps.",
            text="The capital of **Norway** is [[1]]. The union with [[3]] ended in [[2]], after [[4]] years.",
            gaps={
                "1": {"kind": "short_text", "answer": "Oslo"},
                "2": {"kind": "date", "answer": 1905, "precision": "year"},
                "3": {"kind": "choice", "options": ["Denmark", "Sweden", "Finland"], "answer": "Sweden"},
                "4": {"kind": "number", "answer": 91, "tolerance": 1, "unit": "years"},
            },
            explanation="The union with Sweden lasted from 1814 to 1905.",
            evidence=(Quote(exact="Sweden and Norway parted in 1905"),),
        )
        shown = list(question.orders(self.order(question, Random(0)))[3])

        def filled(*texts: str, choice: int | None = None) -> Fields:
            given = {f"answer.{number}": (text,) for number, text in zip((1, 2, 4), texts, strict=True)}
            return given | {"answer.3": ("" if choice is None else str(shown.index(choice)),)}

        right = (filled("Oslo", "1905", "91", choice=1), filled("oslo", "in 1905", "90 years", choice=1))
        partly = (filled("Oslo", "", ""), filled("Bergen", "1905", "91", choice=0))
        wrong = (filled("Bergen", "1814", "5", choice=2), filled("Bergen", "", ""))
        junk = (filled("", "", ""), filled("Oslo", "never", ""), filled("Oslo", "1905", "many"))
        return Sample(question, right, partly, wrong, ({}, *junk, {"answer.3": ("7",)}))


def _name(number: int) -> str:
    return f"answer.{number}"


def _kept(question: Cloze, number: int, fields: Fields, shown: Sequence[int], language: str) -> str | None:
    try:
        return question.gaps[number].take(typed(fields, _name(number)), shown, language)
    except Blank:
        return None
    except Unreadable as unreadable:
        raise Unreadable(say("Gap %(gap)s: %(trouble)s", gap=number, trouble=unreadable.sentence)) from unreadable


def _parts(question: Cloze, answer: ClozeAnswer) -> Iterator[Part]:
    for number, kept in zip(question.numbers, answer.kept, strict=True):
        nothing = Part(fraction=Fraction(0))
        yield nothing if kept is None else question.gaps[number].part(kept, answer.language)


KIND = _Cloze()
