"""An account: a person with a name here, and what their role lets them do."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, get_args

from quizapp.core.sentences import Unreadable, say

Role = Literal["learner", "teacher", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
LONGEST_NAME, LONGEST_EMAIL = 80, 254


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


def at_least(role: Role, other: Role) -> Role:
    """Whichever of the two may do more."""
    return max(role, other, key=ROLES.index)


def compared(email: str) -> str:
    """The address as it is kept and compared: nobody should be kept out by a capital letter."""
    return unicodedata.normalize("NFKC", email).strip().lower()


def checked_email(email: str) -> str:
    """The address as it is kept; raises `Unreadable` for one that no mail could reach."""
    found = compared(email)
    if not re.fullmatch(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\.]+(\.[^\s@<>,;:\"()\[\]\\.]+)*", found):
        raise Unreadable(say("This is no e-mail address. It looks like name@school.example."))
    if len(found) > LONGEST_EMAIL or not found.isprintable():
        raise Unreadable(say("This e-mail address is too long, or holds signs that no address has."))
    return found


def checked_name(name: str) -> str:
    """The name with single spaces; raises `Unreadable` for none, and for one that no line can hold."""
    found = " ".join(name.split())
    if not found:
        raise Unreadable(say("Type a name: it is what others on this site see."))
    if len(found) > LONGEST_NAME:
        raise Unreadable(say("This name is too long: use at most %(most)s characters.", most=LONGEST_NAME))
    if any(unicodedata.category(sign) in {"Cc", "Cs", "Cn", "Co"} for sign in found):
        raise Unreadable(say("This name holds signs that can't be shown. Type it anew."))
    return found
