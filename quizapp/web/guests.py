"""Guests: a learner without an account, known by an unguessable cookie."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, after_this_request, current_app, g, request

from quizapp.web import clock
from quizapp.web.extensions import db
from quizapp.work import people

COOKIE = "quizapp_guest"
KEPT = timedelta(days=400)


def current() -> int | None:
    """The person behind this request; None for someone who has not started anything yet. Never writes."""
    if "person_id" not in g:
        token = request.cookies.get(COOKIE)
        g.person_id = people.known_guest(db.session(), token) if token else None
    person_id: int | None = g.person_id
    return person_id


def make() -> int:
    """The person behind this request, made now if there was none; the answer then sets the cookie."""
    person_id = current()
    if person_id is None:
        guest = people.guest(db.session(), None, clock.now())
        person_id = g.person_id = guest.person_id
        after_this_request(lambda response: _remember(response, guest.token))
    return person_id


def _remember(response: Response, token: str) -> Response:
    response.set_cookie(
        COOKIE,
        token,
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SETTINGS"].https,
    )
    return response
