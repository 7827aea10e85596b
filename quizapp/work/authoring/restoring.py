"""Going back to an earlier edition of a set."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingSet
from quizapp.core.evidence import reading
from quizapp.core.sentences import NotFound, say
from quizapp.store.authoring import history, working
from quizapp.store.tables import DraftRow
from quizapp.work.authoring import finding
from quizapp.work.authoring.access import opened
from quizapp.work.transactions import writing


def restore(session: Session, author: Author, set_id: int, number: int, now: datetime) -> None:
    """Make an earlier edition what is worked on. Learners see it when the set is published."""
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
    for place, question_id in enumerate(ids):
        row = rows[question_id]
        draft = drafts.get(question_id) or DraftRow(question_id, found.id, place, row.version, now, None, None, 0)
        draft.set_id, draft.position, draft.removed = found.id, place, question_id not in restored
        draft.revision, draft.edited_at, draft.edited_by = draft.revision + 1, now, author.person_id
        session.add(draft)
        if question_id in restored:
            draft.document = _shown(restored[question_id])
            finding.note(row, draft.document, found.language, reading(found.article.body))


def _shown(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in {"v", "id", "revised"}}
