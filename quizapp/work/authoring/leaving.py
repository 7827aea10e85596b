"""What becomes of a teacher's work when they delete their account."""

from __future__ import annotations

from sqlalchemy.orm import Session

from quizapp.store.authoring import leaving


def leave(session: Session, person_id: int) -> None:
    """What was published stays for its learners, without the name; what nobody else works on and nobody saw goes.

    For a deed that is deleting the person and commits.
    """
    alone = leaving.theirs_alone(session, person_id)
    leaving.delete_rights(session, person_id)
    leaving.discard_work(session, alone)
    leaving.delete_sets(session, leaving.never_published(session, alone))
    leaving.delete_bare_articles(session, person_id)
    leaving.hand_on(session, person_id)
    leaving.forget_name(session, person_id)
    session.flush()
