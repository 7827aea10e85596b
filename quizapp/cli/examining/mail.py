"""The mail server, where there is one: it is greeted and signed in to, and no mail is sent."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator

from quizapp.cli.examining import Finding, Part
from quizapp.core.sentences import say
from quizapp.settings import Settings
from quizapp.web import mail

_part = Part("mail")


def findings(settings: Settings) -> Iterator[Finding]:
    if not settings.smtp_url:
        yield _part.ok(say("None is sent: links are handed out by an administrator."))
        return
    try:
        mail.opened(settings.smtp_url).quit()
    except smtplib.SMTPAuthenticationError:
        yield _part.problem(
            say("The mail server does not take the name or the password."), say("Look at QUIZAPP_SMTP_URL.")
        )
    except (OSError, smtplib.SMTPException) as error:
        yield _part.problem(
            say("The mail server can't be used: %(reason)s.", reason=str(error).rstrip(".")),
            say("Look at QUIZAPP_SMTP_URL, and whether this machine may reach it."),
        )
    else:
        yield _part.ok(say("The mail server answers."))
