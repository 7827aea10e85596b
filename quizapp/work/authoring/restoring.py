"""Going back to an earlier edition of a set."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingSet, allows
from quizapp.core.evidence import reading
from quizapp.core.sentences import NotFound, Refusal, say
from quizapp.store.authoring import history, working
from quizapp.store.tables import DraftRow, QuestionRow
from quizapp.work.authoring import drafting, finding
from quizapp.work.authoring.access import opened
from quizapp.work.transactions import writing


def restore(session: Session, author: Author, set_id: int, number: int, now: datetime) -> None:
    """Make an earlier edition what is worked on. Learners see it when the set is published.

    Raises `Refusal` where a question of it is in a set by now that this person may not change.
    """
    with writing(session):
        found = opened(session, author, set_id, "edit", lock=True)
        edition = history.edition(session, set_id, number)
        if edition is None:
            raise NotFound(say("There is no such edition of this set."))
        row = history.set_rows(session, [set_id])[set_id]
        row.draft = edition.document if edition.document != row.document else None
        row.revision += 1
        _restore(session, found, [(each.question_id, each.document) for each in edition.versions], author, now)


def _restore(
    session: Session, found: WorkingSet, versions: list[tuple[int, dict[str, Any]]], author: Author, now: datetime
) -> None:
    restored = dict(versions)
    others = [question.id for question in found.questions if question.id not in restored]
    ids = [*restored, *others]
    rows, drafts = working.question_rows(session, ids), working.drafts_of(session, ids)
    published = working.published(session, list(restored))
    _fetch_back(session, author, found, [(rows[each], drafts.get(each)) for each in restored])
    for place, question_id in enumerate(ids):
        row = rows[question_id]
        draft = drafting.touched(session, found, row, drafts.get(question_id), author, now)
        draft.set_id, draft.position, draft.removed = found.id, place, question_id not in restored
        if question_id in restored:
            draft.document = _shown(restored[question_id])
            finding.note(row, draft.document, found.language, reading(found.article.body))
            drafting.drop_if_same(session, row, draft, published.get(question_id))


def _fetch_back(
    session: Session, author: Author, found: WorkingSet, questions: list[tuple[QuestionRow, DraftRow | None]]
) -> None:
    """Questions that are in other sets by now leave those: only with the right to change them."""
    places = {draft.set_id if draft else row.set_id for row, draft in questions if draft or row.withdrawn_at is None}
    for set_id in sorted(places - {found.id}):
        other = working.working_set(session, author, set_id, lock=True)
        if other is None or not allows(other.right, "edit"):
            raise Refusal(
                say(
                    "A question of this edition is in another set now, which you may not change. "
                    "Ask its owner to move it back."
                )
            )


def _shown(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in {"v", "id", "revised"}}
