"""Files of articles and sets that a teacher loads in the browser: all becomes drafts, and ids stay what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingQuestion, WorkingSet
from quizapp.core.drafts import finished
from quizapp.core.evidence import reading
from quizapp.core.kinds import to_dict
from quizapp.core.library import Article, QuestionSet
from quizapp.core.picture import Picture
from quizapp.core.question import Question
from quizapp.core.sentences import Refusal, say
from quizapp.formats import LoadedFolder
from quizapp.formats.pictures import prepared
from quizapp.store.authoring import articles, history, working
from quizapp.store.tables import (
    ArticleRow,
    ArticleVersionRow,
    DraftRow,
    PictureRow,
    QuestionRow,
    SetRightRow,
    SetRow,
)
from quizapp.work.authoring import finding
from quizapp.work.authoring.access import opened
from quizapp.work.authoring.articles import owned_article, unguessable
from quizapp.work.authoring.drafting import MOST_QUESTIONS
from quizapp.work.transactions import writing

#: Each is looked at as a whole, which takes a while.
MOST_PICTURES = 40
#: Not part of what a draft says: `v` is the document's own, and the id stands in the question's row.
_UNSAID = {"v", "id"}


@dataclass(frozen=True)
class Coming:
    """What a file changes in a set: its questions; `staying` are the stems of those that are not in the file."""

    new: tuple[Question, ...]
    changed: tuple[Question, ...]
    same: tuple[Question, ...]
    staying: tuple[str, ...]
    header: bool


def load_folders(session: Session, author: Author, folders: Sequence[LoadedFolder], now: datetime) -> list[int]:
    """Each folder as a new article of this teacher's, its sets as drafts; gives the ids of the sets. All or none.

    Raises `Refusal` for a picture that can't be shown.
    """
    for folder in folders:
        check_pictures(folder.pictures)
    with writing(session):
        made: list[int] = []
        for folder in folders:
            article = _new_article(session, author, folder.content.article, folder.pictures, now)
            for place, content in enumerate(folder.content.sets):
                made.append(_new_set(session, author, article, content, place, now))
    return made


def check_pictures(pictures: Sequence[Picture]) -> None:
    """Refuse what is broken or holds more than a picture; what is sound stays byte for byte."""
    if len(pictures) > MOST_PICTURES:
        raise Refusal(say("More than %(most)s pictures lie beside this article. Leave some out.", most=MOST_PICTURES))
    for picture in pictures:
        try:
            prepared(picture.data)
        except Refusal as refused:
            raise Refusal(say("%(name)s: %(why)s", name=picture.name, why=refused.sentence)) from refused


def _new_article(
    session: Session, author: Author, given: Article, pictures: Sequence[Picture], now: datetime
) -> ArticleRow:
    article = given.model_copy(update={"slug": unguessable(given.title)})
    document = article.model_dump(mode="json", exclude_defaults=True)
    row = ArticleRow(article.slug, article.title, article.published, document, "", owner_id=author.person_id)
    session.add(row)
    session.flush()
    session.add(ArticleVersionRow(row.id, 1, document, now, author.person_id))
    for each in pictures:
        session.add(PictureRow(row.id, each.name, each.media_type, sha256(each.data).hexdigest(), each.data))
    return row


def _new_set(
    session: Session, author: Author, article: ArticleRow, content: QuestionSet, place: int, now: datetime
) -> int:
    header = {**_header(content), "slug": unguessable(content.title)}
    row = SetRow(article.id, header["slug"], content.title, place, header, "", "", now, visibility="draft")
    session.add(row)
    session.flush()
    session.add(SetRightRow(row.id, author.person_id, "own", now))
    _add(session, author, row.id, article, content, content.questions, 0, now)
    return row.id


def _header(content: QuestionSet) -> dict[str, Any]:
    return content.model_dump(mode="json", exclude_defaults=True, exclude={"questions"})


def _add(
    session: Session, author: Author, set_id: int, article: ArticleRow, content: QuestionSet,
    questions: Sequence[Question], first: int, now: datetime,
) -> None:  # fmt: skip
    rows = [QuestionRow(article.id, set_id, each.id, place, 0) for place, each in enumerate(questions, start=first)]
    session.add_all(rows)
    session.flush()
    read = reading(Article.model_validate(article.document).body)
    for row, question in zip(rows, questions, strict=True):
        document = _said(question)
        session.add(DraftRow(row.id, set_id, row.position, 0, now, author.person_id, document))
        finding.note(row, document, content.language, read)
    session.flush()


def _said(question: Question) -> dict[str, Any]:
    return {name: value for name, value in to_dict(question).items() if name not in _UNSAID}


def load_set(session: Session, author: Author, article_id: int, content: QuestionSet, now: datetime) -> int:
    """A new set on an article of this teacher's; gives its id. Raises `Refusal` where an id is taken there."""
    with writing(session):
        owned_article(session, author, article_id, lock=True)
        refuse_taken(session, article_id, content)
        place = len(articles.set_ids(session, article_id))
        return _new_set(session, author, articles.row(session, article_id), content, place, now)


