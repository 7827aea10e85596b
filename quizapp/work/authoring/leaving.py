"""What becomes of a teacher's work when they delete their account."""

from __future__ import annotations

from sqlalchemy.orm import Session

from quizapp.store.authoring import leaving


def leave(session: Session, person_id: int) -> None:
    """Published sets stay for their learners, without the name; what nobody else works on and nobody takes goes.

    For a deed that is deleting the person and commits.
    """
    leaving.delete_rights(session, person_id)
    leaving.delete_unpublished(session, leaving.orphans(session, person_id))
    leaving.delete_bare_articles(session, person_id)
    leaving.hand_on(session, person_id)
    leaving.forget_name(session, person_id)
    session.flush()
