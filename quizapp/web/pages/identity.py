"""Signing in through an identity provider: the way there, the way back, and an account's connection with it."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from quizapp.core.account import Account
from quizapp.core.sentences import Refusal
from quizapp.web import accounts, browsers, clock, errors, guests, letters, oidc
from quizapp.web.extensions import db
from quizapp.web.filters import told
from quizapp.work.accounts import changing, identities
from quizapp.work.accounts.identities import Identity

Page = str | tuple[str, int] | Response

#: Where to go on afterwards; who wanted to connect an account with the provider.
_NEXT, _CONNECTING = "identity_next", "identity_connecting"

bp = Blueprint("identity", __name__)


@bp.get("/sign-in/identity")
def begin() -> Response:
    """A link, not a form: the security policy lets forms go to this site alone."""
    _refuse_where_there_is_none()
    session[_NEXT] = accounts.onward()
    return redirect(oidc.address(), 303)


@bp.get("/sign-in/identity/back")
def back() -> Response:
    """The provider sends the browser here; its answer is good once, in the browser that began."""
    _refuse_where_there_is_none()
    onward, connecting = session.pop(_NEXT, url_for("library.show")), session.pop(_CONNECTING, None)
    came = oidc.identity()
    account = accounts.current()
    if account and connecting == account.person_id:
        return _connected(account, came)
    entered = identities.arrive(
        db.session(), came, browsers.current(), clock.now(),
        open_to_all=current_app.config["SETTINGS"].sign_up == "open", guest=guests.guest(),
    )  # fmt: skip
    accounts.enter(entered)
    return redirect(onward, 303)


@bp.post("/account/identity")
def connect() -> Page:
    """Asks for the password: whoever sits at a stranger's browser must not get a way in."""
    account = accounts.signed_in()
    _refuse_where_there_is_none()
    changing.confirm(db.session(), account.person_id, request.form.get("password", ""), clock.now())
    session[_CONNECTING] = account.person_id
    return render_template("pages/identity/connect.html", provider=oidc.name())


@bp.post("/account/identity/end")
def disconnect() -> Response:
    account = accounts.signed_in()
    _refuse_where_there_is_none()
    identities.disconnect(db.session(), account.person_id)
    flash(gettext("The connection has ended. Sign in with your password from now on."))
    return redirect(url_for("account.show"), 303)


@bp.errorhandler(Refusal)
def _refused(refusal: Refusal) -> errors.Answer:
    if errors.status(refusal) != 409:
        return errors.refusal(refusal)
    code = 503 if isinstance(refusal, oidc.ProviderAway) else 409
    onward = url_for("account.show") if accounts.current() else url_for("sign_in.show")
    words = gettext("Your account") if accounts.current() else gettext("Back to sign in")
    return errors.page(code, told(refusal.sentence), (onward, words)), code, errors.RETRY_AFTER if code == 503 else {}


def _connected(account: Account, came: Identity) -> Response:
    identities.connect(db.session(), account.person_id, came)
    letters.send_notice(account.email, gettext("Your account was connected with %(provider)s.", provider=oidc.name()))
    flash(gettext("Your account is connected. You can sign in with %(provider)s from now on.", provider=oidc.name()))
    return redirect(url_for("account.show"), 303)


def _refuse_where_there_is_none() -> None:
    if not oidc.possible():
        abort(404)
