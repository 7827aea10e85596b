"""What learners remember: the cards there are, each learner's memory of them, and the log of their reviews."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.store.base import Base, Milliseconds, Moment


class CardRow(Base):
    """One card of a note. Follows from the ledger, which keeps it: nothing is in it that notes do not say.

    `ord` is the card's place in its note, as Anki counts: gap 3 of a cloze is 2, any other card 0.
    """

    __tablename__ = "cards"
    __table_args__ = (UniqueConstraint("note_id", "ord"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    note_id: Mapped[int] = mapped_column(ForeignKey("notes.id"))
    ord: Mapped[int]
    #: The set that its question is in now.
    set_id: Mapped[int] = mapped_column(ForeignKey("sets.id"), index=True)
    #: False once its question, its note or its gap was withdrawn.
    live: Mapped[bool] = mapped_column(default=True)


class StudyRow(Base):
    """A person reviews the cards of a set. Without it their memory stays, and nothing of the set is asked."""

    __tablename__ = "studies"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("sets.id"), primary_key=True, index=True)
    added_at: Mapped[datetime] = mapped_column(Moment)


class MemoryRow(Base):
    """One person's memory of one card, see `core.memory.memory.Memory`; there from the day the set is reviewed.

    New cards are asked in the order of `id`. `note_id` is the card's, which never changes.
    """

    __tablename__ = "memories"
    __table_args__ = (
        UniqueConstraint("person_id", "card_id"),
        Index("ix_memories_due", "person_id", "state", "due", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    card_id: Mapped[int] = mapped_column(ForeignKey("cards.id"), index=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("notes.id"))
    state: Mapped[str] = mapped_column(String(10), default="new")
    step: Mapped[int | None] = mapped_column(default=None)
    stability: Mapped[float | None] = mapped_column(default=None)
    difficulty: Mapped[float | None] = mapped_column(default=None)
    due: Mapped[datetime | None] = mapped_column(Milliseconds, default=None)
    last_review: Mapped[datetime | None] = mapped_column(Milliseconds, default=None)
    reps: Mapped[int] = mapped_column(default=0)
    lapses: Mapped[int] = mapped_column(default=0)
    suspended: Mapped[bool] = mapped_column(default=False)
    flagged: Mapped[bool] = mapped_column(default=False)
    #: Not asked before; until then it is put aside for the day.
    buried_until: Mapped[datetime | None] = mapped_column(Milliseconds, default=None)


class ReviewRow(Base):
    """One line of the log: what was answered, and what it made of the memory. Only `undone_at` is ever written later.

    `request` makes it one: the same review sent twice is taken once. `source`: `review`, `quiz` or `anki`.
    """

    __tablename__ = "reviews"
    __table_args__ = (UniqueConstraint("person_id", "request"), Index("ix_reviews_at", "person_id", "at"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    memory_id: Mapped[int] = mapped_column(ForeignKey("memories.id"), index=True)
    request: Mapped[str] = mapped_column(String(64), insert_sentinel=True)
    source: Mapped[str] = mapped_column(String(10))
    rating: Mapped[int]
    at: Mapped[datetime] = mapped_column(Milliseconds)
    #: How long the answer took, in milliseconds.
    took: Mapped[int]
    #: The state before, and in seconds what the interval had been and what it became.
    state: Mapped[str] = mapped_column(String(10))
    last_interval: Mapped[int]
    interval: Mapped[int]
    #: After the answer.
    difficulty: Mapped[float | None]
    #: The memory as it was before, for undoing; None for a card that was new and for what came from elsewhere.
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    undone_at: Mapped[datetime | None] = mapped_column(Moment, default=None)


class PlanRow(Base):
    """A learner's settings, where they differ from the usual; `fitted` tells of parameters fitted to their log."""

    __tablename__ = "plans"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    fitted: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)


class DrillRow(Base):
    """One go at learning without a schedule. `sort`: `learn`, `match`, `test` or `missed`; `document` is its state.

    `request` is the start form's one-time token; `revision` goes up with every change, so that none is made twice.
    """

    __tablename__ = "drills"
    __table_args__ = (UniqueConstraint("person_id", "request"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    #: None where it goes over several sets.
    set_id: Mapped[int | None] = mapped_column(ForeignKey("sets.id"), index=True)
    sort: Mapped[str] = mapped_column(String(10))
    request: Mapped[str] = mapped_column(String(64))
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    started_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    revision: Mapped[int] = mapped_column(default=1)
