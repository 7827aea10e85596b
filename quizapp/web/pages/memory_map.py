"""An article as a map of memory: how well somebody remembers what its passages prove."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask_babel import gettext

from quizapp.core.progress.memory_map import STEPS
from quizapp.store.reviewing import mapping
from quizapp.web import clock, errors, found, guests, pictures
from quizapp.web.extensions import db
from quizapp.work.reviewing import looking_back

bp = Blueprint("memory_map", __name__, url_prefix="/articles")


@bp.get("/<slug>/memory")
def show(slug: str) -> str | tuple[str, int]:
    session, person_id = db.session(), guests.current()
    article = found.article(slug)
    test = mapping.running_test(session, person_id, slug) if person_id else None
    if test is not None:
        onward = (url_for("attempt.show", attempt_id=test), gettext("Go on with the test"))
        return errors.page(
            403, gettext("You are in the middle of a test on this article. Finish it first."), onward
        ), 403
    return render_template(
        "pages/memory_map/show.html",
        article=article,
        mapped=looking_back.remembered(session, person_id, slug, article, clock.now()),
        placed=pictures.placed,
        bounds=STEPS,
    )
