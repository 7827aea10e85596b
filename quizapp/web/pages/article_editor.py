"""An article of a teacher's: brought here, described, and changed later."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.core.picture import Picture
from quizapp.core.sentences import Refusal, Sentence
from quizapp.store.authoring.articles import WorkingArticle
from quizapp.web import article_changes, authors, bringing, clock, languages, pictures
from quizapp.web.article_changes import Page
from quizapp.web.extensions import db
from quizapp.web.forms.article import ArticleForm, of_article
from quizapp.work.authoring import articles
from quizapp.work.authoring.articles import Incomplete

ARTICLE = "/<int(max=2147483647):article_id>"

bp = Blueprint("article_editor", __name__, url_prefix="/teach/articles")


@bp.get("/new")
def new() -> str:
    """Three ways to bring an article."""
    authors.current()
    return _bring()


@bp.post("/new")
def bring() -> Page:
    """What was found in what was brought, to be looked through; nothing is kept yet."""
    authors.current()
    try:
        found = bringing.brought()
    except Refusal as refused:
        return _bring(refused.sentence), 422
    kept, lost = bringing.light(found.pictures)
    return _describe(bringing.form_of(found), kept, [*found.left_out, *lost])


@bp.get("/write")
def write() -> str:
    """The form, empty."""
    authors.current()
    return _describe(ArticleForm(formdata=None), ())


@bp.post("")
def create() -> Page:
    author, form = authors.current(), ArticleForm()
    found = bringing.sent_pictures()
    if request.form.get("do") == "preview":
        return _describe(form, found)
    try:
        article_id = articles.create_article(db.session(), author, form.fields(), found, clock.now())
    except Incomplete as incomplete:
        form.blame(incomplete.faults)
        return _describe(form, found), 422
    return redirect(url_for("desk.begin_set", article_id=article_id), 303)


def _bring(trouble: Sentence | None = None) -> str:
    typed, formatted = request.form.get("text", ""), request.form.get("formatted", "")
    return render_template("pages/article_editor/new.html", trouble=trouble, typed=typed, formatted=formatted)


def _describe(form: ArticleForm, found: Sequence[Picture], left_out: Sequence[Sentence] = ()) -> str:
    carried = bringing.carried(found)
    body = bringing.shown(str(article_changes.read(form.body.data or "")), carried)
    return render_template(
        "pages/article_editor/describe.html", form=form, carried=carried, left_out=left_out, body=body
    )


@bp.get(ARTICLE)
def show(article_id: int) -> str:
    """The form, for the owner; the reading view for others who work on a set of it."""
    found = _opened(article_id)
    if not found.owned:
        body = article_changes.read(found.article.body)
        return render_template("pages/article_editor/read.html", found=found, article=found.article, body=body)
    return article_changes.edit(found, of_article(found.article, found.revision))


@bp.post(ARTICLE)
def save(article_id: int) -> Page:
    found, form = _owned(article_id), ArticleForm()
    if request.form.get("do") in {"preview", "back"}:
        return article_changes.edit(found, form)
    return article_changes.keep(found, form)


@bp.post("/preview")
def preview() -> Response:
    """How a text reads, for a page that shows it while it is typed."""
    authors.current()
    html = str(article_changes.read(request.form.get("body", "")))
    return jsonify(html=html, direction=languages.direction(request.form.get("language", "")))


@bp.post(f"{ARTICLE}/preview")
def preview_with_pictures(article_id: int) -> Response:
    _opened(article_id)
    return preview()


def _opened(article_id: int) -> WorkingArticle:
    found = articles.opened_article(db.session(), authors.current(), article_id)
    pictures.of_article(found.article.slug)
    return found


def _owned(article_id: int) -> WorkingArticle:
    found = articles.owned_article(db.session(), authors.current(), article_id)
    pictures.of_article(found.article.slug)
    return found
