"""Copies of sets, and sets that came from files and are edited here from now on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.core.authoring import Author
from quizapp.core.evidence import reading
from quizapp.core.sentences import NotAllowed, NotFound, Refusal, say
from quizapp.store import bank, library
from quizapp.store.authoring import copies
from quizapp.store.library import HeldSet
from quizapp.store.tables import ArticleRow, ArticleVersionRow, DraftRow, PictureRow, QuestionRow, SetRightRow, SetRow
from quizapp.work.authoring import finding
from quizapp.work.authoring.articles import unguessable
from quizapp.work.authoring.publishing import shown
from quizapp.work.transactions import writing


def copy_set(session: Session, author: Author, slug: str, now: datetime) -> int:
    """A copy of a set that everyone may take, with its article, as this teacher's own draft; gives its id.

    The copy is another set for good: its questions, and so its cards, have identities of their own.
    """
    with writing(session):
        held = library.question_set(session, slug)
        if held is None or not copies.may_be_copied(session, author, held.id):
            raise NotFound(say("There is no such set to copy."))
        article_row = _copy_article(session, author, held, now)
        return _copy_questions(session, author, held, article_row, now)


def _copy_article(session: Session, author: Author, held: HeldSet, now: datetime) -> ArticleRow:
    article = held.article.model_copy(update={"slug": unguessable(held.article.title)})
    document = article.model_dump(mode="json", exclude_defaults=True)
    row = ArticleRow(article.slug, article.title, article.published, document, "", owner_id=author.person_id)
    session.add(row)
    session.flush()
    session.add(ArticleVersionRow(row.id, 1, document, now, author.person_id))
    for picture in copies.pictures(session, held.article.slug):
        session.add(PictureRow(row.id, picture.name, picture.media_type, picture.digest, picture.data))
    return row


def _copy_questions(session: Session, author: Author, held: HeldSet, article: ArticleRow, now: datetime) -> int:
    header = held.content.model_dump(mode="json", exclude_defaults=True, exclude={"questions"})
    header = {**header, "slug": unguessable(held.content.title)}
    made = SetRow(article.id, header["slug"], held.content.title, 0, header, "", "", now, visibility="draft")
    session.add(made)
    session.flush()
    session.add(SetRightRow(made.id, author.person_id, "own", now))
    rows = [QuestionRow(article.id, made.id, each.id, place, 0) for place, each in enumerate(held.content.questions)]
    session.add_all(rows)
    session.flush()
    for row, question in zip(rows, held.content.questions, strict=True):
        document = shown(question)
        session.add(DraftRow(row.id, made.id, row.position, 0, now, author.person_id, document))
        finding.note(row, document, held.content.language, reading(held.article.body))
    return made.id


def take_over(session: Session, author: Author, article_slug: str, now: datetime) -> None:
    """Edit an article that came from files, and its sets, here from now on: loading the files leaves it alone."""
    if not author.administrator:
        raise NotAllowed(say("Only an administrator may take over what comes from files. Make a copy instead."))
    with writing(session):
        bank.claim(session)
        held = bank.held(session, article_slug)
        if held is None or held.row.withdrawn_at is not None:
            raise NotFound(say("There is no such article."))
        if held.row.owner_id is not None:
            raise Refusal(say("This article is edited here already."))
        held.row.owner_id = author.person_id
        session.add(ArticleVersionRow(held.row.id, held.row.revision, held.row.document, now, None))
        session.add_all(
            SetRightRow(row.id, author.person_id, "own", now)
            for row in held.sets.values()
            if row.withdrawn_at is None
        )  # fmt: skip
