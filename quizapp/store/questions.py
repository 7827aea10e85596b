"""Questions and their versions, by the questions' own ids."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.question import Question
from quizapp.store import documents
from quizapp.store.tables import QuestionRow, VersionRow


def newest_versions(session: Session, question_ids: Sequence[int]) -> list[tuple[int, Question]]:
    """The version ids and today's questions, in the order asked for; withdrawn ones are left out."""
    rows = session.execute(
        select(QuestionRow.id, VersionRow.id, documents.text(VersionRow.document))
        .join(VersionRow, (VersionRow.question_id == QuestionRow.id) & (VersionRow.number == QuestionRow.version))
        .where(QuestionRow.id.in_(question_ids), QuestionRow.withdrawn_at.is_(None))
    )
    found = {question_id: (version_id, documents.question(document)) for question_id, version_id, document in rows}
    return [found[question_id] for question_id in question_ids if question_id in found]
