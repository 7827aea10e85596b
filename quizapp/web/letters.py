"""The letters that the site sends, each written only if it is for somebody."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from flask_babel import force_locale, get_locale, gettext

from quizapp.core.account import Account, compared
from quizapp.store import accounts
from quizapp.web import clock, mail
from quizapp.web import links as addresses
from quizapp.web.extensions import db
from quizapp.web.mail import Letter
from quizapp.work.accounts import links, throttling
from quizapp.work.accounts.throttling import Browser


def send_reset(email: str, browser: Browser) -> None:
    """A link to set the password anew, to the one who has this address. Raises `NotSent` and `TooMany`."""
    _take(email, browser)

    def write(now: datetime) -> Letter | None:
        row = accounts.by_email(db.session(), email)
        return _reset(accounts.account(row), now) if row else None

    _send(write)


def send_welcome(email: str, browser: Browser) -> None:
    """A link to sign up, or a word that there is an account already. Raises `NotSent` and `TooMany`."""
    _take(email, browser)

    def write(now: datetime) -> Letter:
        row = accounts.by_email(db.session(), email)
        return _known(accounts.account(row), now) if row else _welcome(email, now)

    _send(write)


def send_invitation(email: str, token: str, inviter: str) -> None:
    """The invitation to whom it is for. Raises `NotSent`."""
    address = addresses.full("invitation", token)
    _send(lambda _: Letter(email, gettext("Your invitation to quizapp"), gettext(
        "Good day,\n\n%(inviter)s invites you to quizapp. To make your account, open this link within 14 days:\n\n"
        "%(address)s\n\nIf you don't know why, forget this mail.\n", inviter=inviter, address=address,
    )))  # fmt: skip


def send_notice(email: str, change: str) -> None:
    """Tell the owner of an account what was changed in it, so that a stranger's doing does not stay unseen."""
    if mail.possible():
        # The change is made; a mail server that is away stands in the log.
        with suppress(mail.NotSent):
            _send(lambda _: Letter(email, gettext("Your account at quizapp was changed"), gettext(
                "Good day,\n\n%(change)s\n\nIf that was not you, ask the administrator of the site for help at once.\n",
                change=change,
            )))  # fmt: skip


def _take(email: str, browser: Browser) -> None:
    throttling.take(db.session(), [throttling.of_mail(email), throttling.of_mail_from(browser)], clock.now())


def _send(write: Callable[[datetime], Letter | None]) -> None:
    spoken, now = get_locale(), clock.now()

    def written() -> Letter | None:
        with force_locale(spoken):
            return write(now)

    mail.send(written)


def _reset(account: Account, now: datetime) -> Letter:
    token = links.reset(db.session(), account.person_id, now, links.MAILED)
    return Letter(account.email, gettext("A new password for quizapp"), gettext(
        "Good day %(name)s,\n\nto set a new password for quizapp, open this link within two hours:\n\n%(address)s\n\n"
        "If you did not ask for this, forget this mail: your password stays as it is.\n",
        name=account.name, address=addresses.full("reset", token),
    ))  # fmt: skip


def _known(account: Account, now: datetime) -> Letter:
    token = links.reset(db.session(), account.person_id, now, links.MAILED)
    return Letter(account.email, gettext("Your account at quizapp"), gettext(
        "Good day %(name)s,\n\nsomebody, perhaps you, wanted to make an account for this address. "
        "You have one already: sign in as always. "
        "If you have forgotten your password, set a new one within two hours:\n\n%(address)s\n",
        name=account.name, address=addresses.full("reset", token),
    ))  # fmt: skip


def _welcome(email: str, now: datetime) -> Letter:
    token = links.invite(db.session(), "learner", email, None, now)
    return Letter(compared(email), gettext("Your account at quizapp"), gettext(
        "Good day,\n\nto make your account at quizapp, open this link within 14 days:\n\n%(address)s\n\n"
        "If you did not ask for this, forget this mail.\n", address=addresses.full("invitation", token),
    ))  # fmt: skip
