"""Who works on a set: a teacher who is signed in."""

from __future__ import annotations

from quizapp.core.authoring import Author
from quizapp.web import accounts


def current() -> Author:
    """The teacher behind this request; see `accounts.teacher` for everyone else."""
    account = accounts.teacher()
    return Author(account.person_id, account.administers)


def whoever() -> Author | None:
    """The teacher behind this request, if it is one."""
    account = accounts.current()
    return Author(account.person_id, account.administers) if account and account.teaches else None
