"""A changed article on its way to being kept: its teacher first sees what becomes of the passages."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from hashlib import sha256

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from quizapp.core import prose
from quizapp.core.articles import tidied_body
from quizapp.core.changes import marked
from quizapp.core.library import LONGEST_BODY
from quizapp.core.paragraphs import compared
from quizapp.store.authoring.articles import WorkingArticle
from quizapp.web import authors, clock, pictures
from quizapp.web.extensions import db
from quizapp.web.forms.article import ArticleForm
from quizapp.work.authoring import articles
from quizapp.work.authoring.articles import Anchoring, Incomplete, Overtaken

Page = str | tuple[str, int] | Response
#: The order in which they are told: what needs the teacher's eyes first.
_ORDER = ("lost", "reworded", "moved")


def keep(found: WorkingArticle, form: ArticleForm) -> Page:
    """Change the article to what the form says; asks first where that touches a passage."""
    session, author = db.session(), authors.current()
    if str(found.revision) != str(form.revision.data):
        return _both(found, form), 409
    try:
        told = articles.anchorings(session, author, found.id, form.fields())
        if told and _digest(told) != request.form.get("confirmed"):
            return _ask(found, form, told)
        articles.change_article(session, author, found.id, form.fields(), found.revision, clock.now())
    except Incomplete as incomplete:
        form.blame(incomplete.faults)
        return edit(found, form), 422
    except Overtaken as overtaken:
        return _both(overtaken.theirs, form), 409
    flash(_saved(told))
    return redirect(url_for("article_editor.show", article_id=found.id), 303)


def _saved(told: Sequence[Anchoring]) -> str:
    touched = dict.fromkeys(each.set_title for each in told if each.found.how != "moved")
    if not touched:
        return str(gettext("The article is saved."))
    sets = ", ".join(touched)
    return str(
        gettext("The article is saved. Now look at the questions it touched, then publish: %(sets)s.", sets=sets)
    )


def edit(found: WorkingArticle, form: ArticleForm) -> str:
    """The form with what is typed, and how it reads."""
    return render_template(
        "pages/article_editor/edit.html", form=form, found=found, body=read(form.body.data or ""), differing=None
    )


def read(body: str) -> Markup:
    """A text that may still be typed, as learners would read it."""
    return pictures.placed(prose.html_once(unicodedata.normalize("NFC", tidied_body(body)[:LONGEST_BODY])))


def _ask(found: WorkingArticle, form: ArticleForm, told: Sequence[Anchoring]) -> str:
    ranked = sorted(told, key=lambda each: _ORDER.index(each.found.how))
    return render_template(
        "pages/article_editor/passages.html",
        form=form,
        found=found,
        groups={how: [each for each in ranked if each.found.how == how] for how in _ORDER},
        marked=marked,
        digest=_digest(told),
    )


def _digest(told: Sequence[Anchoring]) -> str:
    """Names what was told: if it has become something else meanwhile, it is told again."""
    return sha256(repr(told).encode(errors="replace")).hexdigest()[:24]


def _both(theirs: WorkingArticle, form: ArticleForm) -> str:
    """What the other has made of it beside what was typed, which can then be kept in its place."""
    form.revision.data = str(theirs.revision)
    mine = tidied_body(form.body.data or "")[:LONGEST_BODY]
    return render_template(
        "pages/article_editor/edit.html",
        form=form,
        found=theirs,
        body=read(mine),
        differing=compared(theirs.article.body, mine),
    )
