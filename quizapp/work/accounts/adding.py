"""Adding an account for somebody else, who sets the password by a link."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.core.account import Account, Role, checked_email, checked_name
from quizapp.core.sentences import say
from quizapp.store import accounts
from quizapp.work.accounts.signing_up import Taken, make
from quizapp.work.transactions import writing


def add(session: Session, email: str, name: str, role: Role, now: datetime) -> Account:
    """Raises `Taken` where the address has an account."""
    email, name = checked_email(email), checked_name(name)
    try:
        with writing(session):
            return accounts.account(make(session, email, name, None, role, now))
    except IntegrityError as error:
        raise Taken(say("%(email)s has an account already.", email=email)) from error
