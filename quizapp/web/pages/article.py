"""An article to read, with the sets on it and its pictures."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from quizapp.core.evidence import reading
from quizapp.core.sentences import NotFound, say
from quizapp.store import attempts, library
from quizapp.web import authors, found, guests, pictures
from quizapp.web.extensions import db

bp = Blueprint("article", __name__, url_prefix="/articles")


@bp.get("/<slug>")
def show(slug: str) -> str:
    session, person_id = db.session(), guests.current()
    article = found.article(slug)
    return render_template(
        "pages/article/show.html",
        article=article,
        body=pictures.placed(reading(article.body).html),
        sets=library.sets_of(session, slug),
        best=attempts.best_scores(session, person_id) if person_id else {},
        running=attempts.running(session, person_id) if person_id else {},
    )


@bp.get("/<slug>/pictures/<path:name>")
def picture(slug: str, name: str) -> Response:
    shared = library.picture(db.session(), slug, name)
    row = shared or library.picture(db.session(), slug, name, authors.whoever())
    if row is None:
        raise NotFound(say("There is no such picture."))
    response = Response(row.data, content_type=row.media_type)
    response.set_etag(row.digest)
    kept_by = "public" if shared else "private"
    response.headers["Cache-Control"] = f"{kept_by}, max-age=0, must-revalidate"
    # A picture opened by itself must not run what may be hidden in it.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.make_conditional(request)
    return response
