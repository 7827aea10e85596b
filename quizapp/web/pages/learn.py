"""Learn mode: rounds of a few cards of a set, until each was right twice."""

from __future__ import annotations

import secrets
from random import Random

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from quizapp.core.drills.cards import asked, front_text
from quizapp.core.sentences import Busy, Sentence, Unreadable
from quizapp.store import drills as store
from quizapp.web import asking, clock, drills, errors, found, guests
from quizapp.web.attempts import start_token
from quizapp.web.drills import DRILL
from quizapp.web.extensions import db
from quizapp.web.filters import told
from quizapp.work.drilling import beginning, learning
from quizapp.work.drilling.learning import Given, LearnDrill

Page = str | tuple[str, int] | Response | tuple[Response, int]

bp = Blueprint("learn", __name__)


@bp.get("/sets/<slug>/learn")
def offer(slug: str) -> Page:
    held, session, person_id = found.question_set(slug), db.session(), guests.current()
    refused = drills.during_test(slug)
    if refused:
        return refused
    running = store.running(session, person_id, "learn", held.id) if person_id else None
    return render_template(
        "pages/learn/offer.html",
        content=held.content,
        count=store.count_of_set(session, held.id),
        running=running.id if running else None,
        request_token=secrets.token_urlsafe(16),
    )


@bp.post("/sets/<slug>/learn")
def start(slug: str) -> Response:
    token = start_token()
    # Asked first: nobody becomes a guest for a set that is not there.
    found.question_set(slug)
    begun = beginning.learn(db.session(), guests.make(), slug, token, clock.now(), Random())
    return redirect(url_for("learn.show", drill_id=begun), 303)


@bp.get(f"/learn/{DRILL}")
def show(drill_id: int) -> str | Response:
    drill = learning.opened(db.session(), guests.current(), drill_id)
    if drill.given_up:
        return redirect(_anew(drill))
    drills.refuse_during_test(held.set_slug for held in drill.cards.values())
    last = drill.last
    # Who judged themselves has seen the answer.
    if last and last.way != "flip" and not drills.is_at(drill.revision):
        card = drill.cards[last.card]
        shown = drills.shown(card, asked(card.card, last.seed), last.typed)
        return _page("told", drill, last=last, shown=shown)
    return _asking(drill)


@bp.post(f"/learn/{DRILL}")
def answer(drill_id: int) -> Page:
    session, person_id = db.session(), guests.current()
    try:
        learning.answer(session, person_id, drill_id, drills.revision(), _given(), clock.now())
    except (Unreadable, Busy) as refused:
        return _sent_back(drill_id, refused)
    return redirect(url_for("learn.show", drill_id=drill_id), 303)


@bp.post(f"/learn/{DRILL}/round")
def go_on(drill_id: int) -> Response:
    learning.go_on(db.session(), guests.current(), drill_id, drills.revision(), clock.now(), Random())
    return redirect(url_for("learn.show", drill_id=drill_id), 303)


@bp.errorhandler(CSRFError)
def _stale_form(_: CSRFError) -> errors.Answer:
    def shown(sentence: Sentence) -> str:
        if request.endpoint != "learn.answer" or not request.view_args:
            return errors.page(400, told(sentence))
        drill = learning.opened(db.session(), guests.current(), request.view_args["drill_id"])
        return _asking(drill, sentence, _given())

    return drills.stale(shown)


def _anew(drill: LearnDrill) -> str:
    """One that was given up for another takes no answer: where the other one is found."""
    if drill.set_id is None:
        return url_for("missed.show")
    return url_for("learn.offer", slug=store.set_of(db.session(), drill.set_id).slug)


def _given() -> Given:
    sent, knew = request.form, request.form.get("knew", "")
    return Given(
        sent.get("typed", ""),
        tuple(sent.getlist("answer")[:30]),
        {"yes": True, "no": False}.get(knew),
        "passed" in sent,
    )


def _sent_back(drill_id: int, refused: Unreadable | Busy) -> Page:
    """The same card again with the sentence, and with what was typed."""
    if asking.by_script():
        return jsonify(saved=False, sentence=told(refused.sentence)), errors.status(refused)
    drill = learning.opened(db.session(), guests.current(), drill_id)
    return _asking(drill, refused.sentence, _given()), errors.status(refused)


def _asking(drill: LearnDrill, trouble: Sentence | None = None, given: Given | None = None) -> str:
    held = drill.asked
    if held is None:
        return _summary(drill)
    shown = drills.shown(held, drill.asking(held))
    return _page("ask", drill, shown=shown, trouble=trouble, given=given or Given())


def _summary(drill: LearnDrill) -> str:
    state = drill.learning
    wrongs = {each.card: each.wrongs for each in state.cards}
    in_round = list(dict.fromkeys(each.card for each in state.given))
    missed = {each.card for each in state.given if not each.right}
    fronts = {card_id: front_text(held.card) for card_id, held in drill.cards.items()}
    return _page(
        "summary", drill, in_round=in_round, missed=missed, fronts=fronts, wrongs=wrongs, hard=learning.hardest(state)
    )  # fmt: skip


def _page(name: str, drill: LearnDrill, **shown: object) -> str:
    held = next(iter(drill.cards.values()), None)
    return render_template(f"pages/learn/{name}.html", drill=drill, state=drill.learning, held=held, **shown)
