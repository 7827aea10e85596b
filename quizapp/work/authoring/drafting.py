"""Working on a set's questions: nothing here changes what learners see before the set is published."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingQuestion, WorkingSet
from quizapp.core.drafts import finished
from quizapp.core.evidence import reading
from quizapp.core.kinds import to_dict
from quizapp.core.sentences import NotFound, Refusal, say
from quizapp.store.authoring import working
from quizapp.store.tables import DraftRow, QuestionRow
from quizapp.work.authoring import finding
from quizapp.work.authoring.access import Conflict, opened, own_question
from quizapp.work.transactions import repeated, writing

MOST_QUESTIONS = 1000
#: The stamp of a question that was added and not saved since.
UNTOUCHED = "0.1"
#: So soon after the first it was the same press of a button.
SECOND_CLICK = timedelta(seconds=5)


def add_question(session: Session, author: Author, set_id: int, document: Mapping[str, Any], now: datetime) -> int:
    """A new question at the end of the set; gives its id. A second click gives the same question."""
    with writing(session):
        found = opened(session, author, set_id, "edit", lock=True)
        twin = _just_added(found, document, now)
        if twin is not None:
            return twin
        return add_to(session, found, author, document, now).id


def _just_added(found: WorkingSet, document: Mapping[str, Any], now: datetime) -> int | None:
    """The last question, where it is this very one and nobody has touched it since."""
    last = found.questions[-1] if found.questions else None
    if last is None or last.stamp != UNTOUCHED or last.edited_at is None or now - last.edited_at > SECOND_CLICK:
        return None
    return last.id if last.document == _kept(document) else None


def add_to(
    session: Session, found: WorkingSet, author: Author, document: Mapping[str, Any], now: datetime
) -> QuestionRow:
    """A new question at the end of a set that was opened for editing."""
    if len(found.questions) + len(found.removed) >= MOST_QUESTIONS:
        raise Refusal(say("A set holds %(most)s questions at most. Begin another one.", most=MOST_QUESTIONS))
    place = working.last_place(session, found.article_id, found.id)
    row = QuestionRow(found.article_id, found.id, provisional_name(), place, 0)
    session.add(row)
    session.flush()
    session.add(DraftRow(row.id, found.id, place, 0, now, author.person_id, _kept(document)))
    finding.note(row, document, found.language, reading(found.article.body))
    session.flush()
    return row


def provisional_name() -> str:
    """Stands in for the permanent id until the question is first published."""
    return f"q-{secrets.token_hex(6)}"


def is_provisional(name: str) -> bool:
    return re.fullmatch("q-[0-9a-f]{12}", name) is not None


@repeated
def save(
    session: Session,
    author: Author,
    set_id: int,
    question_id: int,
    document: Mapping[str, Any],
    stamp: str,
    now: datetime,
) -> WorkingQuestion:
    """Keep the draft, finished or not. Raises `Conflict` where it is not the one that `stamp` was given for."""
    with writing(session):
        found = opened(session, author, set_id, "edit", lock=True)
        question = own_question(found, question_id)
        if _kept(document) != _kept(question.document):
            _refuse_older(question, stamp)
            row = _row(session, question_id)
            draft = _draft(session, found, question, row, author, now)
            draft.document, draft.removed = _kept(document), False
            finding.note(row, document, found.language, reading(found.article.body))
            drop_if_same(session, row, draft, working.published(session, [row.id]).get(row.id))
    return own_question(opened(session, author, set_id, "edit"), question_id)


def _refuse_older(question: WorkingQuestion, stamp: str) -> None:
    if question.stamp != stamp:
        name = question.edited_by or str(say("someone else"))
        raise Conflict(
            say(
                "%(name)s has changed this question in the meantime. Nothing is lost: choose which to keep.", name=name
            ),
            question,
        )


def _kept(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in {"id", "v"}}


def _row(session: Session, question_id: int) -> QuestionRow:
    return working.question_rows(session, [question_id])[question_id]


def _draft(
    session: Session, found: WorkingSet, question: WorkingQuestion, row: QuestionRow, author: Author, now: datetime
) -> DraftRow:
    """The question's draft, made now if there was none; it is about to be changed."""
    return touched(session, found, row, working.draft_rows(session, found.id).get(question.id), author, now)


def touched(
    session: Session, found: WorkingSet, row: QuestionRow, draft: DraftRow | None, author: Author, now: datetime
) -> DraftRow:
    """The draft, or a new one where there was none; it is about to be changed."""
    if draft is None:
        draft = DraftRow(row.id, found.id, row.position, row.version, now, author.person_id, None, 0)
        session.add(draft)
    draft.revision += 1
    draft.edited_at, draft.edited_by = now, author.person_id
    return draft


def drop_if_same(session: Session, row: QuestionRow, draft: DraftRow, published: Mapping[str, Any] | None) -> None:
    """A draft that says what learners see already is none."""
    if published is None or draft.document is None or row.withdrawn_at is not None:
        return
    read = finished(draft.document).question
    if read is not None and _said(to_dict(read)) == _said(published):
        draft.document = None
        if (draft.set_id, draft.position) == (row.set_id, row.position):
            session.flush()
            session.delete(draft)


