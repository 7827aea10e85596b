"""Throwing away what has had its day: old sign-ins, links, counters and uploads, and guests who left nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from quizapp.store import links, people, sign_ins, throttles, uploads
from quizapp.work.transactions import writing

#: No counter lasts longer.
_COUNTED = timedelta(days=1)
#: Who has not decided by then starts again.
UPLOADS_KEPT = timedelta(days=1)
#: As long as the cookie by which a guest is known.
GUESTS_KEPT = timedelta(days=400)


@dataclass(frozen=True)
class Purged:
    """How many rows of each are gone."""

    sign_ins: int
    links: int
    counters: int
    guests: int
    uploads: int


def purge(session: Session, now: datetime) -> Purged:
    """Nothing that anybody can still use is lost."""
    with writing(session):
        return Purged(
            sign_ins.purge(session, now),
            links.purge(session, now),
            throttles.purge(session, now - _COUNTED),
            people.purge_guests(session, now - GUESTS_KEPT),
            uploads.purge(session, now - UPLOADS_KEPT),
        )
