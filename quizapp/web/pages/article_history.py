"""The earlier versions of an article: what changed when, and the way back."""

from __future__ import annotations

from flask import Blueprint, render_template

from quizapp.core.library import Article
from quizapp.core.paragraphs import compared
from quizapp.core.sentences import NotFound, say
from quizapp.store.authoring import articles as stored
from quizapp.store.authoring.articles import HeldWording, WorkingArticle
from quizapp.web import article_changes, authors, pictures
from quizapp.web.article_changes import Page
from quizapp.web.extensions import db
from quizapp.web.forms.article import of_article
from quizapp.work.authoring import articles

HISTORY = "/teach/articles/<int(max=2147483647):article_id>/history"
VERSION = "/<int(max=2147483647):number>"

bp = Blueprint("article_history", __name__, url_prefix=HISTORY)


@bp.get("")
def show(article_id: int) -> str:
    found = _owned(article_id)
    wordings = stored.wordings(db.session(), article_id)
    return render_template("pages/article_history/show.html", found=found, wordings=wordings)


@bp.get(VERSION)
def version(article_id: int, number: int) -> str:
    """One version: what it changed, what is different today, and its whole text."""
    found = _owned(article_id)
    held, article = _held(article_id, number)
    before = stored.wording(db.session(), article_id, number - 1)
    return render_template(
        "pages/article_history/version.html",
        found=found,
        held=held,
        article=article,
        newest=number == found.revision,
        first=before is None,
        changed=compared(before.article.body, article.body) if before and before.article else (),
        since=compared(article.body, found.article.body),
        fields=_fields(before.article, article) if before and before.article else [],
        body=article_changes.read(article.body),
    )


@bp.post(f"{VERSION}/restore")
def restore(article_id: int, number: int) -> Page:
    """Put the version back, as a change like any other: its passages are looked at first."""
    found = _owned(article_id)
    _, article = _held(article_id, number)
    return article_changes.keep(found, of_article(article, found.revision))


def _fields(before: Article, after: Article) -> list[tuple[str, str, str]]:
    """The fields but the text that differ: their labels, and what they said and say."""
    form = of_article(after)
    told = [(field.label.text, getattr(before, field.name), field.data) for field in form if field.name in _SHORT]
    return [(str(label), str(old or "–"), str(new or "–")) for label, old, new in told if old != new]


_SHORT = ("title", "publisher", "published", "author", "licence", "url", "language")


def _owned(article_id: int) -> WorkingArticle:
    found = articles.owned_article(db.session(), authors.current(), article_id)
    pictures.of_article(found.article.slug)
    return found


def _held(article_id: int, number: int) -> tuple[HeldWording, Article]:
    held = stored.wording(db.session(), article_id, number)
    if held is None or held.article is None:
        raise NotFound(say("There is no such version of this article."))
    return held, held.article
