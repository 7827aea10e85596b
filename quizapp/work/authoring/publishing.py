"""Publishing: the drafts become versions that learners see, and stay in the set's history."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, Visibility, WorkingSet, allows
from quizapp.core.drafts import Fault, finished
from quizapp.core.evidence import reading
from quizapp.core.kinds import to_dict
from quizapp.core.library import QuestionSet
from quizapp.core.question import Question
from quizapp.core.sentences import NotAllowed, Refusal, say
from quizapp.core.slugs import free_slug
from quizapp.formats.dumping import dump
from quizapp.store import bank
from quizapp.store.authoring import history, working
from quizapp.store.tables import QuestionRow, SetRow, VersionRow
from quizapp.work import deck_names
from quizapp.work.authoring import drafting, editions
from quizapp.work.authoring.access import opened
from quizapp.work.ledger import enter
from quizapp.work.transactions import writing

#: Letters and digits that can't be taken for one another on a blackboard.
_CODE = "23456789abcdefghjkmnpqrstuvwxyz"
#: What keeps questions from being published, by their ids.
Faults = Mapping[int, tuple[Fault, ...]]


class Unfinished(Refusal):
    """Some questions can't be published yet."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(say("Some questions are not finished. Finish them, or delete them, then publish."))
        self.faults = faults


@dataclass(frozen=True)
class _Ready:
    """A question that can be published, under its permanent name."""

    row: QuestionRow
    question: Question


def unfinished(found: WorkingSet) -> dict[int, tuple[Fault, ...]]:
    """What keeps which of the set's questions from being published."""
    read = reading(found.article.body)
    faults = {question.id: finished(question.document, read).faults for question in found.questions}
    return {question_id: each for question_id, each in faults.items() if each}


class ChangedMeanwhile(Refusal):
    """Not what was looked at would be published."""

    def __init__(self) -> None:
        super().__init__(say("Somebody changed this set since you opened this page. Look at it again, then publish."))


def state(found: WorkingSet) -> str:
    """Tells whether a set is still as it was looked at: another one after each change of what would be published."""
    stamps = [(question.id, question.stamp) for question in found.questions]
    gone = [(question.id, question.stamp) for question in found.removed]
    said = [found.revision, found.header, found.article.body, stamps, gone]
    return sha256(repr(said).encode()).hexdigest()[:32]


def publish(
    session: Session,
    author: Author,
    set_id: int,
    now: datetime,
    visibility: Visibility | None = None,
    looked_at: str | None = None,
) -> WorkingSet:
    """Publish the set as it stands, all or nothing; `visibility` is for an owner to choose.

    Raises `Unfinished`, `Refusal` where there is no question or no title, and `ChangedMeanwhile` where the set is not
    in the `state` any more that was looked at.
    """
    with writing(session):
        bank.claim(session)
        found = opened(session, author, set_id, "edit", lock=True)
        if looked_at is not None and looked_at != state(found):
            raise ChangedMeanwhile
        row = history.set_rows(session, [set_id])[set_id]
        _choose(row, found, visibility)
        touched = _publish(session, found, row, author, now)
        _enter(session, found.article.slug, touched, now)
        editions.keep(session, touched, now, author.person_id)
    return opened(session, author, set_id, "edit")


def show_to(session: Session, author: Author, set_id: int, visibility: Visibility) -> None:
    """Choose who may take the set, without publishing anything new. Raises `Refusal` while nothing is published."""
    with writing(session):
        found = opened(session, author, set_id, "own", lock=True)
        if not found.edition and visibility != "draft":
            raise Refusal(say("Publish the set first."))
        _choose(history.set_rows(session, [set_id])[set_id], found, visibility)


def _choose(row: SetRow, found: WorkingSet, visibility: Visibility | None) -> None:
    if visibility is not None and visibility != row.visibility:
        if not allows(found.right, "own"):
            raise NotAllowed(say("Only an owner of this set chooses who may take it."))
        row.visibility = visibility
    if row.visibility != "draft" and row.share_code is None:
        row.share_code = new_code()


def new_code() -> str:
    """Nine letters and digits: 44 bits, short enough to be typed from a blackboard."""
    return "".join(secrets.choice(_CODE) for _ in range(9))


