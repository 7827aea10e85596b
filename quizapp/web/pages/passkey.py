"""Passkeys: signing in by one, adding one, removing one. A script speaks with the browser's keys."""

from __future__ import annotations

from flask import Blueprint, abort, flash, jsonify, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from quizapp.core.sentences import Refusal, TooMany
from quizapp.web import accounts, browsers, clock, errors, guests, letters, passkeys
from quizapp.web.extensions import db
from quizapp.web.filters import told
from quizapp.work.accounts import changing
from quizapp.work.accounts import passkeys as deeds

Answer = Response | tuple[Response, int] | tuple[Response, int, dict[str, str]]

bp = Blueprint("passkey", __name__)


@bp.post("/sign-in/passkey/options")
def options() -> Response:
    _refuse_where_there_are_none()
    return jsonify(passkeys.asked(deeds.request_options(passkeys.site())))


@bp.post("/sign-in/passkey")
def enter() -> Answer:
    _refuse_where_there_are_none()
    entered = deeds.sign_in(
        db.session(), request.form.get("credential", ""), passkeys.challenge(), passkeys.site(), browsers.current(),
        clock.now(), keep=bool(request.form.get("keep")), guest=guests.guest(),
    )  # fmt: skip
    onward = accounts.onward()
    accounts.enter(entered)
    return jsonify(onward=onward)


@bp.post("/account/passkeys/options")
def new_options() -> Answer:
    """Asks for the password: whoever sits at a stranger's browser must not make a key to it."""
    account = accounts.signed_in()
    _refuse_where_there_are_none()
    changing.confirm(db.session(), account.person_id, request.form.get("password", ""), clock.now())
    return jsonify(passkeys.asked(deeds.creation_options(db.session(), account.person_id, passkeys.site())))


@bp.post("/account/passkeys")
def add() -> Answer:
    account = accounts.signed_in()
    _refuse_where_there_are_none()
    deeds.add(
        db.session(), account.person_id, request.form.get("name", ""), request.form.get("credential", ""),
        passkeys.challenge(), passkeys.site(), clock.now(),
    )  # fmt: skip
    letters.send_notice(account.email, gettext("A passkey was added to your account."))
    flash(gettext("The passkey is added. You can sign in with it from now on."))
    return jsonify(onward=url_for("account.show"))


@bp.post("/account/passkeys/<int(max=2147483647):passkey_id>/remove")
def remove(passkey_id: int) -> Response:
    deeds.remove(db.session(), accounts.signed_in().person_id, passkey_id)
    flash(gettext("The passkey is removed: nobody signs in with it any more."))
    return redirect(url_for("account.show"), 303)


@bp.errorhandler(Refusal)
def _refused(refusal: Refusal) -> Answer:
    headers = {"Retry-After": str(refusal.seconds)} if isinstance(refusal, TooMany) else {}
    return jsonify(sentence=told(refusal.sentence)), errors.status(refusal), headers


def _refuse_where_there_are_none() -> None:
    if not passkeys.possible():
        abort(404)
