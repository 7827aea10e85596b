"""Attempts as they stand. Whose they are is part of every query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from quizapp.core.attempt import Attempt, Slot, Try
from quizapp.core.kind import Presentation
from quizapp.core.kinds import kind_of
from quizapp.core.mark import Mark
from quizapp.core.question import Question
from quizapp.store import documents
from quizapp.store.base import table
from quizapp.store.tables import AnswerRow, ArticleRow, AttemptRow, SetRow, SlotRow, VersionRow


@dataclass(frozen=True)
class Score:
    """Points got, out of those that could be got."""

    got: Fraction
    out_of: Fraction

    @property
    def share(self) -> Fraction:
        return self.got / self.out_of if self.out_of else Fraction(0)


_ATTEMPTS, _SLOTS, _ANSWERS = table(AttemptRow), table(SlotRow), table(AnswerRow)
_SETS, _ARTICLES, _VERSIONS = table(SetRow), table(ArticleRow), table(VersionRow)

#: What is asked at every request is put together once, and asked by way of the connection: each costs as much as the
#: answer.
_OWN = (
    select(_ATTEMPTS, _SETS.c.slug, _SETS.c.title, documents.text(_SETS.c.document), _ARTICLES.c.slug)
    .join(_SETS, _SETS.c.id == _ATTEMPTS.c.set_id)
    .join(_ARTICLES, _ARTICLES.c.id == _SETS.c.article_id)
    .where(_ATTEMPTS.c.id == bindparam("attempt_id"), _ATTEMPTS.c.person_id == bindparam("person_id"))
)
_LOCKED = _OWN.with_for_update(of=_ATTEMPTS)
_SLOTS_AND_TRIES = (
    select(
        *(_SLOTS.c.id, _SLOTS.c.position, _SLOTS.c.shown_order, _SLOTS.c.flagged, _SLOTS.c.hints_taken),
        *(_SLOTS.c.revealed, documents.text(_VERSIONS.c.document)),
        *(_ANSWERS.c.try_number, _ANSWERS.c.fields, _ANSWERS.c.answer, _ANSWERS.c.answered_at, _ANSWERS.c.mark),
    )
    .join(_VERSIONS, _VERSIONS.c.id == _SLOTS.c.version_id)
    .outerjoin(_ANSWERS, _ANSWERS.c.slot_id == _SLOTS.c.id)
    .where(_SLOTS.c.attempt_id == bindparam("attempt_id"))
    .order_by(_SLOTS.c.position, _ANSWERS.c.try_number)
)

_CHANGED = (
    update(_ANSWERS)
    .where(_ANSWERS.c.slot_id == bindparam("of"), _ANSWERS.c.try_number == bindparam("number"))
    .values({name: bindparam(f"to_{name}") for name in ("fields", "answer", "answered_at", "mark")})
)
_MARKED = update(_ANSWERS).where(_ANSWERS.c.slot_id == bindparam("of")).values(mark=bindparam("to"))


def attempt(session: Session, person_id: int, attempt_id: int, *, lock: bool = False) -> Attempt | None:
    """The attempt with all its slots and tries, in two queries; None for no attempt or another's.

    With `lock` nobody else can change it before this transaction ends. SQLite needs no row locks, and knows none.
    """
    which = {"attempt_id": attempt_id, "person_id": person_id}
    found = session.connection().execute(_LOCKED if lock else _OWN, which).first()
    return _attempt(session, *found) if found else None


def change_slot(session: Session, slot: Slot, **values: Any) -> None:
    """Write these columns of a slot of an attempt that was found to be the person's own."""
    session.execute(update(_SLOTS).where(_SLOTS.c.id == slot.id), values)


def add_try(session: Session, slot: Slot, made: Try) -> Slot:
    """Keep another try at the slot of an attempt that was found to be the person's own; gives the slot with it."""
    session.execute(insert(_ANSWERS), {"slot_id": slot.id, "try_number": made.number, **_written(made)})
    return replace(slot, tries=(*slot.tries, made))


def change_try(session: Session, slot: Slot, made: Try) -> Slot:
    """Write the try of this number anew; gives the slot with it."""
    session.execute(_CHANGED, _rewritten(slot, made))
    return replace(slot, tries=tuple(made if each.number == made.number else each for each in slot.tries))


def save_tries(session: Session, before: Attempt, slots: Sequence[Slot]) -> None:
    """Keep the last try of each of these slots of an attempt that was `before` so; in two statements at most."""
    made = [(slot, slot.last) for slot in slots if slot.last]
    new = [(slot, last) for slot, last in made if len(slot.tries) > len(before.slots[slot.position - 1].tries)]
    if new:
        rows = [{"slot_id": slot.id, "try_number": last.number, **_written(last)} for slot, last in new]
        session.execute(insert(_ANSWERS), rows)
    changed = [each for each in made if each not in new]
    if changed:
        session.execute(_CHANGED, [_rewritten(slot, last) for slot, last in changed])


def mark(session: Session, marks: Mapping[int, Mark]) -> None:
    """Write the marks of a test's answers, by the slots' ids."""
    if marks:
        session.execute(
            _MARKED, [{"of": slot_id, "to": made.model_dump(mode="json")} for slot_id, made in marks.items()]
        )


