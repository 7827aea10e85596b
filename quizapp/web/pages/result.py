"""The result of an attempt: the score, every question with its key and its proof, and what to do next."""

from __future__ import annotations

import secrets
from collections import Counter
from random import Random

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from quizapp.store import library
from quizapp.store.reviewing import studies
from quizapp.web import attempts, clock
from quizapp.web.extensions import db
from quizapp.work import starting

bp = Blueprint("result", __name__, url_prefix=attempts.ADDRESS)


@bp.get("/result")
def show(attempt_id: int) -> str | Response:
    found = attempts.own(attempt_id)
    if found.finished_at is None:
        return redirect(url_for("attempt.show", attempt_id=attempt_id))
    session = db.session()
    offered = library.set_id(session, found.set_slug)
    stands = attempts.stands(found)
    return render_template(
        "pages/result/show.html",
        attempt=found,
        share=attempts.share(found),
        stands=stands,
        counts=Counter(stand.state for stand in stands),
        missed=[stand.position for stand in stands if stand.state != "right"],
        reviews=[attempts.reviewed(found, slot) for slot in found.slots],
        article=library.article(session, found.article_slug),
        offered=offered is not None,
        studied=offered is not None and studies.is_studied(session, attempts.person(), offered),
        requests={"again": secrets.token_urlsafe(16), "missed": secrets.token_urlsafe(16)},
    )


@bp.post("/missed")
def missed(attempt_id: int) -> Response:
    """Practice of what was not fully right."""
    token = attempts.start_token()
    begun = starting.start_missed(db.session(), attempts.person(), attempt_id, token, clock.now(), Random())
    return redirect(url_for("attempt.show", attempt_id=begun), 303)
