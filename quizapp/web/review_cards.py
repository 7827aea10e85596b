"""Cards to review as the page shows them and as its script gets them: by the same templates."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from flask import current_app, render_template
from flask_babel import gettext
from markupsafe import Markup

from quizapp.core.comparing import Run, compared
from quizapp.core.faces import Face, face
from quizapp.core.memory.memory import Rating
from quizapp.store.base import milliseconds
from quizapp.store.reviewing.memories import HeldCard
from quizapp.web import intervals, languages, pictures
from quizapp.web.passages import passages
from quizapp.work.reviewing.asking import Asked, Today


@dataclass(frozen=True)
class Spoken:
    """The language in which an article is written."""

    language: str


@dataclass(frozen=True)
class Button:
    """One of the four: its rating, its word, and when the card then comes back."""

    rating: int
    word: str
    interval: str
    seconds: int
    state: str


@dataclass(frozen=True)
class ShownCard:
    """A card on the page; `back` is None while it is being thought about."""

    id: int
    held: HeldCard
    face: Face
    front: Markup
    back: Markup | None
    buttons: tuple[Button, ...]


def shown(asked: Asked, *, told: bool, typed: str = "") -> ShownCard:
    card = asked.card
    seen = face_of(card)
    pictures.of_article(card.article_slug)
    front = Markup(render_template(f"cards/{seen.style}/front.html", face=seen))  # noqa: S704 - made by a template
    return ShownCard(card.id, card, seen, front, _back(card, seen, typed) if told else None, buttons(asked))


def listed(card: HeldCard) -> tuple[HeldCard, str, Markup]:
    """A card in a list: what it asks in its set's language, and as it stands on its front."""
    seen = face_of(card)
    pictures.of_article(card.article_slug)
    front = render_template(f"cards/{seen.style}/front.html", face=seen)
    return card, seen.language, Markup(front)  # noqa: S704 - made by a template


def face_of(card: HeldCard) -> Face:
    """The options stand otherwise each time that the card is asked."""
    return face(card.note, card.place, f"{card.guid} {card.memory.reps}")


def _back(card: HeldCard, seen: Face, typed: str = "") -> Markup:
    runs = compared(typed, seen.wanted or "", ignore_case=True) if typed else ()
    return Markup(  # noqa: S704 - made by a template
        render_template(
            "pages/review/_back.html",
            face=seen,
            runs=runs,
            is_right=_is_right(runs),
            passages=passages(card.article_slug, seen.evidence),
            article=Spoken(seen.article_language),
        )
    )


def _is_right(runs: Collection[Run]) -> bool:
    return bool(runs) and all(run.kind == "same" for run in runs)


def buttons(asked: Asked) -> tuple[Button, ...]:
    words = {
        Rating.AGAIN: gettext("Again"),
        Rating.HARD: gettext("Hard"),
        Rating.GOOD: gettext("Good"),
        Rating.EASY: gettext("Easy"),
    }
    return tuple(
        Button(
            int(rating),
            words[rating],
            intervals.written(choice.interval),
            int(choice.interval.total_seconds()),
            choice.memory.state,
        )
        for rating, choice in asked.choices.items()
    )


def marker(person_id: int | None, *, has_account: bool) -> str:
    """Tells whose reviews wait on a device, and no more of them; begins with `g` for a guest."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    digest = hmac.new(key, f"reviewer {person_id or 0}".encode(), hashlib.sha256).hexdigest()[:20]
    return f"{'a' if has_account else 'g'}{digest}"


def day(today: Today, now: datetime, have: Collection[int]) -> dict[str, Any]:
    """A day of review for the page's script; of the cards in `have` it has the faces already."""
    return {
        "now": milliseconds(now),
        "counts": asdict(today.counts),
        "cards": [*_cards(today.cards, have), *_cards(today.waiting, have, later=True)],
        "next_at": milliseconds(today.next_at) if today.next_at else None,
        "held_back": today.held_back,
        "answered": today.answered,
        "undoable": today.undoable,
    }


def _cards(cards: Collection[Asked], have: Collection[int], *, later: bool = False) -> Iterator[Mapping[str, Any]]:
    for asked in cards:
        card = asked.card
        told = {
            "id": card.id,
            "state": card.memory.state,
            "due": milliseconds(card.memory.due) if later else None,
            "flagged": card.flagged,
            "buttons": [asdict(button) for button in buttons(asked)],
        }
        yield told if card.id in have else {**told, **_faces(card)}


def _faces(card: HeldCard) -> Mapping[str, Any]:
    seen = face_of(card)
    pictures.of_article(card.article_slug)
    return {
        "front": render_template(f"cards/{seen.style}/front.html", face=seen),
        "back": _back(card, seen),
        "wanted": seen.wanted if seen.style == "typed" else None,
        "language": seen.language,
        "direction": languages.direction(seen.language),
        "set": {"slug": card.set_slug, "title": card.set_title},
    }
