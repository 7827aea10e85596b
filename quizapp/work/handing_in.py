"""A test with all its questions on one page: what was given is saved together, and handed in with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.core.attempt import Attempt, Slot, Try
from quizapp.core.kind import Fields
from quizapp.core.sentences import Blank, Refusal, Sentence, Unreadable, say
from quizapp.store import attempts
from quizapp.work import finishing
from quizapp.work.answering import kept, open_attempt, own_slot, read, refuse_if_over
from quizapp.work.transactions import repeated, writing

#: The form's fields by the position of their question.
Sent = Mapping[int, Fields]


@dataclass(frozen=True)
class Saved:
    """The test as it then stands. `refused` tells by position why an answer could not even be kept as typed."""

    attempt: Attempt
    refused: Mapping[int, Sentence]


@repeated
def submit_all(session: Session, person_id: int, attempt_id: int, sent: Sent, now: datetime) -> Saved:
    """Save the answers of a test to these questions, and to no others.

    Each is saved as alone: a blank one clears, one that can't be read is kept as typed. None keeps another from being
    saved. The same once more changes nothing.
    """
    with writing(session):
        before = _open_test(session, person_id, attempt_id)
        refuse_if_over(before, now)
        changed, refused = _changed(before, sent, now)
        attempts.save_tries(session, before, changed)
    return Saved(_with(before, changed), refused)


@repeated
def hand_in(session: Session, person_id: int, attempt_id: int, sent: Sent, now: datetime) -> Saved:
    """Save these answers, and finish the test where each of its questions then has an answer that can be read."""
    with writing(session):
        before = _open_test(session, person_id, attempt_id)
        changed, refused = _changed(before, sent, now)
        if before.finished_at is not None and not changed and not refused:
            # A second click.
            return Saved(before, {})
        refuse_if_over(before, now)
        after = _with(before, changed)
        if refused or not all(_answered(slot) for slot in after.slots):
            attempts.save_tries(session, before, changed)
            return Saved(after, refused)
        after = finishing.marked(after)
        attempts.save_tries(session, before, after.slots)
        return Saved(finishing.end(session, person_id, after, now), {})


def _open_test(session: Session, person_id: int, attempt_id: int) -> Attempt:
    found = open_attempt(session, person_id, attempt_id, lock=True)
    if found.mode != "test":
        raise Refusal(say("In practice one question is answered at a time."))
    return found


def _changed(before: Attempt, sent: Sent, now: datetime) -> tuple[list[Slot], dict[int, Sentence]]:
    """The slots whose answer is another one now, and why others could not be kept."""
    changed, refused = [], {}
    for position, fields in sent.items():
        slot = own_slot(before, position)
        try:
            own = kept(fields)
        except Unreadable as unreadable:
            refused[position] = unreadable.sentence
            continue
        made = _answer(slot, own, now)
        if made is not None:
            changed.append(replace(slot, tries=(made,)))
    return changed, refused


def _answer(slot: Slot, fields: Fields, now: datetime) -> Try | None:
    """The answer to keep; None where it is kept already, or there is nothing to clear."""
    if slot.last and dict(slot.last.fields) == fields:
        return None
    answer, sent_back = read(slot, fields)
    if isinstance(sent_back, Blank) and not slot.tries:
        return None
    return Try(1, fields, answer, now, None)


def _with(before: Attempt, changed: list[Slot]) -> Attempt:
    by_position = {slot.position: slot for slot in changed}
    return replace(before, slots=tuple(by_position.get(slot.position, slot) for slot in before.slots))


def _answered(slot: Slot) -> bool:
    return slot.last is not None and slot.last.answer is not None
