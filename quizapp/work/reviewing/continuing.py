"""Going on in Anki: a deck's file with what the learner remembers, and every answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from quizapp.core.memory.travelling import schedule_of
from quizapp.core.sentences import NotFound, say
from quizapp.formats import Dumped
from quizapp.formats.apkg import write_scheduled_decks
from quizapp.store import decks
from quizapp.store.reviewing import plans, studies, travelling


@dataclass(frozen=True)
class Continued:
    """A file for Anki, and the sets whose decks are in it."""

    file: Dumped
    slugs: tuple[str, ...]


def file_for_anki(session: Session, person_id: int, slugs: Collection[str] = (), site: str = "") -> Continued:
    """The decks of the sets in `slugs` that the person reviews, or of all, in one file: it is imported once.

    Raises `NotFound` where they review none of them.
    """
    sets = [each for each in studies.studied(session, person_id) if not slugs or each.slug in slugs]
    if not sets:
        raise NotFound(say("There is no deck to take along. Choose a set and review its cards here first."))
    plan, ids = plans.plan(session, person_id), [each.id for each in sets]
    cards = {
        name: schedule
        for name, memory, suspended in travelling.memories(session, person_id, ids)
        if (schedule := schedule_of(memory, plan, suspended=suspended))
    }
    log = travelling.standing_log(session, person_id, ids)
    file = write_scheduled_decks(decks.set_decks(session, ids, site), cards, log, plan.day_begins_at)
    return Continued(file, tuple(each.slug for each in sets))
