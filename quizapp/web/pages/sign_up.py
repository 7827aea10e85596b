"""Signing up: by oneself where the site is open to everyone, or by an invitation."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from quizapp.core.account import Role, role_named
from quizapp.core.sentences import Sentence, TooMany, Unreadable
from quizapp.store.tables import OneTimeLinkRow
from quizapp.web import accounts, browsers, clock, guesses, guests, letters, mail
from quizapp.web.extensions import db
from quizapp.web.forms import Form, blame
from quizapp.web.forms.sign_up import AddressForm, InvitedForm, SignUpForm
from quizapp.work.accounts import signing_up, throttling

Page = str | tuple[str, int] | tuple[str, int, dict[str, str]] | Response

bp = Blueprint("sign_up", __name__)


@bp.get("/sign-up")
def show() -> Page:
    if accounts.current():
        return redirect(url_for("account.show"), 303)
    return _page(_form(clear=True))


@bp.post("/sign-up")
def enter() -> Page:
    """Says the same whether the address was new or not."""
    _refuse_uninvited()
    form = _form()
    if not form.validate():
        return _page(form), 422
    try:
        throttling.take(db.session(), [throttling.of_sign_up(browsers.current())], clock.now())
        return _mailed(form) if mail.possible() else _made(form)
    except Unreadable as unreadable:
        blame(form.password, unreadable)
        return _page(form), 422
    except TooMany as refused:
        return _page(form, refused.sentence), 429, {"Retry-After": str(refused.seconds)}
    except mail.NotSent as away:
        return _page(form, away.sentence), 503, {"Retry-After": "60"}


@bp.get("/invitations/<token>")
def invited(token: str) -> Page:
    link = guesses.link("invitation", token)
    return _invitation(link, token, _invited_form(link, clear=True))


@bp.post("/invitations/<token>")
def join(token: str) -> Page:
    link = guesses.link("invitation", token)
    form = _invited_form(link)
    if not form.validate():
        return _invitation(link, token, form), 422
    try:
        entered = signing_up.join(
            db.session(), token, link.email or form.email.data, form.name.data, form.password.data,
            browsers.current(), clock.now(), guests.guest(),
        )  # fmt: skip
    except Unreadable as unreadable:
        blame(form.password, unreadable)
        return _invitation(link, token, form), 422
    except signing_up.Taken as taken:
        return _invitation(link, token, form, taken.sentence), 422
    except TooMany as refused:
        return _invitation(link, token, form, refused.sentence), 429, {"Retry-After": str(refused.seconds)}
    accounts.enter(entered)
    flash(gettext("Welcome, %(name)s. Your account is made.", name=entered.account.name))
    return redirect(url_for("desk.show" if entered.account.teaches else "library.show"), 303)


@bp.post("/invitations/<token>/accept")
def accept(token: str) -> Page:
    """By someone who has an account: it gets the invitation's role."""
    before = accounts.signed_in()
    guesses.link("invitation", token)
    account = signing_up.accept(db.session(), token, before.person_id, clock.now())
    if account.role == before.role:
        flash(gettext("Your account could do all of this already."))
        return redirect(url_for("library.show"), 303)
    accounts.leave()
    flash(gettext("Your account can do more now. Please sign in once more."))
    return redirect(url_for("sign_in.show"), 303)


def _refuse_uninvited() -> None:
    if current_app.config["SETTINGS"].sign_up != "open":
        abort(403)


def _form(*, clear: bool = False) -> Form:
    kind = AddressForm if mail.possible() else SignUpForm
    return kind(formdata=None) if clear else kind()


def _mailed(form: Form) -> Response:
    letters.send_welcome(form.email.data, browsers.current())
    flash(gettext("Look into your mailbox: a mail is on its way to %(email)s.", email=form.email.data))
    return redirect(url_for("sign_in.show"), 303)


def _made(form: Form) -> Response:
    signing_up.sign_up(db.session(), form.email.data, form.name.data, form.password.data, clock.now())
    flash(gettext(
        "Now sign in with this address and this password. If that does not work, the address had an account before, "
        "with another password."
    ))  # fmt: skip
    return redirect(url_for("sign_in.show"), 303)


def _page(form: Form, trouble: Sentence | None = None) -> str:
    site = current_app.config["SETTINGS"]
    return render_template("pages/sign_up/show.html", form=form, trouble=trouble, door=site.sign_up)


def _invited_form(link: OneTimeLinkRow, *, clear: bool = False) -> Form:
    kind = InvitedForm if link.email else SignUpForm
    return kind(formdata=None) if clear else kind()


def _invitation(link: OneTimeLinkRow, token: str, form: Form, trouble: Sentence | None = None) -> str:
    role: Role = role_named(link.role or "") or "learner"
    return render_template(
        "pages/sign_up/invitation.html", form=form, token=token, role=role, email=link.email, trouble=trouble
    )
