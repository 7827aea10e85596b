"""Who is signed in, and who may see a page."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, Response, abort, after_this_request, g, jsonify, redirect, request, session, url_for
from flask_babel import gettext
from werkzeug.local import LocalProxy

from quizapp.core.account import Account
from quizapp.core.sentences import NotAllowed, say
from quizapp.store import accounts
from quizapp.store.accounts import Presence
from quizapp.web import asking, browsers, clock, cookies
from quizapp.web.errors import DATABASE_AWAY
from quizapp.web.extensions import db
from quizapp.work.accounts import signing_in
from quizapp.work.accounts.signing_in import SignedIn

#: So rarely is it written down that a browser was heard of.
HEARD_EVERY = timedelta(hours=1)


def init_app(app: Flask) -> None:
    app.before_request(_hear)
    # In templates: `account` is the one who is signed in, and false for everyone else.
    app.jinja_env.globals["account"] = LocalProxy(_shown)


def current() -> Account | None:
    """Who is signed in; asks the database once a request at most, and not for someone without the cookie."""
    found = presence()
    return found.account if found else None


def presence() -> Presence | None:
    if "presence" not in g:
        token = cookies.sent(cookies.ACCOUNT)
        g.presence = accounts.present(db.session(), token, clock.now()) if token else None
    found: Presence | None = g.presence
    return found


def signed_in() -> Account:
    """Who is signed in; sends everyone else to the page where they can."""
    return current() or _ask_to_sign_in()


def teacher() -> Account:
    """A teacher or an administrator; raises `NotAllowed` for a learner."""
    account = signed_in()
    if not account.teaches:
        raise NotAllowed(say("This page is for teachers. Ask the administrator of this site to make you one."))
    return account


def administrator() -> Account:
    """An administrator; raises `NotAllowed` for others."""
    account = signed_in()
    if not account.administers:
        raise NotAllowed(say("This page is for the administrators of this site."))
    return account


def enter(entered: SignedIn) -> None:
    """This browser is signed in from here on: other cookies than before, and forms of before are void."""
    _end()
    after_this_request(lambda response: _remember(response, entered))


def leave() -> None:
    """This browser is signed out from here on."""
    _end()
    after_this_request(lambda response: cookies.drop(response, cookies.ACCOUNT))


def _end() -> None:
    token = cookies.sent(cookies.ACCOUNT)
    if token:
        signing_in.sign_out(db.session(), token)
    g.presence = None
    session.clear()


def onward(usual: str = "library.show") -> str:
    """Where the form's `next` leads, if that is on this site."""
    wanted = request.values.get("next", "")
    return wanted if _is_ours(wanted) else url_for(usual)


def _is_ours(address: str) -> bool:
    """A path of this site alone: browsers take a backslash for a slash and skip what is not printed."""
    if not address.startswith("/") or address.startswith("//") or "\\" in address or not address.isprintable():
        return False
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


def _ask_to_sign_in() -> Account:
    page = url_for("sign_in.show", next=_asked_for())
    if asking.by_script():
        told = gettext("You are signed out. Sign in in another tab, then send it again: nothing is lost.")
        answer = jsonify(saved=False, sentence=told, sign_in=page)
        answer.status_code = 401
        abort(answer)
    abort(redirect(page, 303))


def _asked_for() -> str | None:
    """The page to come back to: what was asked for, or where the form that was sent stands."""
    if request.method in {"GET", "HEAD"}:
        return request.full_path.rstrip("?")
    try:
        before = urlsplit(request.referrer or "")
    except ValueError:
        return None
    return f"{before.path}{'?' if before.query else ''}{before.query}" if before.netloc == request.host else None


def _hear() -> None:
    if request.method == "POST":
        found = presence()
        if found and clock.now() - found.seen_at >= HEARD_EVERY:
            signing_in.heard_of(db.session(), found.sign_in_id, clock.now())


def _shown() -> Account | None:
    try:
        return current()
    except DATABASE_AWAY:
        # The page that says so has a masthead as well.
        g.presence = None
        return None


def _remember(response: Response, entered: SignedIn) -> Response:
    cookies.keep(response, cookies.ACCOUNT, entered.token, signing_in.LONGEST if entered.kept else None)
    cookies.drop(response, cookies.GUEST)
    return browsers.remember(response, entered.account.person_id)
