"""Sets in the making: begun, described, shared, copied, deleted and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, Right, WorkingSet
from quizapp.core.library import QuestionSet
from quizapp.core.question import Question, Quote
from quizapp.core.sentences import NotFound, Refusal, Sentence, say
from quizapp.store import bank
from quizapp.store.authoring import articles, history, rights, working
from quizapp.store.authoring.articles import WorkingArticle
from quizapp.store.tables import SetRightRow, SetRow
from quizapp.work.authoring.access import opened
from quizapp.work.authoring.articles import owned_article, unguessable
from quizapp.work.ledger import enter
from quizapp.work.transactions import writing

#: Stands where a set's own fields are read while it has no question.
_STANDS_IN = Question(id="none", kind="none", stem="-", explanation="-", evidence=(Quote(exact="-"),))


def create_set(session: Session, author: Author, article_id: int, fields: Mapping[str, Any], now: datetime) -> int:
    """A new, empty set on an article of this teacher's; gives its id. Raises `Refusal` for a title that is none.

    A second click gives the same set.
    """
    with writing(session):
        return begin_set(session, author, owned_article(session, author, article_id, lock=True), fields, now)


def begin_set(session: Session, author: Author, found: WorkingArticle, fields: Mapping[str, Any], now: datetime) -> int:
    """The same within a transaction, on an article that was locked."""
    given = {"language": found.article.language, **fields}
    header = _header(given, unguessable(str(given.get("title", ""))))
    twin = articles.empty_twin(session, found.id, header)
    if twin is not None:
        return twin
    place = len(articles.set_ids(session, found.id))
    row = SetRow(found.id, header["slug"], header["title"], place, header, "", "", now, visibility="draft")
    session.add(row)
    session.flush()
    session.add(SetRightRow(row.id, author.person_id, "own", now))
    return row.id


def describe(
    session: Session, author: Author, set_id: int, fields: Mapping[str, Any], revision: int, now: datetime
) -> None:
    """Keep the set's title, description and settings; learners see them when it is published."""
    with writing(session):
        found = opened(session, author, set_id, "edit", lock=True)
        if found.revision != revision:
            raise Refusal(say("This set was changed meanwhile, perhaps in another tab. Look at it first."))
        row = history.set_rows(session, [set_id])[set_id]
        header = _header(fields, found.slug)
        row.revision += 1
        if not found.edition:
            row.title, row.document, row.changed_at = header["title"], header, now
        else:
            row.draft = header if header != row.document else None


def _header(fields: Mapping[str, Any], slug: str) -> dict[str, Any]:
    given = {name: value for name, value in fields.items() if value not in (None, "")}
    try:
        content = QuestionSet.model_validate({**given, "slug": slug, "questions": (_STANDS_IN,)})
    except ValidationError as error:
        raise Refusal(_wrong(error)) from error
    return content.model_dump(mode="json", exclude_defaults=True, exclude={"questions"})


def _wrong(error: ValidationError) -> Sentence:
    names = {str(each["loc"][0]) for each in error.errors() if each["loc"]}
    if "title" in names:
        return say("Give the set a title, of 500 characters at most.")
    if "time_limit" in names:
        return say("The time limit must be a whole number of minutes, from 1 to 600. Leave it empty for none.")
    if "language" in names:
        return say("The language must be written like en, ja or pt-BR.")
    return say("The description is too long, or has a character in it that can't be shown.")


def delete_set(session: Session, author: Author, set_id: int, now: datetime) -> None:
    """Take the set away, from learners too; it can be brought back. Decks tell those who have its cards."""
    with writing(session):
        bank.claim(session)
        found = opened(session, author, set_id, "own", lock=True)
        row = history.set_rows(session, [set_id])[set_id]
        row.withdrawn_at = now
        for question in working.live_rows(session, set_id):
            question.withdrawn_at = now
        _enter(session, found, now)


def bring_back_set(session: Session, author: Author, set_id: int, now: datetime) -> None:
    """Undo the deletion of a set, with the questions that went with it."""
    with writing(session):
        bank.claim(session)
        row = rights.deleted_set(session, author, set_id)
        if row is None or row.withdrawn_at is None:
            raise NotFound(say("There is no such deleted set among yours."))
        for question in working.rows_withdrawn_at(session, set_id, row.withdrawn_at):
            question.withdrawn_at = None
        row.withdrawn_at = None
        # Its article may have been deleted after it.
        articles.row(session, row.article_id).withdrawn_at = None
        session.flush()
        _enter(session, opened(session, author, set_id, "own"), now)


def _enter(session: Session, found: WorkingSet, now: datetime) -> None:
    session.flush()
    held = bank.held(session, found.article.slug)
    assert held is not None, "the article of a set that was opened"  # noqa: S101
    enter(session, held, found.article, now)


def share(session: Session, author: Author, set_id: int, email: str, right: Right, now: datetime) -> None:
    """Give another teacher a right to the set. Raises `Refusal` for an address that no teacher here has."""
    with writing(session):
        opened(session, author, set_id, "own", lock=True)
        person_id = rights.teacher_with(session, email)
        if person_id is None:
            raise Refusal(say("No teacher here has this address. Ask an administrator to invite them first."))
        row = rights.row(session, set_id, person_id)
        if row is None:
            session.add(SetRightRow(set_id, person_id, right, now))
        else:
            _keep_an_owner(session, set_id, row, right)
            row.right = right


def unshare(session: Session, author: Author, set_id: int, person_id: int) -> None:
    """Take a person's right to the set away; anyone may give up their own. The last owner stays."""
    with writing(session):
        wanted: Right = "view" if person_id == author.person_id else "own"
        opened(session, author, set_id, wanted, lock=True)
        row = rights.row(session, set_id, person_id)
        if row is not None:
            _keep_an_owner(session, set_id, row, None)
            session.delete(row)


def _keep_an_owner(session: Session, set_id: int, row: SetRightRow, right: Right | None) -> None:
    if row.right == "own" and right != "own" and rights.owner_count(session, set_id) == 1:
        raise Refusal(say("A set needs an owner. Make someone else an owner first."))
