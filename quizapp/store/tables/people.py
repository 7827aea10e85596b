"""People: guests and accounts, where they are signed in, and what keeps guessers out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.store.base import Base, Moment


class PersonRow(Base):
    """A learner. A guest has no name; only the digest of the cookie's token is kept."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    guest_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)


class AccountRow(Base):
    """A person with a name here. `role`: learner, teacher or administrator."""

    __tablename__ = "accounts"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    #: In lower case, as it is compared.
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(Moment)
    #: None for one who signs in in another way alone.
    password_hash: Mapped[str | None] = mapped_column(Text, default=None)
    #: Issuer and subject of an identity provider, as one text.
    identity: Mapped[str | None] = mapped_column(String(500), unique=True, default=None)


class SignInRow(Base):
    """A browser in which a person is signed in. Only the digest of its token is kept; a deleted row is signed out."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    #: Whether it lasts beyond the browser's session, as its owner wished.
    kept: Mapped[bool]
    #: What the browser calls itself, in short, so that its owner knows it.
    device: Mapped[str] = mapped_column(String(120), default="")


class OneTimeLinkRow(Base):
    """A link that works once: `first-start`, `invitation` or `reset`. Only the digest of its token is kept."""

    __tablename__ = "one_time_links"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    #: Whose password it resets.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True, default=None)
    #: What an invited person becomes, and whom it is for.
    role: Mapped[str | None] = mapped_column(String(20), default=None)
    email: Mapped[str | None] = mapped_column(String(254), default=None)
    used_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True, default=None)


class ThrottleRow(Base):
    """How often something was tried of late. `name` is a digest of what is counted: no address is kept."""

    __tablename__ = "throttles"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    since: Mapped[datetime] = mapped_column(Moment, index=True)


class PasskeyRow(Base):
    """A key in someone's device by which they sign in without a password."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    #: As base64url.
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
