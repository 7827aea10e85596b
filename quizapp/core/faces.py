"""The two faces of a flashcard: what is asked, and what is shown once it was thought about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from quizapp.core.card import CardGap, CardOption, Style
from quizapp.core.deck import Note


@dataclass(frozen=True)
class Face:
    """A card as pages show it; text is Markdown but for `wanted`, `evidence` and `source`.

    cloze: `front` holds `[[n]]` for each of `gaps`, and `asked` is the number of the gap that this card hides.
    `options` are in the order in which they are shown. `wanted` is what can be typed, or None.
    """

    style: Style
    front: str
    back: str
    wanted: str | None
    options: tuple[CardOption, ...]
    gaps: Mapping[int, CardGap]
    asked: int | None
    explanation: str
    evidence: tuple[str, ...]
    source: str
    language: str
    article_language: str


def face(note: Note, place: int = 0, seed: str = "") -> Face:
    """The card at `place` of a note, counted from 0 as Anki does; the same seed gives the same order of options."""
    card = note.card
    gaps = {gap.number: gap for gap in card.gaps}
    asked = place + 1 if card.style == "cloze" else None
    return Face(
        card.style,
        card.front,
        card.back,
        _wanted(note, gaps.get(asked) if asked else None),
        shuffled(card.options, seed),
        gaps,
        asked,
        note.explanation,
        tuple(" ".join(passage.split()) for passage in note.evidence),
        note.source,
        note.language,
        note.article_language,
    )


def shuffled(options: Sequence[CardOption], seed: str) -> tuple[CardOption, ...]:
    """The options in an order that says nothing of the key; a pinned one keeps its place."""
    loose = [option for option in options if not option.pinned]
    loose.sort(key=lambda option: sha256(f"{seed} {option.text}".encode()).digest())
    rest = iter(loose)
    return tuple(option if option.pinned else next(rest) for option in options)


def _wanted(note: Note, gap: CardGap | None) -> str | None:
    if gap:
        return gap.answer
    return note.card.back if note.card.style == "typed" else None