def _said(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in {"id", "v", "revised"}}


def remove(session: Session, author: Author, set_id: int, question_id: int, now: datetime) -> None:
    """Take the question out of the set; until the set is published it can be brought back."""
    _mark_removed(session, author, set_id, question_id, now, removed=True)


def bring_back(session: Session, author: Author, set_id: int, question_id: int, now: datetime) -> None:
    """Undo a deletion."""
    _mark_removed(session, author, set_id, question_id, now, removed=False)


def _mark_removed(
    session: Session, author: Author, set_id: int, question_id: int, now: datetime, *, removed: bool
) -> None:
    with writing(session):
        found = opened(session, author, set_id, "edit", lock=True)
        question, row = own_question(found, question_id), _row(session, question_id)
        if (question.state == "removed") != removed:
            draft = _draft(session, found, question, row, author, now)
            draft.removed = removed
            unchanged = draft.document is None and (draft.set_id, draft.position) == (row.set_id, row.position)
            if not removed and unchanged:
                session.flush()
                session.delete(draft)


def discard(session: Session, author: Author, set_id: int, question_id: int) -> None:
    """Throw the draft away: learners' version is worked on again. Raises `Refusal` for one that has none."""
    with writing(session):
        found = opened(session, author, set_id, "edit", lock=True)
        question = own_question(found, question_id)
        if not question.version:
            raise Refusal(say("This question was never published, so there is nothing to go back to."))
        draft = working.draft_rows(session, found.id).get(question_id)
        if draft is not None:
            row, document = _row(session, question_id), working.published(session, [question_id])[question_id]
            finding.note(row, document, found.language, reading(found.article.body))
            session.delete(draft)


def duplicate(session: Session, author: Author, set_id: int, question_id: int, now: datetime) -> int:
    """A copy right after the question, with an identity of its own; gives its id."""
    with writing(session):
        found = opened(session, author, set_id, "edit", lock=True)
        question = own_question(found, question_id)
        made = add_to(session, found, author, copied(question.document), now)
        order = [each.id for each in found.questions]
        at = order.index(question_id) + 1 if question_id in order else len(order)
        _place(session, found, [*order[:at], made.id, *order[at:]], author, now)
        return made.id


def copied(document: Mapping[str, Any]) -> dict[str, Any]:
    """What a copy begins with. Its pairs get ids of their own: a card must not be taken for another's."""
    kept, pairs = _said(document), document.get("pairs")
    if isinstance(pairs, list):
        kept["pairs"] = [
            {name: value for name, value in pair.items() if name != "id"} if isinstance(pair, Mapping) else pair
            for pair in pairs
        ]
    return kept


def arrange(session: Session, author: Author, set_id: int, order: Sequence[int], now: datetime) -> None:
    """Put the questions in this order; those that are not named keep theirs, at the end."""
    with writing(session):
        found = opened(session, author, set_id, "edit", lock=True)
        known = [question.id for question in found.questions]
        named = [each for each in dict.fromkeys(order) if each in known]
        _place(session, found, [*named, *(each for each in known if each not in named)], author, now)


def move_by(session: Session, author: Author, set_id: int, question_id: int, steps: int, now: datetime) -> None:
    """Move the question up (negative) or down by so many places."""
    with writing(session):
        found = opened(session, author, set_id, "edit", lock=True)
        order = [question.id for question in found.questions]
        if question_id not in order:
            raise NotFound(say("This set has no such question. It may have been moved to another set."))
        at = order.index(question_id)
        order.insert(max(0, min(len(order) - 1, at + steps)), order.pop(at))
        _place(session, found, order, author, now)


def _place(session: Session, found: WorkingSet, order: Sequence[int], author: Author, now: datetime) -> None:
    """Write the places down; those that were published elsewhere become drafts that have only moved."""
    drafts, rows = working.draft_rows(session, found.id), working.question_rows(session, order)
    for place, question_id in enumerate(order):
        row, draft = rows[question_id], drafts.get(question_id)
        if draft is None and row.position != place:
            session.add(DraftRow(question_id, found.id, place, row.version, now, author.person_id))
        elif draft is not None and draft.position != place:
            draft.position = place
            nothing_left = draft.document is None and not draft.removed and row.set_id == draft.set_id
            if nothing_left and row.position == place and row.version:
                session.delete(draft)
    session.flush()


def move_to(session: Session, author: Author, set_id: int, question_id: int, other_id: int, now: datetime) -> None:
    """Move the question to the end of another set on the same article; it keeps its identity."""
    with writing(session):
        found = opened(session, author, set_id, "edit", lock=True)
        other = opened(session, author, other_id, "edit", lock=True)
        question = own_question(found, question_id)
        if other.article_id != found.article_id:
            raise Refusal(say("A question can move only to a set on the same article: its proof stands there."))
        row = _row(session, question_id)
        draft = _draft(session, found, question, row, author, now)
        draft.set_id, draft.position = other.id, working.last_place(session, other.article_id, other.id)
        session.flush()
