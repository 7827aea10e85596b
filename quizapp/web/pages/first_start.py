"""The first start: the link that the server prints makes the first administrator."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from quizapp.core.sentences import Sentence, Unreadable
from quizapp.web import accounts, browsers, clock, guesses, guests
from quizapp.web.extensions import db
from quizapp.web.forms import blame
from quizapp.web.forms.sign_up import SignUpForm
from quizapp.work.accounts import signing_up

Page = str | tuple[str, int] | Response

bp = Blueprint("first_start", __name__, url_prefix="/first-start")


@bp.get("/<token>")
def show(token: str) -> Page:
    guesses.link("first-start", token)
    return _page(token, SignUpForm(formdata=None))


@bp.post("/<token>")
def begin(token: str) -> Page:
    guesses.link("first-start", token)
    form = SignUpForm()
    if not form.validate():
        return _page(token, form), 422
    try:
        entered = signing_up.begin(
            db.session(), token, form.email.data, form.name.data, form.password.data,
            browsers.current(), clock.now(), guests.guest(),
        )  # fmt: skip
    except Unreadable as unreadable:
        blame(form.password, unreadable)
        return _page(token, form), 422
    except signing_up.Taken as taken:
        return _page(token, form, taken.sentence), 422
    accounts.enter(entered)
    flash(gettext("Welcome, %(name)s. You are the administrator of this site.", name=entered.account.name))
    return redirect(url_for("people.show"), 303)


def _page(token: str, form: SignUpForm, trouble: Sentence | None = None) -> str:
    return render_template("pages/first_start/show.html", token=token, form=form, trouble=trouble)
