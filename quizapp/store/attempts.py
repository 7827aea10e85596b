"""Attempts as they stand. Whose they are is part of every query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.attempt import Attempt, Mode, Slot, Try
from quizapp.core.kind import Presentation
from quizapp.core.kinds import from_dict, kind_of
from quizapp.core.mark import Mark
from quizapp.core.question import Question
from quizapp.store.tables import AnswerRow, ArticleRow, AttemptRow, SetRow, SlotRow, VersionRow


@dataclass(frozen=True)
class Score:
    """Points got, out of those that could be got."""

    got: Fraction
    out_of: Fraction

    @property
    def share(self) -> Fraction:
        return self.got / self.out_of if self.out_of else Fraction(0)


def attempt(session: Session, person_id: int, attempt_id: int, *, lock: bool = False) -> Attempt | None:
    """The attempt with all its slots and tries, in three queries; None for no attempt or another's.

    With `lock` nobody else can change it before this transaction ends. SQLite needs no row locks, and knows none.
    """
    chosen = (
        select(AttemptRow, SetRow, ArticleRow.slug)
        .join(SetRow, SetRow.id == AttemptRow.set_id)
        .join(ArticleRow, ArticleRow.id == SetRow.article_id)
        .where(AttemptRow.id == attempt_id, AttemptRow.person_id == person_id)
    )
    found = session.execute(chosen.with_for_update(of=AttemptRow) if lock else chosen).first()
    if found is None:
        return None
    row, set_row, article_slug = found
    return _attempt(row, set_row, article_slug, _slots(session, row.id, set_row.document.get("language", "en")))


def slot_row(session: Session, attempt_id: int, position: int) -> SlotRow:
    """The row behind a slot of an attempt that was found to be the person's own."""
    return session.scalars(select(SlotRow).where(SlotRow.attempt_id == attempt_id, SlotRow.position == position)).one()


def attempt_row(session: Session, attempt_id: int) -> AttemptRow:
    """The row behind an attempt that was found to be the person's own."""
    return session.scalars(select(AttemptRow).where(AttemptRow.id == attempt_id)).one()


def answer_rows(session: Session, attempt_id: int) -> dict[int, AnswerRow]:
    """The newest answer of each slot, by position."""
    rows = session.execute(
        select(SlotRow.position, AnswerRow)
        .join(AnswerRow, AnswerRow.slot_id == SlotRow.id)
        .where(SlotRow.attempt_id == attempt_id)
        .order_by(AnswerRow.try_number)
    )
    return {position: row for position, row in rows}  # noqa: C416 - rows are not pairs


def started_by(session: Session, person_id: int, request: str) -> int | None:
    """The attempt that a start form has made already."""
    return session.scalar(select(AttemptRow.id).where(AttemptRow.person_id == person_id, AttemptRow.request == request))


def best_scores(session: Session, person_id: int) -> dict[str, Score]:
    """The best finished score of each set, by slug; parts of a set ("what I missed") do not count."""
    rows = session.execute(
        select(SetRow.slug, AttemptRow.score, AttemptRow.out_of)
        .join(SetRow, SetRow.id == AttemptRow.set_id)
        .where(AttemptRow.person_id == person_id, AttemptRow.finished_at.is_not(None), AttemptRow.whole.is_(True))
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


def _slots(session: Session, attempt_id: int, language: str) -> tuple[Slot, ...]:
    rows = session.execute(
        select(SlotRow, VersionRow.document)
        .join(VersionRow, VersionRow.id == SlotRow.version_id)
        .where(SlotRow.attempt_id == attempt_id)
        .order_by(SlotRow.position)
    ).all()
    answers = defaultdict(list)
    for answer in session.scalars(
        select(AnswerRow)
        .join(SlotRow, SlotRow.id == AnswerRow.slot_id)
        .where(SlotRow.attempt_id == attempt_id)
        .order_by(AnswerRow.try_number)
    ):
        answers[answer.slot_id].append(answer)
    return tuple(_slot(row, document, language, answers[row.id]) for row, document in rows)


def _slot(row: SlotRow, document: dict[str, Any], language: str, answers: Sequence[AnswerRow]) -> Slot:
    question = from_dict(document)
    return Slot(
        row.position,
        question,
        Presentation(tuple(row.shown_order), language),
        row.flagged,
        row.hints_taken,
        row.revealed,
        tuple(_try(answer, question) for answer in answers),
    )


def _try(row: AnswerRow, question: Question) -> Try:
    return Try(
        row.try_number,
        {name: tuple(values) for name, values in row.fields.items()},
        kind_of(question).answer.model_validate(row.answer) if row.answer is not None else None,
        row.answered_at,
        Mark.model_validate(row.mark) if row.mark is not None else None,
    )


def _attempt(row: AttemptRow, set_row: SetRow, article_slug: str, slots: tuple[Slot, ...]) -> Attempt:
    mode: Mode = "test" if row.mode == "test" else "practice"
    return Attempt(
        id=row.id,
        mode=mode,
        set_slug=set_row.slug,
        set_title=set_row.title,
        article_slug=article_slug,
        language=set_row.document.get("language", "en"),
        started_at=row.started_at,
        deadline=row.deadline,
        finished_at=row.finished_at,
        score=row.score,
        out_of=row.out_of,
        whole=row.whole,
        slots=slots,
    )
