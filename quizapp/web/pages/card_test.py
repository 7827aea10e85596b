"""A test made from a set's cards: one question a page, marks and proof at the end."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from quizapp.core.drills.cards import answer_text, asked, front_text
from quizapp.core.mark import Part
from quizapp.core.options import OptionView, option_views
from quizapp.core.prose import escaped
from quizapp.core.sentences import Busy, Sentence, Unreadable
from quizapp.store import drills as store
from quizapp.store import library
from quizapp.web import asking, clock, drills, errors, found, guests
from quizapp.web.attempts import start_token
from quizapp.web.drills import DRILL, Shown
from quizapp.web.extensions import db
from quizapp.web.filters import told
from quizapp.work.drilling import beginning, testing
from quizapp.work.drilling.testing import CardTest, PaperItem

Page = str | tuple[str, int] | Response | tuple[Response, int]

bp = Blueprint("card_test", __name__)


@dataclass(frozen=True)
class Marked:
    """An item at the end: what was given, in words, and what would have been right."""

    item: PaperItem
    mark: Part
    front: str
    given: tuple[str, ...]
    right: tuple[str, ...]
    shown: Shown


@bp.get("/sets/<slug>/card-test")
def offer(slug: str) -> Page:
    held, session, person_id = found.question_set(slug), db.session(), guests.current()
    refused = drills.during_test(slug)
    if refused:
        return refused
    running = store.running(session, person_id, "test", held.id) if person_id else None
    return render_template(
        "pages/card_test/offer.html",
        content=held.content,
        running=running.id if running else None,
        request_token=secrets.token_urlsafe(16),
    )


@bp.post("/sets/<slug>/card-test")
def start(slug: str) -> Response:
    token = start_token()
    # Asked first: nobody becomes a guest for a set that is not there.
    found.question_set(slug)
    begun = beginning.card_test(db.session(), guests.make(), slug, token, clock.now(), Random())
    return redirect(url_for("card_test.show", drill_id=begun), 303)


@bp.get(f"/card-test/{DRILL}")
def show(drill_id: int) -> str | Response:
    """Where to go on, or the result."""
    test = testing.opened(db.session(), guests.current(), drill_id)
    if test.finished_at is None:
        return redirect(_onward(test))
    shown = store.set_of(db.session(), test.set_id)
    drills.refuse_during_test([shown.slug])
    marked = [_marked(item) for item in test.items if item.mark]
    if not marked:
        # One that was given up for another is shown no more.
        return redirect(url_for("card_test.offer", slug=shown.slug))
    return render_template(
        "pages/card_test/result.html",
        test=test,
        set=shown,
        marked=marked,
        score=sum((each.mark.fraction for each in marked), Fraction(0)),
        offered=library.set_id(db.session(), shown.slug) is not None,
        request_token=secrets.token_urlsafe(16),
    )


@bp.get(f"/card-test/{DRILL}/<int:number>")
def question(drill_id: int, number: int) -> Page:
    test = testing.opened(db.session(), guests.current(), drill_id)
    item = test.item(number)
    if test.finished_at is not None:
        return redirect(url_for("card_test.show", drill_id=drill_id))
    return _page(test, item, item.given)


@bp.post(f"/card-test/{DRILL}/<int:number>")
def save(drill_id: int, number: int) -> Page:
    given, session = tuple(request.form.getlist("answer")[:30]), db.session()
    try:
        testing.save(session, guests.current(), drill_id, number, given, clock.now())
    except (Unreadable, Busy) as refused:
        if asking.by_script():
            return jsonify(saved=False, sentence=told(refused.sentence)), errors.status(refused)
        test = testing.opened(session, guests.current(), drill_id)
        return _page(test, test.item(number), given, refused.sentence), errors.status(refused)
    onward = _after(testing.opened(session, guests.current(), drill_id), number)
    if asking.by_script():
        return jsonify(saved=True, ended=True, onward=onward), 200
    return redirect(onward, 303)


@bp.get(f"/card-test/{DRILL}/finish")
def check(drill_id: int) -> str | Response:
    test = testing.opened(db.session(), guests.current(), drill_id)
    if test.finished_at is not None:
        return redirect(url_for("card_test.show", drill_id=drill_id))
    open_numbers = [item.number for item in test.items if not item.given]
    shown = store.set_of(db.session(), test.set_id)
    return render_template("pages/card_test/finish.html", test=test, set=shown, open_numbers=open_numbers)


@bp.post(f"/card-test/{DRILL}/finish")
def finish(drill_id: int) -> Response:
    testing.finish(db.session(), guests.current(), drill_id, clock.now())
    return redirect(url_for("card_test.show", drill_id=drill_id), 303)


@bp.errorhandler(CSRFError)
def _stale_form(_: CSRFError) -> errors.Answer:
    def shown(sentence: Sentence) -> str:
        if request.endpoint != "card_test.save" or not request.view_args:
            return errors.page(400, told(sentence))
        test = testing.opened(db.session(), guests.current(), request.view_args["drill_id"])
        return _page(test, test.item(request.view_args["number"]), tuple(request.form.getlist("answer")), sentence)

    return drills.stale(shown)


def _page(test: CardTest, item: PaperItem, given: tuple[str, ...], trouble: Sentence | None = None) -> str:
    shown = store.set_of(db.session(), test.set_id)
    drills.refuse_during_test([shown.slug])
    numbers = [each.number for each in test.items]
    place = numbers.index(item.number)
    return render_template(
        "pages/card_test/question.html",
        test=test,
        item=item,
        set=shown,
        shown=drills.shown(item.held, asked(item.held.card, "")),
        options=_options(item),
        given=given,
        trouble=trouble,
        place=place + 1,
        before=numbers[place - 1] if place else None,
    )


def _options(item: PaperItem) -> tuple[OptionView, ...]:
    """Options are plain words."""
    return option_views([escaped(text) for text in item.item.options], ())


def _onward(test: CardTest) -> str:
    number = test.next_open
    if number is None:
        return url_for("card_test.check", drill_id=test.id)
    return url_for("card_test.question", drill_id=test.id, number=number)


def _after(test: CardTest, number: int) -> str:
    if request.form.get("go") == "finish":
        return url_for("card_test.check", drill_id=test.id)
    later = [each.number for each in test.items if each.number > number]
    if not later:
        return url_for("card_test.check", drill_id=test.id)
    return url_for("card_test.question", drill_id=test.id, number=later[0])


def _marked(item: PaperItem) -> Marked:
    paper, card = item.item, item.held.card
    assert item.mark, "the test is over"  # noqa: S101
    typed = item.given[0] if item.given and paper.form == "type" else ""
    given: tuple[str, ...] = item.given
    right: tuple[str, ...] = (answer_text(card) or "",)
    if paper.form in {"choose", "several"}:
        given = tuple(paper.options[int(place)] for place in item.given)
        right = tuple(paper.options[key] for key in paper.keys)
    return Marked(item, item.mark, front_text(card), given, right, drills.shown(item.held, asked(card, ""), typed))
