"""Sets that are there, made one's own: as a copy, or by taking over what came from files."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from quizapp.core.library import Article
from quizapp.core.sentences import NotFound, say
from quizapp.store.authoring import copies
from quizapp.web import accounts, authors, clock
from quizapp.web.extensions import db
from quizapp.work.authoring import copying

Page = str | Response

bp = Blueprint("copying", __name__, url_prefix="/teach/copies")


@bp.post("/sets/<slug>")
def copy_set(slug: str) -> Page:
    set_id = copying.copy_set(db.session(), authors.current(), slug, clock.now())
    flash(gettext("This is your copy, with the article. Learners don't see it until you publish it."))
    return redirect(url_for("set_editor.show", set_id=set_id), 303)


@bp.get("/articles/<slug>")
def show(slug: str) -> Page:
    """What it means to take an article over, before it is done."""
    accounts.teacher()
    accounts.administrator()
    found = copies.from_files(db.session(), slug)
    if found is None:
        raise NotFound(say("There is no such article from files. It may be edited here already."))
    row, titles = found
    article = Article.model_validate(row.document)
    return render_template("pages/copying/show.html", article=article, titles=titles)


@bp.post("/articles/<slug>")
def take_over(slug: str) -> Page:
    copying.take_over(db.session(), authors.current(), slug, clock.now())
    flash(gettext("The article and its sets are edited here from now on."))
    return redirect(url_for("desk.show"), 303)
