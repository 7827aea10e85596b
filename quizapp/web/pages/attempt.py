"""An attempt: one question a page; practice marks each answer at once, a test saves it and marks at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf.csrf import CSRFError, generate_csrf
from werkzeug.wrappers import Response

from quizapp.core.attempt import Attempt, Slot
from quizapp.core.evidence import reading
from quizapp.core.kind import Fields
from quizapp.core.kinds import kind_of
from quizapp.core.library import Article
from quizapp.core.sentences import Busy, NotFound, Refusal, Sentence, Unreadable, say
from quizapp.store import library
from quizapp.web import asking, attempts, clock, errors, pictures, watching
from quizapp.web.extensions import db
from quizapp.web.filters import told
from quizapp.work import answering, finishing

#: An address longer than this may be cut on its way.
LONGEST_QUERY = 1500

Page = str | tuple[str, int] | tuple[Response, int] | Response

bp = Blueprint("attempt", __name__, url_prefix=attempts.ADDRESS)


@bp.get("")
def show(attempt_id: int) -> Response:
    """Where to go on: the first open question, the finish, or the result."""
    found = attempts.own(attempt_id)
    if found.finished_at is not None:
        return redirect(url_for("result.show", attempt_id=attempt_id))
    view = _view(found)
    if found.overdue(clock.now()) or found.next_open is None:
        return redirect(url_for("attempt.finish", attempt_id=attempt_id, view=view))
    if view:
        return redirect(url_for("attempt_page.show", attempt_id=attempt_id))
    return redirect(url_for("attempt.question", attempt_id=attempt_id, position=found.next_open))


@bp.get("/questions/<int:position>")
def question(attempt_id: int, position: int) -> Page:
    found = attempts.own(attempt_id)
    slot = attempts.own_slot(found, position)
    if found.finished_at is not None or found.overdue(clock.now()):
        return redirect(url_for("attempt.show", attempt_id=attempt_id))
    kept = _own_fields(request.args.to_dict(flat=False))
    trouble = attempts.trouble(slot) if found.mode == "test" else None
    return _page(found, slot, kept or attempts.given(slot), trouble)


@bp.post("/questions/<int:position>")
def answer(attempt_id: int, position: int) -> Page:
    sent = request.form.to_dict(flat=False)
    try:
        found = answering.submit(db.session(), attempts.person(), attempt_id, position, sent, clock.now())
    except Unreadable as unreadable:
        return _sent_back(attempt_id, position, unreadable.sentence, 422)
    watching.happened("answers")
    slot = attempts.own_slot(found, position)
    if found.mode == "practice":
        return _marked(found, slot, _own_fields(sent))
    if asking.by_script():
        return jsonify(saved=True, state=attempts.state(found, slot)), 200
    return redirect(_after_saving(found, position), 303)


@bp.post("/questions/<int:position>/hint")
def hint(attempt_id: int, position: int) -> Page:
    shown = answering.counted(request.form.get("hints", ""))
    answering.take_hint(db.session(), attempts.person(), attempt_id, position, clock.now(), shown)
    return _back(attempt_id, position, "hints")


@bp.post("/questions/<int:position>/reveal")
def reveal(attempt_id: int, position: int) -> Page:
    answering.reveal(db.session(), attempts.person(), attempt_id, position, clock.now())
    return redirect(_address(attempt_id, position, _anchor="verdict"), 303)


@bp.post("/questions/<int:position>/flag")
def flag(attempt_id: int, position: int) -> Page:
    flagged = request.form.get("flagged") == "yes"
    answering.flag(db.session(), attempts.person(), attempt_id, position, clock.now(), flagged)
    if asking.by_script():
        return jsonify(saved=True, flagged=flagged), 200
    return _back(attempt_id, position, None)


@bp.get("/finish")
def finish(attempt_id: int) -> Page:
    found = attempts.own(attempt_id)
    if found.finished_at is not None:
        return redirect(url_for("result.show", attempt_id=attempt_id))
    return _finish_page(found, None)


@bp.post("/finish")
def close(attempt_id: int) -> Page:
    finishing.finish(db.session(), attempts.person(), attempt_id, clock.now())
    return redirect(url_for("result.show", attempt_id=attempt_id), 303)


@bp.errorhandler(Refusal)
def _refused(refusal: Refusal) -> Page | errors.Answer:
    """A page that lay open while the attempt went on elsewhere: say so, and show how it stands."""
    if type(refusal) is Refusal and request.view_args:
        return attempts.too_late(request.view_args["attempt_id"], refusal.sentence)
    if isinstance(refusal, Busy):
        return errors.busy(refusal, lambda: _not_saved(refusal.sentence))
    if asking.by_script():
        return jsonify(saved=False, sentence=told(refusal.sentence)), errors.status(refusal)
    return errors.refusal(refusal)


@bp.errorhandler(CSRFError)
def _stale_form(_: CSRFError) -> Page | errors.Answer:
    """The form had lost its session: nothing is taken, what was typed stays, and the new form works."""
    told_so = attempts.ANEW
    where: Mapping[str, int] = request.view_args or {}
    try:
        found = attempts.own(where["attempt_id"])
        if asking.by_script():
            return jsonify(saved=False, token=generate_csrf(), sentence=told(told_so)), 400
        if found.finished_at is not None:
            return errors.page(
                400, told(told_so), (url_for("result.show", attempt_id=found.id), gettext("Your result"))
            ), 400
        if "position" in where:
            return _sent_back(found.id, where["position"], told_so, 400)
    except NotFound as missing:
        return errors.refusal(missing)
    return _finish_page(found, told_so), 400


def _with_next(found: Attempt, slot: Slot) -> dict[str, object]:
    """What shows the mark, and the question after it where that is open: nobody waits for either on a slow line."""
    pictures.of_article(found.article_slug)
    article, following = library.article(db.session(), found.article_slug), found.slot(slot.position + 1)
    told: dict[str, object] = {"page": _shown(found, slot, attempts.given(slot), None, article, "part.html")}
    if not slot.settled or following is None or following.settled:
        return told
    page = _shown(found, following, attempts.given(following), None, article, "part.html")
    return {**told, "next": {"address": _address(found.id, following.position), "page": page}}


def _page(found: Attempt, slot: Slot, given: Fields, trouble: Sentence | None) -> str:
    article = library.article(db.session(), found.article_slug)
    return _shown(found, slot, given, trouble, article, "base.html")


def _shown(
    found: Attempt, slot: Slot, given: Fields, trouble: Sentence | None, article: Article | None, layout: str
) -> str:
    kind = kind_of(slot.question)
    settled = found.mode == "practice" and slot.settled
    stands = attempts.stands(found)
    return render_template(
        f"pages/attempt/{found.mode}.html",
        layout=layout,
        attempt=found,
        slot=slot,
        view=None if settled else kind.ask(slot.question, slot.presentation),
        given=given,
        reviewed=attempts.reviewed(found, slot) if settled else None,
        trouble=trouble,
        stands=stands,
        counts=Counter(stand.state for stand in stands),
        waiting=next((stand for stand in stands if stand.state == "open"), None),
        article=article,
        body=_body(article, slot, settled) if article and found.mode == "practice" else None,
        remaining=attempts.remaining(found),
    )


def _view(found: Attempt) -> str | None:
    """`page` for who takes a test with all its questions on one page; the address alone remembers it."""
    return "page" if found.mode == "test" and request.args.get("view") == "page" else None


def _body(article: Article, slot: Slot, settled: bool) -> str:
    read = reading(article.body)
    return pictures.placed(read.marked(slot.question.evidence) if settled else read.html)


def _finish_page(found: Attempt, trouble: Sentence | None) -> str:
    return render_template(
        "pages/attempt/finish.html",
        layout="base.html",
        attempt=found,
        stands=attempts.stands(found),
        view=_view(found),
        overdue=found.overdue(clock.now()),
        trouble=trouble,
        remaining=attempts.remaining(found),
    )


def _sent_back(attempt_id: int, position: int, sentence: Sentence, code: int) -> Page:
    """The same page again with the sentence, and with what was typed."""
    found, typed = attempts.own(attempt_id), _typed()
    slot = attempts.own_slot(found, position)
    if asking.by_script():
        saved = _same(typed, attempts.given(slot))
        return jsonify(saved=saved, state="unreadable", sentence=told(sentence)), code
    return _page(found, slot, typed, sentence), code


def _not_saved(sentence: Sentence) -> str | Response:
    """An answer's page as it was sent, with the sentence: what was typed stays."""
    where: Mapping[str, int] = request.view_args or {}
    if asking.by_script():
        return jsonify(saved=False, sentence=told(sentence))
    if request.endpoint != "attempt.answer":
        return errors.page(503, told(sentence))
    found = attempts.own(where["attempt_id"])
    return _page(found, attempts.own_slot(found, where["position"]), _typed(), sentence)


