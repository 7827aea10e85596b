"""An account: a person with a name here, and what their role lets them do."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["learner", "teacher", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True)
class Account:
    """Someone who may sign in. An administrator may do all that a teacher may."""

    person_id: int
    name: str
    email: str
    role: Role

    @property
    def teaches(self) -> bool:
        return self.role != "learner"

    @property
    def administers(self) -> bool:
        return self.role == "administrator"


def role_named(name: str) -> Role | None:
    return next((role for role in ROLES if role == name), None)


def compared(email: str) -> str:
    """The address as it is kept and compared: nobody should be kept out by a capital letter."""
    return unicodedata.normalize("NFKC", email).strip().lower()
