"""What keeps guessers out, and nobody else.

Failures are counted for the account and for the address they come from. Who then gets in takes their own failures back,
so a class behind one address does not add up. A browser in which the account was signed in before has a budget of its
own: whoever guesses elsewhere can't keep the owner out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy.orm import Session

from quizapp.core.account import compared
from quizapp.core.sentences import TooMany, say
from quizapp.store import throttles
from quizapp.store.throttles import Budget
from quizapp.work.transactions import writing

HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)


@dataclass(frozen=True)
class Browser:
    """Where a request comes from, as far as it matters to guessing."""

    #: The network it comes from, as a keyed digest.
    address: str
    #: What the browser calls itself, in short.
    device: str = ""
    #: What tells it from other browsers, and who was signed in there before, as the server once wrote it down.
    mark: str = ""
    known: frozenset[int] = field(default_factory=frozenset)


def of_account(email: str) -> Budget:
    return Budget(f"account {compared(email)}", 10, HOUR)


def of_address(browser: Browser) -> Budget:
    return Budget(f"address {browser.address}", 20, QUARTER)


def of_known_browser(browser: Browser, person_id: int) -> Budget:
    return Budget(f"browser {browser.mark} {person_id}", 10, HOUR)


def of_both(browser: Browser, email: str) -> Budget:
    return Budget(f"both {browser.address} {compared(email)}", 20, QUARTER)


def of_owner(person_id: int) -> Budget:
    """Of someone signed in who is asked for the password once more."""
    return Budget(f"owner {person_id}", 10, HOUR)


def take(session: Session, budgets: Sequence[Budget], now: datetime) -> None:
    """Count one more of each; raises `TooMany`, and then counts none."""
    # Asked first without a lock: a flood must not make writers wait.
    _refuse(throttles.wait(session, budgets, now))
    with writing(session):
        throttles.make_rows(session, budgets, now)
        _refuse(throttles.wait(session, budgets, now, lock=True))
        throttles.count(session, budgets, now)


def _refuse(wait: timedelta) -> None:
    if wait > timedelta():
        minutes = ceil(wait / timedelta(minutes=1))
        raise TooMany(
            say("That was tried too often. Wait %(minutes)s min, then try again.", minutes=minutes),
            ceil(wait.total_seconds()),
        )


def of_new_addresses(person_id: int) -> Budget:
    """An account is no means to find out who else has one."""
    return Budget(f"new addresses {person_id}", 5, HOUR)


def of_link(token: str) -> Budget:
    return Budget(f"link {token}", 10, HOUR)


def of_sign_up(browser: Browser) -> Budget:
    """A whole school may sign up in an hour."""
    return Budget(f"sign-up {browser.address}", 400, HOUR)


def of_mail(email: str) -> Budget:
    """Nobody's mailbox is filled by others."""
    return Budget(f"mail {compared(email)}", 3, HOUR)


def of_mail_from(browser: Browser) -> Budget:
    return Budget(f"mail from {browser.address}", 40, HOUR)
