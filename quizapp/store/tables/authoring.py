"""What teachers work on: drafts, editions and their history, who may do what, suggestions waved away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.store.base import Base, Moment


class DraftRow(Base):
    """A question as it is being worked on, where that differs from what learners see.

    `document` is in the shape of the set's file and may be unfinished; None where only the place has changed.
    """

    __tablename__ = "drafts"

    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("sets.id"), index=True)
    position: Mapped[int]
    #: The version that the work began from; 0 for a new question.
    based_on: Mapped[int]
    edited_at: Mapped[datetime] = mapped_column(Moment)
    edited_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    document: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    #: Goes up with every save: who saves on top of an older one is told.
    revision: Mapped[int] = mapped_column(default=1)
    #: Deleted, which can be undone until the set is published.
    removed: Mapped[bool] = mapped_column(default=False)


class EditionRow(Base):
    """A set as it was published at one time; never changed once written."""

    __tablename__ = "editions"
    __table_args__ = (UniqueConstraint("set_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    set_id: Mapped[int] = mapped_column(ForeignKey("sets.id"))
    number: Mapped[int]
    #: The set's document without its questions.
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: The ids of its questions' versions, in order.
    contents: Mapped[list[int]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True, default=None)


class ArticleVersionRow(Base):
    """An article's document as it was at one time."""

    __tablename__ = "article_versions"
    __table_args__ = (UniqueConstraint("article_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    number: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True, default=None)


class SetRightRow(Base):
    """What a person may do with a set: `view`, `edit` or `own`."""

    __tablename__ = "set_rights"

    set_id: Mapped[int] = mapped_column(ForeignKey("sets.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    right: Mapped[str] = mapped_column(String(10))
    granted_at: Mapped[datetime] = mapped_column(Moment)


class WavedAwayRow(Base):
    """A suggestion that a teacher does not want to see again, by the suggestion's key."""

    __tablename__ = "waved_away"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
