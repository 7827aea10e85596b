"""What the pages of an attempt show: each question as it stands, before its answer is in and after."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from flask import abort, flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from quizapp.core.attempt import Attempt, Slot
from quizapp.core.kind import Fields
from quizapp.core.kinds import kind_of
from quizapp.core.question import Question
from quizapp.core.sentences import Blank, NotFound, Sentence, Unreadable, say
from quizapp.store import attempts
from quizapp.web import asking, clock, guests, pictures
from quizapp.web.extensions import db
from quizapp.web.filters import told
from quizapp.web.passages import Passage, passages

#: Where the pages of an attempt live; PostgreSQL refuses to look for an id beyond its largest.
ADDRESS = f"/attempts/<int(max={2**31 - 1}):attempt_id>"
#: A form that had lost its session.
ANEW = say("Your visit had to be opened anew, so this was not taken yet. Nothing is lost: please send it again.")


@dataclass(frozen=True)
class Reviewed:
    """A question whose key may be shown: the answer, the key, and what was earned."""

    slot: Slot
    view: object
    note: Sentence | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Stand:
    """How one question stands: `right`, `partly`, `wrong`, `shown`, `answered`, `unreadable` or `open`."""

    position: int
    state: str
    flagged: bool
    question: Question


def start_token() -> str:
    """The one-time token of a form that starts an attempt; ends the request with 400 for one that no page made."""
    token = request.form.get("request", "")
    if not re.fullmatch(r"[\w-]{1,64}", token, re.ASCII):
        abort(400)
    return token


def person() -> int:
    """The learner behind this request; raises `NotFound` for someone who has not started anything."""
    person_id = guests.current()
    if person_id is None:
        raise _not_there()
    return person_id


def own(attempt_id: int) -> Attempt:
    """The learner's own attempt; raises `NotFound` for another's."""
    found = attempts.attempt(db.session(), person(), attempt_id)
    if found is None:
        raise _not_there()
    pictures.of_article(found.article_slug)
    return found


def own_slot(found: Attempt, position: int) -> Slot:
    slot = found.slot(position)
    if slot is None:
        raise NotFound(say("This attempt has no such question."))
    return slot


def reviewed(found: Attempt, slot: Slot) -> Reviewed:
    last = slot.last
    answer, mark = (last.answer, last.mark) if last else (None, None)
    view = kind_of(slot.question).review(slot.question, slot.presentation, answer, mark)
    proof = passages(found.article_slug, (quote.exact for quote in slot.question.evidence))
    return Reviewed(slot, view, mark.note if mark else None, proof)


def stands(found: Attempt) -> tuple[Stand, ...]:
    return tuple(Stand(slot.position, state(found, slot), slot.flagged, slot.question) for slot in found.slots)


def state(found: Attempt, slot: Slot) -> str:
    if found.mode == "test" and found.finished_at is None:
        return _state_in_test(slot)
    if slot.verdict != "unanswered":
        return slot.verdict
    return "shown" if slot.revealed else "open"


def _state_in_test(slot: Slot) -> str:
    if slot.last and slot.last.answer is not None:
        return "answered"
    return "unreadable" if trouble(slot) else "open"


def trouble(slot: Slot) -> Sentence | None:
    """Why the answer that a test has saved can't be read; None where it can, or where there is none."""
    if slot.last is None or slot.last.answer is not None:
        return None
    try:
        kind_of(slot.question).read(slot.question, slot.last.fields, slot.presentation)
    except Blank:
        return None
    except Unreadable as unreadable:
        return unreadable.sentence
    return None


def given(slot: Slot) -> Fields:
    return slot.last.fields if slot.last else {}


def remaining(found: Attempt) -> int | None:
    """Seconds until the deadline, by the server's clock; rounded up, so that at zero the deadline has passed."""
    return max(0, ceil((found.deadline - clock.now()).total_seconds())) if found.deadline else None


def too_late(attempt_id: int, sentence: Sentence) -> tuple[Response, int] | Response:
    """The attempt went on elsewhere while the page lay open: say so, and show how it stands."""
    onward = url_for("attempt.show", attempt_id=attempt_id)
    flash(told(sentence))
    if asking.by_script():
        return jsonify(saved=False, ended=True, onward=onward), 409
    return redirect(onward, 303)


def share(found: Attempt) -> Fraction:
    return found.score / found.out_of if found.score and found.out_of else Fraction(0)


def _not_there() -> NotFound:
    return NotFound(say("There is no such attempt here. It may have been started in another browser."))
