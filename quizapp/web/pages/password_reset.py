"""A forgotten password: a link by mail, or by the administrator, sets another."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from quizapp.core.sentences import Sentence, TooMany, Unreadable
from quizapp.web import accounts, browsers, clock, guesses, guests, letters, mail, passkeys
from quizapp.web.extensions import db
from quizapp.web.forms import blame
from quizapp.web.forms.sign_up import AddressForm, NewPasswordForm
from quizapp.work.accounts import changing, links

Page = str | tuple[str, int] | tuple[str, int, dict[str, str]] | Response

bp = Blueprint("password_reset", __name__)


@bp.get("/forgot")
def show() -> str:
    return _page(AddressForm(formdata=None))


@bp.post("/forgot")
def ask() -> Page:
    """Says the same, in the same time, whether the address has an account or not."""
    if not mail.possible():
        abort(403)
    form = AddressForm()
    if not form.validate():
        return _page(form), 422
    try:
        letters.send_reset(form.email.data, browsers.current())
    except TooMany as refused:
        return _page(form, refused.sentence), 429, {"Retry-After": str(refused.seconds)}
    except mail.NotSent as away:
        return _page(form, away.sentence), 503, {"Retry-After": "60"}
    flash(gettext(
        "If %(email)s has an account here, a mail with a link is on its way. The link works for two hours.",
        email=form.email.data,
    ))  # fmt: skip
    return redirect(url_for("sign_in.show"), 303)


@bp.get("/reset/<token>")
def anew(token: str) -> str:
    return _reset_page(token, NewPasswordForm(formdata=None))


@bp.post("/reset/<token>")
def reset(token: str) -> Page:
    guesses.link("reset", token)
    form = NewPasswordForm()
    if not form.validate():
        return _reset_page(token, form), 422
    try:
        entered = changing.reset_password(
            db.session(), token, form.password.data, browsers.current(), clock.now(), guests.guest()
        )
    except Unreadable as unreadable:
        blame(form.password, unreadable)
        return _reset_page(token, form), 422
    accounts.enter(entered)
    letters.send_notice(entered.account.email, gettext("A new password was set for your account."))
    flash(gettext("Your new password is set, and you are signed in here. All other browsers are signed out."))
    reminded = passkeys.remind(entered.account.person_id)
    return redirect(url_for("account.show" if reminded else "library.show"), 303)


def _page(form: AddressForm, trouble: Sentence | None = None) -> str:
    return render_template("pages/password_reset/show.html", form=form, trouble=trouble, mailed=mail.possible())


def _reset_page(token: str, form: NewPasswordForm) -> str:
    link = guesses.link("reset", token)
    owner = links.owner(db.session(), link)
    return render_template("pages/password_reset/anew.html", token=token, form=form, owner=owner)
