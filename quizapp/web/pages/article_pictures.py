"""The pictures beside an article: uploaded, put into texts with words for those who can't see them, deleted."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from quizapp.core.sentences import Refusal, Sentence, Unreadable, say
from quizapp.web import authors
from quizapp.web import pictures as placing
from quizapp.web.extensions import db
from quizapp.work.authoring import pictures

Page = str | tuple[str, int] | Response

bp = Blueprint("article_pictures", __name__, url_prefix="/teach/articles/<int(max=2147483647):article_id>/pictures")


@bp.get("")
def show(article_id: int) -> str:
    return _page(article_id)


@bp.post("")
def add(article_id: int) -> Page:
    author, file = authors.current(), request.files.get("file")
    words = " ".join(request.form.get("words", "").split())[:500]
    pictures.illustrated(db.session(), author, article_id)
    try:
        if not file or not file.filename:
            raise Unreadable(say("Choose a picture: a PNG, JPEG, WebP or GIF of at most 10 MB."))
        if not words:
            raise Unreadable(say("Say what the picture shows, for those who can't see it."))
        made = pictures.add_picture(db.session(), author, article_id, file.filename, file.read())
    except Refusal as refused:
        return _page(article_id, refused.sentence), 422
    flash(gettext("The picture is there. Copy its line into a text to show it."))
    return redirect(url_for("article_pictures.show", article_id=article_id, new=made.name, words=words), 303)


@bp.post("/delete")
def delete(article_id: int) -> Page:
    pictures.delete_picture(db.session(), authors.current(), article_id, request.form.get("name", ""))
    flash(gettext("The picture is deleted."))
    return redirect(url_for("article_pictures.show", article_id=article_id), 303)


def _page(article_id: int, trouble: Sentence | None = None) -> str:
    found = pictures.illustrated(db.session(), authors.current(), article_id)
    placing.of_article(found.article.slug)
    shown = pictures.pictures_of(db.session(), found)
    new = request.args.get("new", "")
    words = request.values.get("words", "")[:500]
    return render_template(
        "pages/article_pictures/show.html",
        found=found,
        article=found.article,
        # The new one first.
        pictures=sorted(shown, key=lambda each: each.name != new),
        new=new,
        words=words,
        line=_line,
        trouble=trouble,
    )


def _line(name: str, words: str) -> str:
    """The Markdown that shows the picture; brackets in the words would end them."""
    return f"![{words.replace('[', '(').replace(']', ')')}]({name})"
