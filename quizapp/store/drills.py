"""Drills as they stand, and the cards that they go over. Whose they are is part of every query."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from quizapp.core.deck import Note
from quizapp.core.drills.cards import DrillCard
from quizapp.core.kinds import from_dict
from quizapp.store.tables import ArticleRow, CardRow, DrillRow, NoteRow, QuestionRow, SetRow, VersionRow

Sort = Literal["learn", "match", "test", "missed"]


@dataclass(frozen=True)
class HeldCard:
    """A card that can be drilled, with where it stands; `question_id` is the row's."""

    card: DrillCard
    question_id: int
    set_slug: str
    set_title: str
    article_slug: str


@dataclass(frozen=True)
class SetOf:
    """What a page says of the set that it is about."""

    slug: str
    title: str
    language: str


def cards_of_set(session: Session, set_id: int) -> list[HeldCard]:
    """The cards of a set, in the order of its questions."""
    return _held(session, _takable(_COLUMNS).where(QuestionRow.set_id == set_id))


def count_of_set(session: Session, set_id: int) -> int:
    """How many cards a set has."""
    cards = _takable([CardRow.id]).where(QuestionRow.set_id == set_id).order_by(None)
    return session.scalar(select(func.count()).select_from(cards.subquery())) or 0


def cards_of_questions(session: Session, question_ids: Collection[int]) -> list[HeldCard]:
    return _held(session, _takable(_COLUMNS).where(QuestionRow.id.in_(question_ids)))


def cards(session: Session, ids: Collection[int]) -> dict[int, HeldCard]:
    """Those of the cards that are still there, by their ids."""
    found = _held(session, _takable(_COLUMNS).where(CardRow.id.in_(ids)))
    return {held.card.id: held for held in found}


def there(session: Session, ids: Collection[int]) -> set[int]:
    """Which of the cards are still there."""
    return set(session.scalars(_takable([CardRow.id]).where(CardRow.id.in_(ids))))


def drill(session: Session, person_id: int, drill_id: int, sorts: Collection[Sort], *, lock: bool) -> DrillRow | None:
    """The person's own drill of one of these sorts; locked for a change."""
    own = select(DrillRow).where(
        DrillRow.id == drill_id, DrillRow.person_id == person_id, DrillRow.sort.in_(sorts)
    )  # fmt: skip
    return session.scalar(own.with_for_update() if lock else own)


def set_of(session: Session, set_id: int) -> SetOf:
    """The set that a drill is over, also where it was withdrawn since."""
    row = session.get_one(SetRow, set_id)
    return SetOf(row.slug, row.title, row.document.get("language", "en"))


def started_by(session: Session, person_id: int, request: str) -> int | None:
    """The drill that a start form has made already."""
    return session.scalar(select(DrillRow.id).where(DrillRow.person_id == person_id, DrillRow.request == request))


def running(session: Session, person_id: int, sort: Sort, set_id: int | None) -> DrillRow | None:
    """The newest of this sort that is not finished; without a set, one that is over several."""
    return session.scalar(
        select(DrillRow).where(*_unfinished(person_id, sort, set_id)).order_by(DrillRow.id.desc()).limit(1)
    )


def end_running(session: Session, person_id: int, sort: Sort, set_id: int | None, now: datetime) -> None:
    """What was begun before and not finished is given up."""
    session.execute(update(DrillRow).where(*_unfinished(person_id, sort, set_id)).values(finished_at=now))


def best_match(session: Session, person_id: int, set_id: int, size: int) -> int | None:
    """The best time, in milliseconds, for so many pairs of a set."""
    took, pairs = DrillRow.document["took"].as_integer(), DrillRow.document["size"].as_integer()
    return session.scalar(
        select(func.min(took)).where(
            DrillRow.person_id == person_id, DrillRow.set_id == set_id, DrillRow.sort == "match", pairs == size
        )
    )


def _unfinished(person_id: int, sort: Sort, set_id: int | None) -> Sequence[Any]:
    of_set = DrillRow.set_id.is_(None) if set_id is None else DrillRow.set_id == set_id
    return DrillRow.person_id == person_id, DrillRow.sort == sort, of_set, DrillRow.finished_at.is_(None)


_COLUMNS = (
    CardRow.id,
    CardRow.ord,
    NoteRow.document,
    VersionRow.document,
    QuestionRow.id,
    SetRow.slug,
    SetRow.title,
    ArticleRow.slug,
)


def _takable(columns: Sequence[Any]) -> Select[Any]:
    """Cards of sets that learners may take, in the order of their sets."""
    return (
        select(*columns)
        .select_from(CardRow)
        .join(NoteRow, NoteRow.id == CardRow.note_id)
        .join(QuestionRow, QuestionRow.id == NoteRow.question_id)
        .join(VersionRow, (VersionRow.question_id == QuestionRow.id) & (VersionRow.number == QuestionRow.version))
        .join(SetRow, SetRow.id == QuestionRow.set_id)
        .join(ArticleRow, ArticleRow.id == SetRow.article_id)
        .where(
            CardRow.live,
            QuestionRow.withdrawn_at.is_(None),
            SetRow.withdrawn_at.is_(None),
            SetRow.visibility != "draft",
            ArticleRow.withdrawn_at.is_(None),
        )
        .order_by(SetRow.position, SetRow.id, QuestionRow.position, QuestionRow.id, NoteRow.id, CardRow.ord)
    )


def _held(session: Session, which: Select[Any]) -> list[HeldCard]:
    return [
        HeldCard(DrillCard(card_id, place, Note.model_validate(note), from_dict(question)), question_id, *where)
        for card_id, place, note, question, question_id, *where in session.execute(which)
    ]
