"""What somebody missed: the questions whose latest answer was not fully right, until drilling has made it good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from quizapp.core.mark import Mark
from quizapp.store.base import milliseconds
from quizapp.store.tables import (
    AnswerRow,
    ArticleRow,
    AttemptRow,
    CardRow,
    DrillRow,
    NoteRow,
    QuestionRow,
    SetRow,
    SlotRow,
    VersionRow,
)


@dataclass(frozen=True)
class Missed:
    """A question and when it was missed; `stem` is Markdown."""

    question_id: int
    stem: str
    at: datetime


@dataclass(frozen=True)
class MissedSet:
    """A set with what was missed in it, the latest first."""

    slug: str
    title: str
    language: str
    questions: tuple[Missed, ...]


def missed(session: Session, person_id: int, slugs: Collection[str] | None = None) -> list[MissedSet]:
    """Over all finished attempts, in at most four queries; with `slugs`, of these sets alone."""
    found = _not_right(session, person_id)
    for question_id in _made_good(session, person_id, found):
        del found[question_id]
    return _by_set(session, found, slugs) if found else []


def _not_right(session: Session, person_id: int) -> dict[int, datetime]:
    """When each question was missed, by its id."""
    latest = _latest(person_id).subquery()
    rows = session.execute(
        select(latest.c.question_id, latest.c.at, AnswerRow.mark)
        .outerjoin(AnswerRow, AnswerRow.slot_id == latest.c.slot_id)
        .where(latest.c.rank == 1)
    )
    found: dict[int, datetime] = {}
    right: set[int] = set()
    for question_id, at, mark in rows:
        found[question_id] = at
        if mark is not None and Mark.model_validate(mark).fraction == 1:
            right.add(question_id)
    return {question_id: at for question_id, at in found.items() if question_id not in right}


def _latest(person_id: int) -> Select[Any]:
    """Each question's answers, the latest ranked 1; left open in practice, it was not answered."""
    at = func.coalesce(func.max(AnswerRow.answered_at), AttemptRow.finished_at)
    answered = (
        select(SlotRow.id.label("slot_id"), VersionRow.question_id, at.label("at"))
        .join(AttemptRow, AttemptRow.id == SlotRow.attempt_id)
        .join(VersionRow, VersionRow.id == SlotRow.version_id)
        .outerjoin(AnswerRow, AnswerRow.slot_id == SlotRow.id)
        .where(AttemptRow.person_id == person_id, AttemptRow.finished_at.is_not(None))
        .group_by(SlotRow.id, SlotRow.revealed, VersionRow.question_id, AttemptRow.mode, AttemptRow.finished_at)
        .having(or_(AttemptRow.mode == "test", SlotRow.revealed, func.count(AnswerRow.id) > 0))
    ).subquery()
    order = (answered.c.at.desc(), answered.c.slot_id.desc())
    rank = func.row_number().over(partition_by=answered.c.question_id, order_by=order)
    return select(answered, rank.label("rank"))


def _made_good(session: Session, person_id: int, found: Mapping[int, datetime]) -> list[int]:
    """The questions of which every card was learnt after they were missed."""
    known = _known(session, person_id, min(found.values())) if found else {}
    if not known:
        return []
    rows = session.execute(
        select(NoteRow.question_id, CardRow.id)
        .join(NoteRow, NoteRow.id == CardRow.note_id)
        .where(CardRow.live, NoteRow.question_id.in_(found))
    )
    cards: dict[int, list[int]] = defaultdict(list)
    for question_id, card_id in rows:
        cards[question_id].append(card_id)
    since = {question_id: milliseconds(at) for question_id, at in found.items()}
    return [each for each, ids in cards.items() if all(known.get(card, 0) > since[each] for card in ids)]


def _known(session: Session, person_id: int, since: datetime) -> dict[int, int]:
    """When each card was last known in learn mode, in milliseconds."""
    records = session.scalars(
        select(DrillRow.document["known_at"]).where(
            DrillRow.person_id == person_id, DrillRow.sort.in_(["learn", "missed"]), DrillRow.changed_at >= since
        )
    )
    known: dict[int, int] = {}
    for record in records:
        for card, at in (record or {}).items():
            known[int(card)] = max(at, known.get(int(card), 0))
    return known


def _by_set(session: Session, found: Mapping[int, datetime], slugs: Collection[str] | None) -> list[MissedSet]:
    which = select(QuestionRow.id, VersionRow.document["stem"].as_string(), SetRow)
    rows = session.execute(
        which.join(SetRow, SetRow.id == QuestionRow.set_id)
        .join(ArticleRow, ArticleRow.id == SetRow.article_id)
        .join(VersionRow, (VersionRow.question_id == QuestionRow.id) & (VersionRow.number == QuestionRow.version))
        .where(
            QuestionRow.id.in_(found),
            QuestionRow.withdrawn_at.is_(None),
            SetRow.withdrawn_at.is_(None),
            SetRow.visibility != "draft",
            ArticleRow.withdrawn_at.is_(None),
            *([SetRow.slug.in_(slugs)] if slugs is not None else []),
        )
    )
    sets: dict[int, tuple[SetRow, list[Missed]]] = {}
    for question_id, stem, row in rows:
        sets.setdefault(row.id, (row, []))[1].append(Missed(question_id, stem, found[question_id]))
    listed = [_set(row, questions) for row, questions in sets.values()]
    return sorted(listed, key=lambda each: (each.questions[0].at, each.slug), reverse=True)


def _set(row: SetRow, questions: list[Missed]) -> MissedSet:
    ordered = sorted(questions, key=lambda each: (each.at, -each.question_id), reverse=True)
    return MissedSet(row.slug, row.title, row.document.get("language", "en"), tuple(ordered))
