"""Attempts, their slots and answers."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.store.base import Base, ExactFraction, Moment


class AttemptRow(Base):
    """One go at a set. `request` is the start form's one-time token: a double click starts one attempt."""

    __tablename__ = "attempts"
    __table_args__ = (UniqueConstraint("person_id", "request"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("sets.id"), index=True)
    request: Mapped[str] = mapped_column(String(64))
    mode: Mapped[str] = mapped_column(String(10))
    started_at: Mapped[datetime] = mapped_column(Moment)
    deadline: Mapped[datetime | None] = mapped_column(Moment, default=None)
    finished_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    #: Points got and points possible, set at the finish.
    score: Mapped[Fraction | None] = mapped_column(ExactFraction, default=None)
    out_of: Mapped[Fraction | None] = mapped_column(ExactFraction, default=None)
    #: False for "practise what I missed": a part of a set gives no best score.
    whole: Mapped[bool] = mapped_column(default=True)


class SlotRow(Base):
    """One question of an attempt, with the version and the order that it was asked in."""

    __tablename__ = "slots"
    __table_args__ = (UniqueConstraint("attempt_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    position: Mapped[int] = mapped_column(insert_sentinel=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    shown_order: Mapped[list[int]] = mapped_column(JSON)
    flagged: Mapped[bool] = mapped_column(default=False)
    hints_taken: Mapped[int] = mapped_column(default=0)
    #: Practice: the learner gave up the tries that were left and looked at the key.
    revealed: Mapped[bool] = mapped_column(default=False)


class AnswerRow(Base):
    """One try at a slot. `fields` is the form as sent; `answer` what it was read as; both stay when marking changes.

    In a test the one row is rewritten with every save and has no mark before the end.
    """

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("slot_id", "try_number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id"))
    try_number: Mapped[int]
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    answered_at: Mapped[datetime] = mapped_column(Moment)
    mark: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
