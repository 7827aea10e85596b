"""Answering: in practice an answer is marked at once, in a test it is saved and marked at the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.core.attempt import Attempt, Slot, Try
from quizapp.core.document import Document
from quizapp.core.kind import Fields
from quizapp.core.kinds import kind_of
from quizapp.core.sentences import Blank, NotFound, Refusal, Unreadable, say
from quizapp.store import attempts
from quizapp.work.reviewing import quiz_evidence
from quizapp.work.reviewing.quiz_evidence import Answered
from quizapp.work.transactions import repeated, writing

#: An answer that left the learner's device in time may come this much later.
GRACE = timedelta(seconds=5)
#: What a form may bring; more was not typed by a person.
LARGEST_FIELD = 2000


def open_attempt(session: Session, person_id: int, attempt_id: int, *, lock: bool = False) -> Attempt:
    """The person's own attempt; raises `NotFound`. What is about to change it takes it with `lock`."""
    found = attempts.attempt(session, person_id, attempt_id, lock=lock)
    if found is None:
        raise NotFound(say("There is no such attempt. It may belong to another browser."))
    return found


@repeated
def submit(session: Session, person_id: int, attempt_id: int, position: int, fields: Fields, now: datetime) -> Attempt:
    """Take an answer and return the attempt as it then stands.

    Practice marks it; the form's field `try` says which try the page showed, so that a second equal submit changes
    nothing. A test saves it, a blank one clears it. Raises `Unreadable`; a test has saved what was typed by then.
    """
    own = kept(fields)
    try:
        found, sent_back = _submit(session, person_id, attempt_id, position, own, now, _try_shown(fields))
    except IntegrityError:
        # Two equal submits met: the first one's mark stands.
        return open_attempt(session, person_id, attempt_id)
    if sent_back:
        raise sent_back
    return found


def _submit(
    session: Session,
    person_id: int,
    attempt_id: int,
    position: int,
    fields: Fields,
    now: datetime,
    try_shown: int | None,
) -> tuple[Attempt, Unreadable | None]:
    with writing(session):
        found, slot = _open_slot(session, person_id, attempt_id, position, now)
        if found.mode == "test":
            changed, sent_back = _save(session, slot, fields, now)
            return found.with_slot(changed), None if isinstance(sent_back, Blank) else sent_back
        if slot.settled or (try_shown is not None and try_shown <= len(slot.tries)):
            return found, None
        return found.with_slot(_mark(session, person_id, slot, fields, now)), None


def _mark(session: Session, person_id: int, slot: Slot, fields: Fields, now: datetime) -> Slot:
    kind = kind_of(slot.question)
    answer = kind.read(slot.question, fields, slot.presentation)
    mark = kind.mark(slot.question, answer)
    if not slot.tries:
        quiz_evidence.heed(session, person_id, [Answered(slot.id, slot, mark, now)])
    return attempts.add_try(session, slot, Try(len(slot.tries) + 1, fields, answer, now, mark))


def _save(session: Session, slot: Slot, fields: Fields, now: datetime) -> tuple[Slot, Unreadable | None]:
    answer, sent_back = read(slot, fields)
    made = Try(1, fields, answer, now, None)
    return (attempts.change_try if slot.tries else attempts.add_try)(session, slot, made), sent_back


def read(slot: Slot, fields: Fields) -> tuple[Document | None, Unreadable | None]:
    """The answer in these fields, or why there is none."""
    try:
        return kind_of(slot.question).read(slot.question, fields, slot.presentation), None
    except Unreadable as unreadable:
        return None, unreadable


def take_hint(
    session: Session, person_id: int, attempt_id: int, position: int, now: datetime, shown: int | None
) -> Attempt:
    """Practice: show the next hint; it costs the question's penalty.

    `shown` is how many hints the page showed: a second click of the same button must not cost a second hint.
    """

    def change(found: Attempt, slot: Slot) -> None:
        if found.mode == "practice" and not slot.settled and shown == slot.hints_taken < len(slot.question.hints):
            attempts.change_slot(session, slot, hints_taken=slot.hints_taken + 1)

    return _change(session, person_id, attempt_id, position, now, change)


def reveal(session: Session, person_id: int, attempt_id: int, position: int, now: datetime) -> Attempt:
    """Practice: give up the tries that are left and see the key."""

    def change(found: Attempt, slot: Slot) -> None:
        if found.mode == "practice" and not slot.settled:
            attempts.change_slot(session, slot, revealed=True)

    return _change(session, person_id, attempt_id, position, now, change)


def flag(session: Session, person_id: int, attempt_id: int, position: int, now: datetime, flagged: bool) -> Attempt:
    """Put the learner's own flag on a question, or take it off."""

    def change(_: Attempt, slot: Slot) -> None:
        attempts.change_slot(session, slot, flagged=flagged)

    return _change(session, person_id, attempt_id, position, now, change)


@repeated
def _change(
    session: Session,
    person_id: int,
    attempt_id: int,
    position: int,
    now: datetime,
    change: Callable[[Attempt, Slot], None],
) -> Attempt:
    with writing(session):
        found, slot = _open_slot(session, person_id, attempt_id, position, now)
        change(found, slot)
    return open_attempt(session, person_id, attempt_id)


def _open_slot(session: Session, person_id: int, attempt_id: int, position: int, now: datetime) -> tuple[Attempt, Slot]:
    found = open_attempt(session, person_id, attempt_id, lock=True)
    slot = own_slot(found, position)
    refuse_if_over(found, now)
    return found, slot


def own_slot(found: Attempt, position: int) -> Slot:
    slot = found.slot(position)
    if slot is None:
        raise NotFound(say("This attempt has no such question."))
    return slot


def refuse_if_over(found: Attempt, now: datetime) -> None:
    if found.finished_at is not None:
        raise Refusal(say("This attempt is finished, so nothing in it can be changed any more."))
    if found.overdue(now - GRACE):
        raise Refusal(say("Time is up. What was saved before counts; this change came too late."))


def _try_shown(fields: Fields) -> int | None:
    return counted(next(iter(fields.get("try", ())), ""))


def counted(value: str) -> int | None:
    """A small number that a form's hidden field brings back; None for anything else."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 3 else None


def kept(fields: Fields) -> Fields:
    """The answer's own fields; raises for one too long or one that no database can hold."""
    own = {name: tuple(values) for name, values in fields.items() if name == "answer" or name.startswith("answer.")}
    for value in (text for name, values in own.items() for text in (name, *values)):
        if len(value) > LARGEST_FIELD:
            raise Unreadable(say("That answer is too long. Keep it under %(most)s characters.", most=LARGEST_FIELD))
        if any(letter == "\x00" or "\ud800" <= letter <= "\udfff" for letter in value):
            raise Unreadable(say("That answer has a character in it that can't be read. Type it again."))
    return own
