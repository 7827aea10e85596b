"""What the pages of learn mode, game and test share: whose drill it is, and how its cards are shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from flask import abort, jsonify, make_response, request, url_for
from flask_babel import format_decimal, gettext
from flask_wtf.csrf import generate_csrf

from quizapp.core.comparing import Run, compared
from quizapp.core.drills.cards import Asked
from quizapp.core.options import OptionView, option_views
from quizapp.core.sentences import NotAllowed, Refusal, Sentence, say
from quizapp.store import attempts
from quizapp.store.drills import HeldCard
from quizapp.web import asking, errors, guests, pictures
from quizapp.web.extensions import db
from quizapp.web.filters import told
from quizapp.web.passages import Passage, passages

#: PostgreSQL refuses to look for an id beyond its largest.
DRILL = f"<int(max={2**31 - 1}):drill_id>"


@dataclass(frozen=True)
class Spoken:
    """The language in which an article is written."""

    language: str


@dataclass(frozen=True)
class Shown:
    """A card on a page; `runs` is what was typed, letter by letter."""

    held: HeldCard
    asked: Asked
    options: tuple[OptionView, ...]
    passages: tuple[Passage, ...]
    article: Spoken
    runs: tuple[Run, ...] = ()


def shown(held: HeldCard, asked: Asked, typed: str = "") -> Shown:
    """From here on pictures are those of the card's article."""
    pictures.of_article(held.article_slug)
    face = asked.face
    return Shown(
        held,
        asked,
        option_views([option.text for option in asked.options], ()),
        passages(held.article_slug, face.evidence),
        Spoken(face.article_language),
        compared(typed, face.wanted, ignore_case=True) if typed and face.wanted else (),
    )


def running_test(slug: str) -> int | None:
    """A test of the set that the reader is in the middle of: what answers are is then for nobody's eyes."""
    person_id = guests.current()
    return attempts.running_test(db.session(), person_id, slug) if person_id else None


def refuse_during_test(slugs: Iterable[str]) -> None:
    """Raises `NotAllowed` where one of these sets is being tested."""
    if any(running_test(slug) for slug in sorted({*slugs})):
        raise NotAllowed(say("You are in the middle of a test on this set. Finish it first."))


def during_test(slug: str) -> tuple[str, int] | None:
    """The page that leads back to such a test."""
    test = running_test(slug)
    if test is None:
        return None
    onward = (url_for("attempt.show", attempt_id=test), gettext("Go on with the test"))
    return errors.page(403, gettext("You are in the middle of a test on this set. Finish it first."), onward), 403


def stale(shown: Callable[[Sentence], str]) -> errors.Answer:
    """A form that had lost its session: nothing is taken, what was typed stays, and the new form works."""
    sentence = say(
        "Your visit had to be opened anew, so this was not taken yet. Nothing is lost: please send it again."
    )
    if asking.by_script():
        return make_response(jsonify(saved=False, token=generate_csrf(), sentence=told(sentence)), 400)
    try:
        return shown(sentence), 400
    except Refusal:
        # Not this visit's, or not there: who has no token is told no more than that.
        return errors.page(400, told(sentence)), 400


def revision() -> int:
    """The revision that the form's page showed; ends the request with 400 for a form that no page made."""
    return number("revision")


def number(field: str) -> int:
    value = request.form.get(field, "")
    if not re.fullmatch(r"[0-9]{1,9}", value, re.ASCII):
        abort(400)
    return int(value)


def span(milliseconds: int) -> str:
    """A time of play, to a tenth of a second."""
    minutes, seconds = divmod(Decimal(milliseconds) / 1000, 60)
    if not minutes:
        return str(gettext("%(seconds)s seconds", seconds=format_decimal(seconds, format="0.0")))
    shown_seconds = format_decimal(seconds, format="00.0")
    return str(gettext("%(minutes)s:%(seconds)s minutes", minutes=int(minutes), seconds=shown_seconds))


def is_at(state: int) -> bool:
    """Whether the reader has gone on from the answer that was told last."""
    return request.args.get("on") == str(state)
