"""What one has missed, over all sets, and a way to learn it."""

from __future__ import annotations

import re
import secrets
from random import Random

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.core.sentences import NotFound, say
from quizapp.store import drills as store
from quizapp.store import missed
from quizapp.web import clock, guests
from quizapp.web.attempts import start_token
from quizapp.web.extensions import db
from quizapp.work.drilling import beginning

bp = Blueprint("missed", __name__)


@bp.get("/missed")
def show() -> str:
    session, person_id = db.session(), guests.current()
    running = store.running(session, person_id, "missed", None) if person_id else None
    return render_template(
        "pages/missed/show.html",
        sets=missed.missed(session, person_id) if person_id else [],
        running=running.id if running else None,
        request_token=secrets.token_urlsafe(16),
    )


@bp.post("/missed")
def start() -> Response:
    token, person_id = start_token(), guests.current()
    if person_id is None:
        raise NotFound(say("You have not answered anything yet, so there is nothing that you missed."))
    slugs = [slug for slug in request.form.getlist("set")[:500] if re.fullmatch(r"[\w-]{1,80}", slug, re.ASCII)]
    begun = beginning.learn_missed(db.session(), person_id, slugs, token, clock.now(), Random())
    return redirect(url_for("learn.show", drill_id=begun), 303)
