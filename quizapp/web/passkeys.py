"""Passkeys between the browser and the deeds: where they can be, and the challenge of each ceremony."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, flash, request, session
from flask_babel import gettext

from quizapp.core.sentences import Refusal, say
from quizapp.store import passkeys as kept
from quizapp.web import clock
from quizapp.web.extensions import db
from quizapp.work.accounts import passkeys
from quizapp.work.accounts.passkeys import Site

_KEPT = "passkey"
#: As long as somebody may look for a finger.
_LASTS = timedelta(minutes=5)


def possible() -> bool:
    """Browsers have passkeys where the site comes by https or from the same machine, and has a name."""
    here = site()
    secure = here.origin.startswith("https://") or here.host == "localhost"
    return passkeys.installed() and secure and not here.host.replace(".", "").isdigit() and ":" not in here.host


def site() -> Site:
    address = urlsplit(current_app.config["SETTINGS"].public_url or request.url_root)
    return Site(address.hostname or "", f"{address.scheme}://{address.netloc}")


def asked(options: dict[str, Any]) -> dict[str, Any]:
    """The options, whose challenge is to be met by this browser soon, and once."""
    session[_KEPT] = [options["challenge"], (clock.now() + _LASTS).isoformat()]
    return options


def challenge() -> bytes:
    """The challenge that was set; raises `Refusal` where there is none, or it is too old."""
    found, until = session.pop(_KEPT, ("", ""))
    if not found or clock.now().isoformat() > until:
        raise Refusal(say("That took too long. Reload the page and try again."))
    return base64.urlsafe_b64decode(found + "=" * (-len(found) % 4))


def remind(person_id: int) -> bool:
    """After a new password, which ends no passkey: a stranger's must not stay unseen. False where there is none."""
    names = [row.name for row in kept.of(db.session(), person_id)]
    if names:
        flash(gettext(
            "You can still sign in with your passkeys: %(names)s. Below, remove each one that is not yours.",
            names=", ".join(names),
        ))  # fmt: skip
    return bool(names)