def renew_code(session: Session, author: Author, set_id: int) -> None:
    """Give the set another short address; the old one leads nowhere from now on."""
    with writing(session):
        opened(session, author, set_id, "own", lock=True)
        history.set_rows(session, [set_id])[set_id].share_code = new_code()


def _publish(session: Session, found: WorkingSet, row: SetRow, author: Author, now: datetime) -> list[int]:
    """Make the drafts what learners see; gives the ids of the sets that are touched."""
    ready = _ready(session, found)
    content = _content(found, [each.question for each in ready])
    came_from = {each.row.set_id for each in ready}
    before = working.published(session, [each.row.id for each in ready])
    for place, each in enumerate(ready):
        each.row.set_id, each.row.position, each.row.withdrawn_at = found.id, place, None
        _keep_version(session, each, before.get(each.row.id), now, author.person_id)
    drafts, rows = working.draft_rows(session, found.id), working.question_rows(session, [q.id for q in found.removed])
    for draft in drafts.values():
        session.delete(draft)
    session.flush()
    for gone in rows.values():
        came_from |= {gone.set_id} if gone.version else set()
        _withdraw(session, gone, now)
    row.title, row.document, row.draft, row.changed_at = content.title, _header(content), None, now
    row.source, row.revision = dump(content), row.revision + 1
    return sorted({row.id, *came_from})


def _ready(session: Session, found: WorkingSet) -> list[_Ready]:
    rows = working.question_rows(session, [question.id for question in found.questions])
    used, taken = working.parts_used(session, found.article_id), working.names(session, found.article_id)
    read, faults, ready = reading(found.article.body), {}, []
    for working_question in found.questions:
        whole = finished(working_question.document, read, used.get(working_question.id, ()))
        if whole.question is None:
            faults[working_question.id] = whole.faults
        else:
            row = rows[working_question.id]
            ready.append(_Ready(row, whole.question.model_copy(update={"id": _name(row, whole.question, taken)})))
    if faults:
        raise Unfinished(faults)
    return ready


def _name(row: QuestionRow, question: Question, taken: set[str]) -> str:
    """The permanent id: given with the first publishing, from what is asked, unless its author has given one."""
    if not row.version and drafting.is_provisional(row.name):
        row.name = free_slug(question.stem, taken - {row.name}, "question")
        taken.add(row.name)
    return row.name


def _content(found: WorkingSet, questions: list[Question]) -> QuestionSet:
    if not questions:
        raise Refusal(say("There is no question in this set yet. Write one first."))
    try:
        return QuestionSet.model_validate({**found.header, "slug": found.slug, "questions": tuple(questions)})
    except ValidationError as error:
        raise Refusal(say("Give the set a title first, and look through its settings.")) from error


def shown(question: Question) -> dict[str, Any]:
    """A published question as a draft begins from it."""
    return {name: value for name, value in to_dict(question).items() if name not in {"v", "id", "revised"}}


def _header(content: QuestionSet) -> dict[str, Any]:
    return content.model_dump(mode="json", exclude_defaults=True, exclude={"questions"})


def _keep_version(session: Session, each: _Ready, before: dict[str, Any] | None, now: datetime, by: int) -> None:
    document = to_dict(each.question)
    if before is not None:
        if {**before, "revised": None} == {**document, "revised": None}:
            return
        # A server that is set up anew from the files must know that this came after what learners have.
        document["revised"] = now.date().isoformat()
    each.row.version += 1
    session.add(VersionRow(each.row.id, each.row.version, document, now, by))


def _withdraw(session: Session, row: QuestionRow, now: datetime) -> None:
    if row.version:
        row.withdrawn_at = now
    else:
        session.delete(row)


def _enter(session: Session, article_slug: str, touched: list[int], now: datetime) -> None:
    """Names for the decks with the first publishing, then the ledger of notes."""
    session.flush()
    held = bank.held(session, article_slug)
    assert held is not None, "the article of a set that is being published"  # noqa: S101
    article = bank.document(held.row)
    if not held.row.deck_name:
        held.row.deck_name = deck_names.of_article(article, bank.deck_names(session))
    for row in held.sets.values():
        if row.id in touched and not row.deck_name:
            row.deck_name = deck_names.of_set(held, row.title, row.slug)
    enter(session, held, article, now)
