"""The tables. A question's body is one JSON document, so that a new kind needs no migration.

An `insert_sentinel` tells the rows of one flush apart, so that SQLite takes them in one statement; that they differ
there is for the deeds to see to.
"""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.store.base import Base, ExactFraction, Moment


class ArticleRow(Base):
    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(500))
    published: Mapped[date] = mapped_column(Date)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    deck_name: Mapped[str] = mapped_column(String(500))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment, default=None)


class SetRow(Base):
    __tablename__ = "sets"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(500))
    position: Mapped[int]
    #: The set's document without its questions; those are rows of their own.
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(Text)
    deck_name: Mapped[str] = mapped_column(String(1100))
    changed_at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment, default=None)

    article: Mapped[ArticleRow] = relationship(init=False, lazy="raise")


class QuestionRow(Base):
    """`name` is the permanent id that the author gave, unique within the article: a question may change sets."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("article_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    set_id: Mapped[int] = mapped_column(ForeignKey("sets.id"), index=True)
    name: Mapped[str] = mapped_column(String(80), insert_sentinel=True)
    position: Mapped[int]
    #: The newest of the question's versions: versions.number.
    version: Mapped[int]
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment, default=None)


class VersionRow(Base):
    """What a question said at one time; never changed once written. Attempts point here."""

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("question_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), insert_sentinel=True)
    number: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Moment)


class NoteRow(Base):
    """The ledger of the decks: one row for each note that a learner may ever have taken home."""

    __tablename__ = "notes"
    __table_args__ = (UniqueConstraint("question_id", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    part: Mapped[str] = mapped_column(String(80))
    guid: Mapped[str] = mapped_column(String(32), unique=True, insert_sentinel=True)
    digest: Mapped[str] = mapped_column(String(64))
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: When the digest last changed, in UTC seconds since 1970: Anki compares it to decide whether to update.
    changed: Mapped[int] = mapped_column(BigInteger)
    retired: Mapped[bool] = mapped_column(default=False)


class PictureRow(Base):
    """A picture beside an article, by the name that its texts use."""

    __tablename__ = "pictures"
    __table_args__ = (UniqueConstraint("article_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64))
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class PersonRow(Base):
    """A learner. A guest has no name; only the digest of the cookie's token is kept."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    guest_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)


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
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"))
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
