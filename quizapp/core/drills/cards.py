"""A card that is drilled: how it is asked, and how what is answered is marked by its question's own key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from quizapp.core.card import CardGap, CardOption
from quizapp.core.card_marks import card_marks
from quizapp.core.deck import Note
from quizapp.core.faces import Face, face, shuffled
from quizapp.core.gaps import ChoiceGap
from quizapp.core.kind import Presentation
from quizapp.core.kinds import kind_of
from quizapp.core.kinds.choice import Choice
from quizapp.core.kinds.cloze import Cloze, ClozeView
from quizapp.core.kinds.multiple import Multiple
from quizapp.core.mark import Part
from quizapp.core.options import same_text
from quizapp.core.prose import escaped, plain
from quizapp.core.question import Question
from quizapp.core.sentences import Unreadable
from quizapp.core.spelling import folded, same, stands_in
from quizapp.core.typed import TypedView

#: Turned over and judged by oneself, typed, or chosen from options.
Way = Literal["flip", "type", "choose"]
_GAP = re.compile(r"\[\[(\d+)\]\]")


@dataclass(frozen=True)
class DrillCard:
    """A card, the note that it belongs to, and the question that made it. `place` counts the note's cards from 0."""

    id: int
    place: int
    note: Note
    question: Question

    @property
    def gap(self) -> CardGap | None:
        """The gap that the card asks, where it is a cloze."""
        return next((gap for gap in self.note.card.gaps if gap.number == self.place + 1), None)


@dataclass(frozen=True)
class Asked:
    """A card as it is put before a learner. `unit` and `example` stand beside a field to type in."""

    face: Face
    way: Way
    options: tuple[CardOption, ...] = ()
    several: bool = False
    unit: str = ""
    example: str = ""


def asked(card: DrillCard, seed: str) -> Asked:
    """The same seed gives the same order of options."""
    shown, options = face(card.note, card.place, seed), options_of(card, seed)
    if options:
        return Asked(shown, "choose", options, isinstance(card.question, Multiple))
    if shown.wanted is None:
        return Asked(shown, "flip")
    view = _field(card)
    return Asked(shown, "type", unit=view[0], example=view[1])


def options_of(card: DrillCard, seed: str) -> tuple[CardOption, ...]:
    """What there is to choose from: of a choice card, or of a gap that is chosen; else nothing."""
    if card.note.card.style == "choice":
        return shuffled(card.note.card.options, seed)
    gap = _question_gap(card)
    if not isinstance(gap, ChoiceGap):
        return ()
    key = same_text(gap.answer)
    return shuffled(
        [
            CardOption(text=escaped(each), correct=same_text(each) == key, pinned=not gap.shuffle)
            for each in gap.options
        ],
        seed,
    )


def can_be_typed(card: DrillCard) -> bool:
    """Whether there is a key that marks what is typed."""
    if card.note.card.style == "cloze":
        gap = _question_gap(card)
        return gap is not None and not isinstance(gap, ChoiceGap)
    return isinstance(_view(card), TypedView)


def typed_mark(card: DrillCard, text: str) -> Part:
    """The mark of what was typed, by the key of the question or of its gap. Raises `Unreadable`."""
    kind, language = kind_of(card.question), card.note.language
    name = f"answer.{card.place + 1}" if card.gap else "answer"
    mark = kind.mark(card.question, kind.read(card.question, {name: (text,)}, Presentation((), language)))
    if not card.gap:
        return Part(fraction=mark.fraction, note=mark.note)
    places = [each.place for each in card_marks(card.question, mark, language)]
    return mark.parts[places.index(card.place)]


def chosen_right(options: tuple[CardOption, ...], chosen: frozenset[int], *, several: bool) -> bool:
    """Whether the places chosen are right: all that are, where several are to be chosen, else one of them."""
    keys = frozenset(place for place, option in enumerate(options) if option.correct)
    return chosen == keys if several else len(chosen) == 1 and chosen <= keys


def front_text(card: DrillCard) -> str:
    """What is asked, in one line without markup; the gap that is asked is an ellipsis."""
    gaps = {str(gap.number): gap.answer for gap in card.note.card.gaps}
    own = str(card.gap.number) if card.gap else ""

    def filled(found: re.Match[str]) -> str:
        return "…" if found[1] == own else escaped(gaps.get(found[1], found[0]))

    return " ".join(plain(_GAP.sub(filled, card.note.card.front)).split())


def answer_text(card: DrillCard) -> str | None:
    """The answer in one line without markup; None where there is more than one, or none in words."""
    if card.gap:
        return card.gap.answer
    face_of = card.note.card
    if face_of.style == "typed":
        return face_of.back
    if face_of.style == "choice":
        right = [option.text for option in face_of.options if option.correct]
        return _in_words(right[0]) if len(right) == 1 else None
    return _in_words(face_of.back) if face_of.style == "basic" else None


def also_right(card: DrillCard, text: str) -> bool:
    """Whether the text would be a right answer to the card too, wholly or in part."""
    own, typed = answer_text(card), folded(text)
    right = [own] if own else []
    right += [option.text for option in options_of(card, "") if option.correct]
    if isinstance(card.question, Choice):
        right += [option.text for option in card.question.options if option.worth > 0]
    if any(same(typed, folded(plain(each))) for each in right):
        return True
    return can_be_typed(card) and _earns(card, text)


def gives_away(one: DrillCard, other: DrillCard) -> bool:
    """Whether one of two cards of a question shows the other's answer, as the gaps of a text do."""
    if one.question.id != other.question.id:
        return False
    return any(
        stands_in(folded(answer_text(hidden) or ""), folded(front_text(shown)))
        for shown, hidden in ((one, other), (other, one))
    )


def _earns(card: DrillCard, text: str) -> bool:
    try:
        return typed_mark(card, text).fraction > Fraction(0)
    except Unreadable:
        return False


def _in_words(markdown: str) -> str | None:
    if "![" in markdown:
        return None
    return " ".join(plain(markdown).split())


def _view(card: DrillCard) -> object:
    return kind_of(card.question).ask(card.question, Presentation((), card.note.language))


def _field(card: DrillCard) -> tuple[str, str]:
    """The unit and the example that stand beside the field."""
    view = _view(card)
    if isinstance(view, ClozeView) and card.gap:
        gap = view.gaps[card.gap.number]
        return gap.unit, gap.example
    return (view.unit, view.example) if isinstance(view, TypedView) else ("", "")


def _question_gap(card: DrillCard) -> object:
    return card.question.gaps.get(card.place + 1) if isinstance(card.question, Cloze) else None
