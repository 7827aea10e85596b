"""The teacher's desk: their articles and sets, what waits to be published, and what was deleted."""

from __future__ import annotations

from math import ceil

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from quizapp.core.authoring import Author
from quizapp.core.sentences import Busy, NotAllowed, NotFound, Refusal
from quizapp.store.authoring import desk
from quizapp.web import authors, clock, paging
from quizapp.web.extensions import db
from quizapp.web.filters import told
from quizapp.web.forms.article import SetTitleForm
from quizapp.work.authoring import articles, sets

Page = str | tuple[str, int] | Response
ARTICLE = "/articles/<int(max=2147483647):article_id>"

bp = Blueprint("desk", __name__, url_prefix="/teach")


@bp.get("")
def show() -> str:
    session, author = db.session(), authors.current()
    # An administrator may do with every set what its owner may, but works at a desk of their own.
    everyone = author.administrator and request.args.get("whose") == "everyone"
    author = Author(author.person_id, everyone)
    words, page = paging.words(), paging.number()
    found = desk.desk(session, author, words, page)
    return render_template(
        "pages/desk/show.html",
        desk=found,
        words=words,
        page=page,
        pages=max(1, ceil(found.total / desk.PAGE_SIZE)),
        searchable=bool(words) or found.total > desk.PAGE_SIZE,
        deleted=desk.deleted_sets(session, author),
        everyone=everyone,
    )


@bp.get(f"{ARTICLE}/sets/new")
def begin_set(article_id: int) -> str:
    return _begin(article_id, SetTitleForm(formdata=None))


@bp.post(f"{ARTICLE}/sets")
def create_set(article_id: int) -> Page:
    author, form = authors.current(), SetTitleForm()
    articles.owned_article(db.session(), author, article_id)
    if not form.validate():
        return _begin(article_id, form), 422
    try:
        set_id = sets.create_set(db.session(), author, article_id, {"title": form.title.data}, clock.now())
    except (NotFound, NotAllowed, Busy):
        raise
    except Refusal as refused:
        form.title.errors = [told(refused.sentence)]
        return _begin(article_id, form), 422
    return redirect(url_for("set_editor.show", set_id=set_id), 303)


def _begin(article_id: int, form: SetTitleForm) -> str:
    found = articles.owned_article(db.session(), authors.current(), article_id)
    return render_template("pages/desk/new_set.html", found=found, article=found.article, form=form)


@bp.post(f"{ARTICLE}/delete")
def delete_article(article_id: int) -> Page:
    articles.delete_article(db.session(), authors.current(), article_id, clock.now())
    flash(gettext("The article is deleted."))
    return redirect(url_for("desk.show"), 303)


@bp.post("/sets/<int(max=2147483647):set_id>/bring-back")
def bring_back(set_id: int) -> Page:
    sets.bring_back_set(db.session(), authors.current(), set_id, clock.now())
    flash(gettext("The set is back, for those who could take it before."))
    return redirect(url_for("desk.show"), 303)
