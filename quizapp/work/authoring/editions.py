"""Editions: every time that learners get to see something else, it is written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.store.authoring import history
from quizapp.store.tables import EditionRow


def keep(session: Session, set_ids: Sequence[int], now: datetime, by: int | None) -> None:
    """Write down each of the sets that reads otherwise than in its newest edition, in four statements."""
    session.flush()
    rows, newest = history.set_rows(session, set_ids), history.newest(session, set_ids)
    contents = history.live_versions(session, set_ids)
    for set_id in set_ids:
        row, before = rows[set_id], newest.get(set_id)
        if before is None or (before.document, before.contents) != (row.document, contents[set_id]):
            number = before.number + 1 if before else 1
            session.add(EditionRow(set_id, number, row.document, contents[set_id], now, by))
    session.flush()