def close(session: Session, attempt_id: int, finished_at: datetime, score: Score) -> None:
    """Write the end of an attempt that was found to be the person's own."""
    values = {"finished_at": finished_at, "score": score.got, "out_of": score.out_of}
    session.execute(update(_ATTEMPTS).where(_ATTEMPTS.c.id == attempt_id), values)


def _rewritten(slot: Slot, made: Try) -> dict[str, Any]:
    values = {f"to_{name}": value for name, value in _written(made).items()}
    return {"of": slot.id, "number": made.number, **values}


def _written(made: Try) -> dict[str, Any]:
    return {
        "fields": {name: list(values) for name, values in made.fields.items()},
        "answer": made.answer.model_dump(mode="json") if made.answer else None,
        "answered_at": made.answered_at,
        "mark": made.mark.model_dump(mode="json") if made.mark else None,
    }


def started_by(session: Session, person_id: int, request: str) -> int | None:
    """The attempt that a start form has made already."""
    return session.scalar(select(AttemptRow.id).where(AttemptRow.person_id == person_id, AttemptRow.request == request))


def best_scores(session: Session, person_id: int) -> dict[str, Score]:
    """The best finished score of each set, by slug; parts of a set ("what I missed") do not count."""
    rows = session.execute(
        select(SetRow.slug, AttemptRow.score, AttemptRow.out_of)
        .join(SetRow, SetRow.id == AttemptRow.set_id)
        .where(AttemptRow.person_id == person_id, AttemptRow.finished_at.is_not(None), AttemptRow.whole.is_(True))
        # Of shares that are as good, 2 of 4 and 1 of 2, the newest is told.
        .order_by(AttemptRow.finished_at.desc(), AttemptRow.id.desc())
    )
    scores: dict[str, list[Score]] = defaultdict(list)
    for slug, got, out_of in rows:
        scores[slug].append(Score(got or Fraction(0), out_of or Fraction(0)))
    return {slug: max(found, key=lambda score: score.share) for slug, found in scores.items()}


def running(session: Session, person_id: int) -> dict[str, int]:
    """The newest unfinished attempt of each set, by slug."""
    rows = session.execute(
        select(SetRow.slug, AttemptRow.id)
        .join(SetRow, SetRow.id == AttemptRow.set_id)
        .where(AttemptRow.person_id == person_id, AttemptRow.finished_at.is_(None))
        .order_by(AttemptRow.id)
    )
    return {slug: attempt_id for slug, attempt_id in rows}  # noqa: C416 - rows are not pairs


def running_test(session: Session, person_id: int, set_slug: str) -> int | None:
    """An unfinished test of the set; while there is one, the key is for nobody's eyes."""
    return session.scalar(
        select(AttemptRow.id)
        .join(SetRow, SetRow.id == AttemptRow.set_id)
        .where(
            AttemptRow.person_id == person_id,
            SetRow.slug == set_slug,
            AttemptRow.mode == "test",
            AttemptRow.finished_at.is_(None),
        )
        .order_by(AttemptRow.id.desc())
        .limit(1)
    )


def questions_asked(session: Session, attempt_id: int) -> dict[int, int]:
    """The question behind each slot of an attempt, by position."""
    rows = session.execute(
        select(SlotRow.position, VersionRow.question_id)
        .join(VersionRow, VersionRow.id == SlotRow.version_id)
        .where(SlotRow.attempt_id == attempt_id)
    )
    return {position: question_id for position, question_id in rows}  # noqa: C416 - rows are not pairs


def _attempt(session: Session, *found: Any) -> Attempt:
    (attempt_id, _, _, _, mode, started_at, deadline, finished_at, score, out_of, whole, slug, title, head, article) = (
        found
    )
    language = documents.language(head)
    return Attempt(
        id=attempt_id,
        mode="test" if mode == "test" else "practice",
        set_slug=slug,
        set_title=title,
        article_slug=article,
        language=language,
        started_at=started_at,
        deadline=deadline,
        finished_at=finished_at,
        score=score,
        out_of=out_of,
        whole=whole,
        slots=_slots(session, attempt_id, language),
    )


def _slots(session: Session, attempt_id: int, language: str) -> tuple[Slot, ...]:
    rows = session.connection().execute(_SLOTS_AND_TRIES, {"attempt_id": attempt_id})
    return tuple(_slot(list(tries), language) for _, tries in groupby(rows, itemgetter(0)))


def _slot(rows: Sequence[Any], language: str) -> Slot:
    slot_id, position, order, flagged, hints_taken, revealed, document, *_ = rows[0]
    question = documents.question(document)
    shown = Presentation(tuple(order), language)
    tries = tuple(_try(question, *row[7:]) for row in rows if row[7] is not None)
    return Slot(position, question, shown, flagged, hints_taken, revealed, tries, slot_id)


def _try(question: Question, number: int, fields: dict[str, Any], answer: Any, at: datetime, mark: Any) -> Try:
    return Try(
        number,
        {name: tuple(values) for name, values in fields.items()},
        kind_of(question).answer.model_validate(answer) if answer is not None else None,
        at,
        Mark.model_validate(mark) if mark is not None else None,
    )
