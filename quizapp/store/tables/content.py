"""Articles, sets, questions and their versions, notes and pictures: what learners are given."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.store.base import Base, Moment


class ArticleRow(Base):
    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(500))
    published: Mapped[date] = mapped_column(Date)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    deck_name: Mapped[str] = mapped_column(String(500))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    #: Who may change the text; nobody where it comes from files, which the next load would bring back.
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True, default=None)
    #: Goes up with every change; it is the number of the newest of its `article_versions`, where it has any.
    revision: Mapped[int] = mapped_column(default=1, server_default="1")


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
    #: Who may take it: `draft` (only who works on it), `link` (who knows its address), `public` (everyone).
    visibility: Mapped[str] = mapped_column(String(10), default="public", server_default="public")
    #: Ends the short address; a new one makes the old one void.
    share_code: Mapped[str | None] = mapped_column(String(16), unique=True, default=None)
    #: The set's document as it is being worked on, where it differs from the one that learners see.
    draft: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    #: Goes up with every change of the draft: who saves on top of an older one is told.
    revision: Mapped[int] = mapped_column(default=1, server_default="1")

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
    #: 0 while it was never published.
    version: Mapped[int]
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    #: For finding it, as it is worked on: its kind, its text in lower case, ` tag tag `, ` code code ` of weaknesses.
    kind: Mapped[str] = mapped_column(String(20), default="", server_default="")
    words: Mapped[str] = mapped_column(Text, default="", server_default="")
    tags: Mapped[str] = mapped_column(Text, default="", server_default="")
    flaws: Mapped[str] = mapped_column(Text, default="", server_default="")


class VersionRow(Base):
    """What a question said at one time; never changed once written. Attempts point here."""

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("question_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), insert_sentinel=True)
    number: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Moment)
    #: Nobody where it came from a file.
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True, default=None)


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
