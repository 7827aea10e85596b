"""A test with all its questions on one page: another view of the same attempt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf.csrf import CSRFError, generate_csrf
from werkzeug.wrappers import Response

from quizapp.core.attempt import Attempt, Slot
from quizapp.core.kind import Fields
from quizapp.core.kinds import kind_of
from quizapp.core.sentences import Busy, NotFound, Refusal, Sentence
from quizapp.web import answer_forms, asking, attempts, clock, errors, watching
from quizapp.web.extensions import db
from quizapp.web.filters import told
from quizapp.work import answering, handing_in

Page = str | tuple[str, int] | tuple[Response, int] | Response
Answers = Mapping[int, Fields]

#: A form must not have more fields than a request may bring; each field of a page counts.
MOST_FIELDS = 900

bp = Blueprint("attempt_page", __name__, url_prefix=attempts.ADDRESS)


@dataclass(frozen=True)
class Asked:
    """A question as the page asks it. `marker` tells what is saved; `unsaved` that `given` is not."""

    slot: Slot
    view: object
    given: Fields
    trouble: Sentence | None
    marker: str
    unsaved: bool


@bp.get("/page")
def show(attempt_id: int) -> Page:
    found = attempts.own(attempt_id)
    if found.mode != "test" or found.finished_at is not None or found.overdue(clock.now()):
        return redirect(url_for("attempt.show", attempt_id=attempt_id))
    page = _page(found)
    if page.count(' name="q') > MOST_FIELDS:
        flash(gettext("This test has too many questions for one page."))
        return redirect(url_for("attempt.question", attempt_id=attempt_id, position=1))
    return page


@bp.post("/page")
def save(attempt_id: int) -> Page:
    sent, finish = answer_forms.changed(request.form), request.form.get("go") == "finish"
    deed = handing_in.hand_in if finish else handing_in.submit_all
    saved = deed(db.session(), attempts.person(), attempt_id, sent, clock.now())
    watching.happened("answers")
    onward = _onward(saved.attempt) if finish and not saved.refused else None
    if asking.by_script():
        return jsonify(saved=True, onward=onward, **_stand(saved, sent)), 200
    if saved.refused:
        return _page(saved.attempt, sent, saved.refused), 422
    return redirect(onward or _back(saved.attempt, sent), 303)


@bp.errorhandler(Refusal)
def _refused(refusal: Refusal) -> Page | errors.Answer:
    where: Mapping[str, int] = request.view_args or {}
    if type(refusal) is Refusal:
        return attempts.too_late(where["attempt_id"], refusal.sentence)
    if isinstance(refusal, Busy):
        return errors.busy(refusal, lambda: _not_saved(where["attempt_id"], refusal.sentence))
    return errors.refusal(refusal)


@bp.errorhandler(CSRFError)
def _stale_form(_: CSRFError) -> Page | errors.Answer:
    """The form had lost its session: nothing is taken, what was typed stays, and the new form works."""
    where: Mapping[str, int] = request.view_args or {}
    try:
        found = attempts.own(where["attempt_id"])
    except NotFound as missing:
        return errors.refusal(missing)
    if asking.by_script():
        return jsonify(saved=False, token=generate_csrf(), sentence=told(attempts.ANEW)), 400
    if found.mode != "test" or found.finished_at is not None:
        onward = (url_for("attempt.show", attempt_id=found.id), gettext("To this attempt"))
        return errors.page(400, told(attempts.ANEW), onward), 400
    return _page(found, answer_forms.changed(request.form), trouble=attempts.ANEW), 400


def _page(
    found: Attempt, typed: Answers | None = None, refused: Mapping[int, Sentence] | None = None,
    trouble: Sentence | None = None,
) -> str:  # fmt: skip
    """The page as it is saved, with what was `typed` and is not."""
    stands = attempts.stands(found)
    return render_template(
        "pages/attempt_page/show.html",
        layout="base.html",
        attempt=found,
        asked=[_asked(slot, typed or {}, refused or {}) for slot in found.slots],
        stands=stands,
        counts=Counter(stand.state for stand in stands),
        trouble=trouble,
        remaining=attempts.remaining(found),
    )


def _asked(slot: Slot, typed: Answers, refused: Mapping[int, Sentence]) -> Asked:
    saved = attempts.given(slot)
    given = typed.get(slot.position, saved)
    marker = answer_forms.marker(slot.position, saved)
    return Asked(
        slot=slot,
        view=kind_of(slot.question).ask(slot.question, slot.presentation),
        given=given,
        trouble=refused.get(slot.position) or attempts.trouble(slot),
        marker=marker,
        unsaved=answer_forms.marker(slot.position, given) != marker,
    )


def _not_saved(attempt_id: int, sentence: Sentence) -> str | Response:
    if asking.by_script():
        return jsonify(saved=False, sentence=told(sentence))
    return _page(attempts.own(attempt_id), answer_forms.changed(request.form), trouble=sentence)


def _stand(saved: handing_in.Saved, sent: Answers) -> dict[str, object]:
    """How the questions stand that were sent, and what is wrong with an answer."""
    # What became of them in the end, the result tells.
    running = saved.attempt.finished_at is None
    slots = [slot for slot in saved.attempt.slots if slot.position in sent and running]
    troubles = {slot.position: saved.refused.get(slot.position) or attempts.trouble(slot) for slot in slots}
    return {
        "states": {slot.position: attempts.state(saved.attempt, slot) for slot in slots},
        "troubles": {position: told(sentence) for position, sentence in troubles.items() if sentence},
        "refused": sorted(saved.refused),
    }


def _onward(found: Attempt) -> str:
    if found.finished_at is not None:
        return url_for("result.show", attempt_id=found.id)
    return url_for("attempt.finish", attempt_id=found.id, view="page")


def _back(found: Attempt, sent: Answers) -> str:
    """To the page again: to the flag that was set, or the first of these answers that can't be read."""
    flagged = _flag(found)
    unreadable = (slot.position for slot in found.slots if slot.position in sent and attempts.trouble(slot))
    position = flagged or next(unreadable, None)
    flash(gettext("Saved."))
    return url_for("attempt_page.show", attempt_id=found.id, _anchor=f"question-{position}" if position else None)


def _flag(found: Attempt) -> int | None:
    """Without a script the button of a flag sends the whole page."""
    number, _, wish = request.form.get("flag", "").partition("-")
    position = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 0
    if not found.slot(position):
        return None
    answering.flag(db.session(), attempts.person(), found.id, position, clock.now(), wish == "yes")
    return position
