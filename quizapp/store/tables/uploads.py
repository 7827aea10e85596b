"""Files that somebody has uploaded and not yet decided about."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.store.base import Base, Moment


class UploadRow(Base):
    """A person's last upload of its sort, kept for a day. `purpose`: `import` (a teacher's) or `return` (a learner's);
    `report` tells what was made of the former.

    A row, and not a file: the next request may come to another host.
    """

    __tablename__ = "uploads"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(10), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    data: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(Moment)
