"""Signing in."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask_babel import ngettext
from werkzeug.wrappers import Response

from quizapp.core.sentences import Sentence, TooMany, Unreadable
from quizapp.web import accounts, browsers, clock, guests, oidc, passkeys
from quizapp.web.extensions import db
from quizapp.web.forms.sign_in import SignInForm
from quizapp.work.accounts import signing_in
from quizapp.work.accounts.signing_in import SignedIn

Page = str | tuple[str, int] | tuple[str, int, dict[str, str]] | Response

bp = Blueprint("sign_in", __name__, url_prefix="/sign-in")


@bp.get("")
def show() -> Page:
    if accounts.current():
        return redirect(accounts.onward(), 303)
    return _page(SignInForm(formdata=None))


@bp.post("")
def enter() -> Page:
    form = SignInForm()
    if not form.validate():
        return _page(form), 422
    try:
        entered = _enter(form)
    except Unreadable as wrong:
        return _page(form, wrong.sentence), 422
    except TooMany as refused:
        return _page(form, refused.sentence), 429, {"Retry-After": str(refused.seconds)}
    accounts.enter(entered)
    _tell(entered)
    return redirect(accounts.onward(), 303)


def _enter(form: SignInForm) -> SignedIn:
    return signing_in.sign_in(
        db.session(),
        form.email.data,
        form.password.data,
        browsers.current(),
        clock.now(),
        keep=form.keep.data,
        guest=guests.guest(),
    )


def _tell(entered: SignedIn) -> None:
    if entered.taken_over:
        flash(ngettext(
            "%(num)d attempt that you began as a guest in this browser is now kept with your account.",
            "%(num)d attempts that you began as a guest in this browser are now kept with your account.",
            entered.taken_over,
        ))  # fmt: skip


def _page(form: SignInForm, trouble: Sentence | None = None) -> str:
    return render_template(
        "pages/sign_in/show.html",
        form=form,
        trouble=trouble,
        onward=accounts.onward(),
        passkeys_possible=passkeys.possible(),
        provider=oidc.name() if oidc.possible() else None,
    )
