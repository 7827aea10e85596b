"""What will change for learners when a set is published, and what changed from one edition to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from quizapp.core.authoring import WorkingSet
from quizapp.core.changes import Change, QuestionChange, Said, changes, compare
from quizapp.store.authoring import history
from quizapp.store.authoring.history import HeldEdition

_NEVER: Mapping[str, Any] = {}


@dataclass(frozen=True)
class SetChange:
    """What is different in a set: its title and settings, and its questions."""

    header: tuple[Change, ...]
    questions: tuple[QuestionChange, ...]
    #: How many stay with learners until the set that they have moved to is published.
    leaving: int = 0

    def count(self, how: str) -> int:
        return sum(each.how == how for each in self.questions)


def coming(session: Session, found: WorkingSet) -> SetChange:
    """What publishing the set would change for learners, in three queries."""
    live = history.live(session, found.id)
    before = [Said(each.question_id, each.document) for each in live if each.stays]
    after = [Said(each.id, each.document) for each in found.questions]
    header = history.set_rows(session, [found.id])[found.id].document
    # Of a set that learners never saw, nothing has changed for them but that it is there.
    told = changes(header, found.header) if found.edition else ()
    questions = compare(before, after)
    elsewhere = history.still_live(session, [each.question_id for each in questions if each.how == "new"])
    arriving = tuple(replace(each, moved=True) if each.question_id in elsewhere else each for each in questions)
    return SetChange(told, arriving, len(live) - len(before))


def between(before: HeldEdition | None, after: HeldEdition) -> SetChange:
    """What is different in an edition, against another or against nothing."""
    header = changes(before.document if before else _NEVER, after.document)
    return SetChange(header, compare(_said(before) if before else [], _said(after)))


def against_today(edition: HeldEdition, found: WorkingSet) -> SetChange:
    """What is different in the set as it is worked on, against an edition."""
    after = [Said(each.id, each.document) for each in found.questions]
    return SetChange(changes(edition.document, found.header), compare(_said(edition), after))


def _said(edition: HeldEdition) -> list[Said]:
    return [Said(version.question_id, version.document) for version in edition.versions]
