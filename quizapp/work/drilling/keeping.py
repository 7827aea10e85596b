"""A drill that is changed: the person's own, locked, and once for each page that was shown."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.core.document import Document
from quizapp.core.sentences import NotFound, Refusal, Unreadable, say
from quizapp.store import drills
from quizapp.store.drills import Sort
from quizapp.store.tables import DrillRow
from quizapp.work.transactions import writing

#: What a form may bring; more was not typed by a person.
LONGEST = 500


def own(
    session: Session, person_id: int | None, drill_id: int, sorts: Collection[Sort], *, lock: bool = False
) -> DrillRow:
    """The person's own drill. Raises `NotFound` for another's."""
    found = drills.drill(session, person_id, drill_id, sorts, lock=lock) if person_id is not None else None
    if found is None:
        raise NotFound(say("There is nothing like that among yours. It may have been begun in another browser."))
    return found


def change(
    session: Session,
    row_of: Callable[[], DrillRow],
    shown: int | None,
    now: datetime,
    made: Callable[[DrillRow], tuple[Document, bool] | None],
) -> None:
    """Write what `made` makes of the drill, and whether that ends it; for None nothing is written.

    `shown` is the revision that the page showed: what builds on an older one was taken already, and is not taken again.
    """
    with writing(session):
        row = row_of()
        if row.finished_at is not None or (shown is not None and shown != row.revision):
            return
        after = made(row)
        if after is None:
            return
        document, finished = after
        row.document = document.model_dump(mode="json")
        row.changed_at, row.revision = now, row.revision + 1
        row.finished_at = now if finished else None


def set_id(row: DrillRow) -> int:
    """The set that a game or a test is over."""
    assert row.set_id is not None, "games and tests are over one set"  # noqa: S101
    return row.set_id


def typed(text: str) -> str:
    """A text that the database can hold. Raises `Unreadable`."""
    if len(text) > LONGEST:
        raise Unreadable(say("That answer is too long. Keep it under %(most)s characters.", most=LONGEST))
    if any(letter == "\x00" or "\ud800" <= letter <= "\udfff" for letter in text):
        raise Unreadable(say("That answer has a character in it that can't be read. Type it again."))
    return text


def gone() -> Refusal:
    return Refusal(say("The cards of this were taken away meanwhile. Begin again from the set."))
