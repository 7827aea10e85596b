"""A set of questions before it is begun: what to expect, and two ways to start."""

from __future__ import annotations

import secrets
from fractions import Fraction
from random import Random

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.core.attempt import Mode
from quizapp.core.authoring import Author
from quizapp.store import attempts, library
from quizapp.store.authoring import copies
from quizapp.store.reviewing import studies
from quizapp.web import accounts, clock, found, guests
from quizapp.web.attempts import start_token
from quizapp.web.extensions import db
from quizapp.work import starting

bp = Blueprint("set", __name__, url_prefix="/sets")

MODES: dict[str, Mode] = {"practice": "practice", "test": "test"}


@bp.get("/<slug>")
def show(slug: str) -> str:
    session, person_id = db.session(), guests.current()
    held = found.question_set(slug)
    questions = held.content.questions
    return render_template(
        "pages/set/show.html",
        article=held.article,
        content=held.content,
        set_id=held.id,
        kinds=list(dict.fromkeys(question.kind for question in questions)),
        points=sum((question.points for question in questions), Fraction(0)),
        minutes=library.estimated_minutes(len(questions)),
        best=attempts.best_scores(session, person_id).get(slug) if person_id else None,
        running=attempts.running(session, person_id).get(slug) if person_id else None,
        standing=_standing(held.id),
        studied=studies.is_studied(session, person_id, held.id) if person_id else False,
        requests={"practice": secrets.token_urlsafe(16), "test": secrets.token_urlsafe(16)},
    )


def _standing(set_id: int) -> copies.Standing | None:
    """What the one who is signed in can do with the set as a teacher."""
    account = accounts.current()
    if account is None or not account.teaches:
        return None
    return copies.standing(db.session(), Author(account.person_id, account.administers), set_id)


@bp.post("/<slug>/attempts")
def start(slug: str) -> Response:
    mode, token = MODES.get(request.form.get("mode", "")), start_token()
    if mode is None:
        abort(400)
    # Asked first: nobody becomes a guest for a set that is not there.
    found.question_set(slug)
    attempt_id = starting.start(db.session(), guests.make(), slug, mode, token, clock.now(), Random())
    if mode == "test" and request.form.get("layout") == "page":
        return redirect(url_for("attempt_page.show", attempt_id=attempt_id), 303)
    return redirect(url_for("attempt.show", attempt_id=attempt_id), 303)
