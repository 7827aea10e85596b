"""Pictures beside an article: put there by those who work on it, and deleted once no text shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from quizapp.core.authoring import Author
from quizapp.core.drafts import texts
from quizapp.core.picture import Picture, named_in
from quizapp.core.sentences import NotAllowed, NotFound, Refusal, say
from quizapp.formats.pictures import picture_name, prepared
from quizapp.store.authoring import articles, rights
from quizapp.store.authoring.articles import WorkingArticle
from quizapp.store.tables import PictureRow
from quizapp.work.authoring.articles import opened_article
from quizapp.work.transactions import writing

MOST = 200


@dataclass(frozen=True)
class Shown:
    """A picture and the texts that show it: the article's, a set's description, those of how many questions."""

    name: str
    in_article: bool
    in_set: bool
    questions: int

    @property
    def used(self) -> bool:
        return self.in_article or self.in_set or self.questions > 0


def illustrated(session: Session, author: Author, article_id: int, *, lock: bool = False) -> WorkingArticle:
    """The article for one who may put pictures beside it: who owns it, or may change a set of it."""
    found = opened_article(session, author, article_id, lock=lock)
    if not found.owned and not rights.may_edit_one(session, author, article_id):
        raise NotAllowed(say("You may look at this set, but not put pictures into it. Ask its owner for the right."))
    return found


def pictures_of(session: Session, found: WorkingArticle) -> list[Shown]:
    """The article's pictures, and where they are shown today or in what learners were asked before."""
    names = sorted(articles.picture_names(session, found.id).values())
    in_article = named_in([found.article.body])
    in_sets = _named(articles.headers(session, found.id), names)
    in_questions: dict[int, set[str]] = {}
    for question_id, document in articles.every_wording(session, found.id):
        in_questions.setdefault(question_id, set()).update(_named(document, names))
    counts = Counter(name for named in in_questions.values() for name in named)
    return [Shown(name, name in in_article, name in in_sets, counts[name]) for name in names]


def _named(document: Any, names: Iterable[str]) -> frozenset[str]:
    # Few texts hold a picture, and to render them all would take long.
    return named_in(text for text in texts(document) if "![" in text) & set(names)


def add_picture(session: Session, author: Author, article_id: int, file_name: str | None, data: bytes) -> Picture:
    """Put a picture beside the article; gives it under the name that texts call it by.

    The same picture again is the one that is there. Raises `Refusal` for what is no picture that can be shown.
    """
    # Before the lock is taken: to draw a large picture anew takes a while.
    drawn = prepared(data)
    digest = sha256(drawn.data).hexdigest()
    with writing(session):
        illustrated(session, author, article_id, lock=True)
        held = articles.picture_names(session, article_id)
        if digest in held:
            return Picture(held[digest], drawn.media_type, drawn.data)
        if len(held) >= MOST:
            raise Refusal(say("An article holds %(most)s pictures at most. Delete one that is not used.", most=MOST))
        name = picture_name(file_name, list(held.values()), drawn.media_type)
        session.add(PictureRow(article_id, name, drawn.media_type, digest, drawn.data))
    return Picture(name, drawn.media_type, drawn.data)


def delete_picture(session: Session, author: Author, article_id: int, name: str) -> None:
    """Delete a picture; raises `Refusal` while a text shows it."""
    with writing(session):
        found = illustrated(session, author, article_id, lock=True)
        shown = next((each for each in pictures_of(session, found) if each.name == name), None)
        if shown is None:
            raise NotFound(say("There is no such picture."))
        if shown.used:
            raise Refusal(say("A text shows this picture. Take it out of the text first."))
        articles.delete_picture(session, article_id, name)
