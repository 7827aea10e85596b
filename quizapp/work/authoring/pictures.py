"""Pictures beside an article: made small and safe before they are kept."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy.orm import Session

from quizapp.core.authoring import Author
from quizapp.core.picture import Picture
from quizapp.core.sentences import NotAllowed, Refusal, say
from quizapp.formats.pictures import picture_name, prepared
from quizapp.store.authoring import articles, rights
from quizapp.store.tables import PictureRow
from quizapp.work.authoring.articles import opened_article
from quizapp.work.transactions import writing

MOST = 200


def add_picture(session: Session, author: Author, article_id: int, file_name: str | None, data: bytes) -> Picture:
    """Keep a picture beside the article, for whoever may change the article or a set on it.

    Raises `Refusal` for a file that is no picture or too large. The same picture again is the one that is there.
    """
    made = prepared(data)
    digest = sha256(made.data).hexdigest()
    with writing(session):
        found = opened_article(session, author, article_id)
        if not (found.owned or rights.may_edit_one(session, author, article_id)):
            raise NotAllowed(say("You may look at this article, but not add pictures to it."))
        held = articles.picture_names(session, article_id)
        if digest in held:
            return Picture(held[digest], made.media_type, made.data)
        if len(held) >= MOST:
            raise Refusal(say("An article holds %(most)s pictures at most. Delete one that is not used.", most=MOST))
        name = picture_name(file_name, set(held.values()), made.media_type)
        session.add(PictureRow(article_id, name, made.media_type, digest, made.data))
    return Picture(name, made.media_type, made.data)