def refuse_taken(session: Session, article_id: int, content: QuestionSet, found: WorkingSet | None = None) -> None:
    """Raise `Refusal` where an id belongs to another question of the article; those of `found` are its own."""
    mine = {question.name for question in (*found.questions, *found.removed)} if found else set()
    taken = working.names(session, article_id) - mine
    used = [question.id for question in content.questions if question.id in taken]
    if used:
        ids = ", ".join(used[:10])
        raise Refusal(
            say("These ids are taken on this article: %(ids)s. Load the file into their set, or change them.", ids=ids)
        )


def coming(found: WorkingSet, content: QuestionSet) -> Coming:
    """What loading the file into the set would change."""
    held = {question.name: question for question in (*found.questions, *found.removed)}
    named = {question.id for question in content.questions}
    told: dict[str, list[Question]] = {"new": [], "changed": [], "same": []}
    for question in content.questions:
        known = held.get(question.id)
        told["new" if known is None else "same" if _is_same(known, question) else "changed"].append(question)
    return Coming(
        tuple(told["new"]),
        tuple(told["changed"]),
        tuple(told["same"]),
        tuple(str(each.document.get("stem", "")) for each in found.questions if each.name not in named),
        {**_header(content), "slug": found.slug} != dict(found.header),
    )


def _is_same(known: WorkingQuestion, question: Question) -> bool:
    read = finished(known.document).question
    unsaid = {"id", "revised"}
    return known.state != "removed" and read is not None and (
        read.model_dump(exclude=unsaid) == question.model_dump(exclude=unsaid)
    )  # fmt: skip


def load_into(session: Session, author: Author, set_id: int, content: QuestionSet, now: datetime) -> Coming:
    """The file's questions as drafts of the set; those not in the file stay. Raises `Refusal` as `load_set`."""
    with writing(session):
        found = opened(session, author, set_id, "edit", lock=True)
        told = coming(found, content)
        if len(found.questions) + len(told.new) > MOST_QUESTIONS:
            raise Refusal(say("A set holds %(most)s questions at most. Begin another one.", most=MOST_QUESTIONS))
        refuse_taken(session, found.article_id, content, found)
        _redraft(session, author, found, told.changed, now)
        first = working.last_place(session, found.article_id, set_id)
        _add(session, author, set_id, articles.row(session, found.article_id), content, told.new, first, now)
        if told.header:
            _describe(session, found, content, now)
    return told


def _redraft(session: Session, author: Author, found: WorkingSet, changed: Sequence[Question], now: datetime) -> None:
    ids = {question.name: question.id for question in (*found.questions, *found.removed)}
    rows = working.question_rows(session, list(ids.values()))
    drafts, read = working.drafts_of(session, list(ids.values())), reading(found.article.body)
    for question in changed:
        row = rows[ids[question.id]]
        draft = drafts.get(row.id)
        if draft is None:
            draft = DraftRow(row.id, found.id, row.position, row.version, now, author.person_id, None, 0)
            session.add(draft)
        draft.document, draft.removed = _said(question), False
        draft.revision, draft.edited_at, draft.edited_by = draft.revision + 1, now, author.person_id
        finding.note(row, draft.document, found.language, read)
    session.flush()


def _describe(session: Session, found: WorkingSet, content: QuestionSet, now: datetime) -> None:
    row = history.set_rows(session, [found.id])[found.id]
    header = {**_header(content), "slug": found.slug}
    row.revision += 1
    if found.edition:
        row.draft = header if header != row.document else None
    else:
        row.title, row.document, row.changed_at = content.title, header, now
