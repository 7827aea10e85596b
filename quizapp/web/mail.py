"""Mail: plain text, handed to the server that the settings name.

The connection is opened while the reader waits, so that a server that is away can be told; what is sent over it, and
whether anything is, happens afterwards. Nobody can tell from the time it takes who has an account.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from threading import Thread
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app

from quizapp.core.sentences import Refusal, say
from quizapp.settings import Settings
from quizapp.web.errors import DATABASE_AWAY
from quizapp.web.extensions import db

#: In seconds; somebody is waiting.
LONGEST = 10
#: Its name tells the thread apart from the server's own.
SENDER = "mail"
_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


class NotSent(Refusal):
    """The mail server did not take it."""


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    text: str


def possible() -> bool:
    return bool(_settings().smtp_url)


def send(write: Callable[[], Letter | None]) -> None:
    """Connect, then leave it to a thread to write the letter, if it is to be written, and to send it.

    Raises `NotSent` where there is no connection. `write` runs in the app's context, with a session of its own.
    """
    connection = _connected(_settings())
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the app itself, for the thread
    Thread(target=_deliver, args=(app, connection, write), name=SENDER).start()


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _connected(settings: Settings) -> smtplib.SMTP:
    try:
        return opened(settings.smtp_url)
    except (OSError, smtplib.SMTPException) as error:
        current_app.logger.warning("mail: %s", error)
        raise _not_sent() from error


def opened(url: str) -> smtplib.SMTP:
    """A connection on which the server has let us in; raises `OSError` and `SMTPException`."""
    parts = urlsplit(url)
    host, trusted = parts.hostname or "", ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=LONGEST, context=trusted)
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=LONGEST)
    try:
        _greet(server, host, trusted, encrypted=parts.scheme == "smtps")
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def _greet(server: smtplib.SMTP, host: str, trusted: ssl.SSLContext, *, encrypted: bool) -> None:
    server.ehlo_or_helo_if_needed()
    if not encrypted and server.has_extn("starttls"):
        server.starttls(context=trusted)
        server.ehlo()
    elif not encrypted and host not in _HERE:
        # The links in it open accounts.
        raise smtplib.SMTPNotSupportedError("the mail server offers no encryption")


def _deliver(app: Flask, connection: smtplib.SMTP, write: Callable[[], Letter | None]) -> None:
    with app.app_context():
        try:
            letter = write()
            if letter:
                connection.send_message(_message(letter, _settings().mail_from))
            connection.quit()
        except (*DATABASE_AWAY, OSError, smtplib.SMTPException, Refusal) as error:
            # Its name alone: what it says may name whom the mail was for.
            app.logger.warning("mail was not sent: %s %s", type(error).__name__, getattr(error, "smtp_code", ""))
        finally:
            connection.close()
            db.session.remove()


def _message(letter: Letter, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, letter.to, letter.subject
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=sender.rpartition("@")[2].strip("> "))
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


def _not_sent() -> NotSent:
    return NotSent(
        say("The mail server of this site does not answer, so no mail was sent. Try later, or ask the administrator.")
    )
