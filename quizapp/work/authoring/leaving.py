"""What becomes of a teacher's work when they delete their account."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from quizapp.core.evidence import reading
from quizapp.store.authoring import leaving, working
from quizapp.work.authoring import finding


def leave(session: Session, person_id: int) -> None:
    """What was published stays for its learners, without the name; what nobody else works on and nobody saw goes.

    For a deed that is deleting the person and commits.
    """
    alone = leaving.theirs_alone(session, person_id)
    leaving.delete_rights(session, person_id)
    _find_as_published(session, alone)
    leaving.discard_work(session, alone)
    leaving.delete_sets(session, leaving.never_published(session, alone))
    leaving.delete_bare_articles(session, person_id)
    leaving.hand_on(session, person_id)
    leaving.forget_name(session, person_id)
    session.flush()


def _find_as_published(session: Session, set_ids: Sequence[int]) -> None:
    """What questions are found by tells of their drafts: now of what learners see."""
    drafted = leaving.drafted(session, set_ids)
    documents = working.published(session, [question.id for question, _, _ in drafted])
    for question, of, article in drafted:
        language = str(of.document.get("language") or "en")
        finding.note(question, documents[question.id], language, reading(str(article.document["body"])))
