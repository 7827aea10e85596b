"""Learners: who is signed in, or a guest without an account, known by an unguessable cookie."""

from __future__ import annotations

from flask import after_this_request, g

from quizapp.web import accounts, clock, cookies
from quizapp.web.extensions import db
from quizapp.work import people


def current() -> int | None:
    """The person behind this request; None for someone who has not started anything yet. Never writes."""
    account = accounts.current()
    return account.person_id if account else guest()


def guest() -> int | None:
    """The guest of this browser, also while someone is signed in."""
    if "guest_id" not in g:
        token = cookies.sent(cookies.GUEST) or cookies.move(cookies.GUEST)
        g.guest_id = people.known_guest(db.session(), token) if token else None
    guest_id: int | None = g.guest_id
    return guest_id


def make() -> int:
    """The person behind this request, made now if there was none; the answer then sets the cookie."""
    person_id = current()
    if person_id is None:
        made = people.guest(db.session(), None, clock.now())
        person_id = g.guest_id = made.person_id
        after_this_request(lambda response: cookies.keep(response, cookies.GUEST, made.token))
    return person_id
