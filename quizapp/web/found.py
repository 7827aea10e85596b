"""What a page is about, or the sentence that it is not there."""

from __future__ import annotations

from quizapp.core.library import Article
from quizapp.core.sentences import NotFound, say
from quizapp.store import library
from quizapp.store.library import HeldSet
from quizapp.web import pictures
from quizapp.web.extensions import db


def article(slug: str) -> Article:
    held = library.article(db.session(), slug)
    if held is None:
        raise NotFound(say("There is no such article. It may have been taken away."))
    pictures.of_article(held.slug)
    return held


def question_set(slug: str) -> HeldSet:
    held = library.question_set(db.session(), slug)
    if held is None:
        raise NotFound(say("There is no such set of questions. It may have been taken away."))
    pictures.of_article(held.article.slug)
    return held
