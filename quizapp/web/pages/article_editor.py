"""An article of a teacher's: brought here, described, and changed later."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from quizapp.core.articles import tidied_body
from quizapp.core.evidence import reading
from quizapp.web import authors, clock, pictures
from quizapp.web.extensions import db
from quizapp.web.forms.article import ArticleForm, of_article
from quizapp.work.authoring import articles
from quizapp.work.authoring.articles import Incomplete

Page = str | tuple[str, int] | Response
ARTICLE = "/<int(max=2147483647):article_id>"

bp = Blueprint("article_editor", __name__, url_prefix="/teach/articles")


@bp.get("/new")
def new() -> str:
    authors.current()
    return _new(ArticleForm(formdata=None))


@bp.post("")
def create() -> Page:
    author, form = authors.current(), ArticleForm()
    try:
        article_id = articles.create_article(db.session(), author, form.fields(), (), clock.now())
    except Incomplete as incomplete:
        form.blame(incomplete.faults)
        return _new(form), 422
    return redirect(url_for("desk.begin_set", article_id=article_id), 303)


def _new(form: ArticleForm) -> str:
    return render_template("pages/article_editor/new.html", form=form)


@bp.get(ARTICLE)
def show(article_id: int) -> str:
    """The form, for the owner; the reading view for others who work on a set of it."""
    found = articles.opened_article(db.session(), authors.current(), article_id)
    pictures.of_article(found.article.slug)
    if not found.owned:
        body = pictures.placed(reading(found.article.body).html)
        return render_template("pages/article_editor/read.html", article=found.article, body=body)
    return _edit(article_id, of_article(found.article, found.revision))


@bp.post(ARTICLE)
def save(article_id: int) -> Page:
    author, form = authors.current(), ArticleForm()
    found = articles.owned_article(db.session(), author, article_id)
    pictures.of_article(found.article.slug)
    revision = int(form.revision.data)
    try:
        articles.change_article(db.session(), author, article_id, form.fields(), revision, clock.now())
    except Incomplete as incomplete:
        form.blame(incomplete.faults)
        return _edit(article_id, form), 422
    flash(gettext("The article is saved."))
    return redirect(url_for("article_editor.show", article_id=article_id), 303)


def _edit(article_id: int, form: ArticleForm) -> str:
    body = pictures.placed(reading(tidied_body(form.body.data or "")).html)
    return render_template("pages/article_editor/edit.html", form=form, article_id=article_id, body=body)
