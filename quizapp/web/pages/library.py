"""The library: every article as a story, with its sets beneath."""

from __future__ import annotations

from flask import Blueprint, render_template

from quizapp.store import attempts, library
from quizapp.web import guests
from quizapp.web.extensions import db

bp = Blueprint("library", __name__)


@bp.get("/")
def show() -> str:
    session, person_id = db.session(), guests.current()
    return render_template(
        "pages/library/show.html",
        shelf=library.shelf(session),
        best=attempts.best_scores(session, person_id) if person_id else {},
        running=attempts.running(session, person_id) if person_id else {},
    )