def _marked(found: Attempt, slot: Slot, sent: Fields) -> Page:
    given = attempts.given(slot)
    if not _same(sent, given):
        flash(told(say("This question was answered before, perhaps in another tab. That answer stands.")))
    if asking.by_script():
        return jsonify(taken=True, **_with_next(found, slot))
    return redirect(_address(found.id, slot.position, _anchor="verdict"), 303)


def _after_saving(found: Attempt, position: int) -> str:
    go = request.form.get("go")
    if go == "finish" or (go == "next" and position == len(found.slots)):
        return url_for("attempt.finish", attempt_id=found.id)
    onward = position + {"next": 1, "previous": -1}.get(go or "", 0)
    return _address(found.id, max(1, onward))


def _back(attempt_id: int, position: int, anchor: str | None) -> Response:
    """To the question, with what was typed but not sent: it goes in the address, and so needs no script."""
    pairs = [(name, value) for name, values in _typed().items() for value in values if value]
    query = urlencode(pairs)
    address = _address(attempt_id, position) + (f"?{query}" if 0 < len(query) <= LONGEST_QUERY else "")
    return redirect(address + (f"#{anchor}" if anchor else ""), 303)


def _address(attempt_id: int, position: int, _anchor: str | None = None) -> str:
    return url_for("attempt.question", attempt_id=attempt_id, position=position, _anchor=_anchor)


def _typed() -> Fields:
    return _own_fields(request.form.to_dict(flat=False))


def _own_fields(sent: Fields) -> Fields:
    return {name: values for name, values in sent.items() if name == "answer" or name.startswith("answer.")}


def _same(sent: Fields, kept: Fields) -> bool:
    return {name: tuple(values) for name, values in sent.items()} == dict(kept)
