"""One's own account: name, address, password, where one is signed in, what is kept, and the end of it."""

from __future__ import annotations

import json

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse
from wtforms import Field

from quizapp.core.account import Account
from quizapp.core.password import WeakPassword
from quizapp.core.sentences import Refusal, TooMany, Unreadable
from quizapp.store import accounts as stored
from quizapp.store import passkeys as held
from quizapp.store import sign_ins
from quizapp.web import accounts, browsers, clock, errors, letters, oidc, passkeys
from quizapp.web.extensions import db
from quizapp.web.forms import Form, blame
from quizapp.web.forms.account import EmailForm, LeaveForm, NameForm, PasswordForm
from quizapp.work.accounts import changing, exporting, leaving
from quizapp.work.accounts.signing_up import Taken

Page = str | tuple[str, int] | tuple[str, int, dict[str, str]] | BaseResponse

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.get("")
def show() -> Page:
    return _page(accounts.signed_in())


@bp.post("/name")
def rename() -> Page:
    account, form = accounts.signed_in(), NameForm()
    if not form.validate():
        return _page(account, name=form), 422
    changing.rename(db.session(), account.person_id, form.name.data)
    return _done(gettext("Your name is changed."))


@bp.post("/email")
def change_email() -> Page:
    account, form = accounts.signed_in(), EmailForm()
    if not form.validate():
        return _page(account, email=form), 422
    try:
        changing.change_email(db.session(), account.person_id, form.email.data, form.password.data, clock.now())
    except Taken as taken:
        return _sent_back(account, form.email, taken, email=form)
    except (Unreadable, TooMany) as refused:
        return _sent_back(account, form.password, refused, email=form)
    letters.send_notice(account.email, gettext("Another e-mail address was set for your account."))
    return _done(gettext("Your address is changed. Sign in with the new one from now on."))


@bp.post("/password")
def change_password() -> Page:
    account, form = accounts.signed_in(), PasswordForm()
    if not form.validate():
        return _page(account, password=form), 422
    here = accounts.presence()
    try:
        entered = changing.change_password(
            db.session(), account.person_id, form.old.data, form.new.data, browsers.current(), clock.now(),
            keep=bool(here and here.kept),
        )  # fmt: skip
    except WeakPassword as weak:
        return _sent_back(account, form.new, weak, password=form)
    except (Unreadable, TooMany) as refused:
        return _sent_back(account, form.old, refused, password=form)
    accounts.enter(entered)
    letters.send_notice(account.email, gettext("A new password was set for your account."))
    passkeys.remind(account.person_id)
    return _done(gettext("Your password is changed. All other browsers are signed out."))


@bp.post("/sign-ins/<int(max=2147483647):sign_in_id>/end")
def end(sign_in_id: int) -> Page:
    changing.sign_out_elsewhere(db.session(), accounts.signed_in().person_id, sign_in_id)
    return _done(gettext("That browser is signed out."))


@bp.post("/sign-ins/end")
def end_all() -> Page:
    changing.sign_out_everywhere(db.session(), accounts.signed_in().person_id)
    accounts.leave()
    flash(gettext("You are signed out everywhere, here as well."))
    return redirect(url_for("sign_in.show"), 303)


@bp.get("/export")
def export() -> Page:
    account = accounts.signed_in()
    told = exporting.export(db.session(), account.person_id, clock.now())
    answer = Response(json.dumps(told, ensure_ascii=False, indent=2), content_type="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="quizapp-account.json"'
    return answer


@bp.post("/delete")
def leave() -> Page:
    account, form = accounts.signed_in(), LeaveForm()
    if not form.validate():
        return _page(account, leave=form), 422
    try:
        leaving.leave(db.session(), account.person_id, form.password.data, clock.now())
    except (Unreadable, TooMany, changing.LastAdministrator) as refused:
        return _sent_back(account, form.password, refused, leave=form)
    accounts.leave()
    flash(gettext("Your account and all that was kept of you are deleted."))
    return redirect(url_for("library.show"), 303)


def _sent_back(account: Account, field: Field, refusal: Refusal, **sent: Form) -> Page:
    """The page with the sentence beside the field that it is about."""
    blame(field, refusal)
    headers = {"Retry-After": str(refusal.seconds)} if isinstance(refusal, TooMany) else {}
    return _page(account, **sent), 422 if isinstance(refusal, Taken) else errors.status(refusal), headers


def _done(sentence: str) -> BaseResponse:
    flash(sentence)
    return redirect(url_for("account.show"), 303)


def _page(account: Account, **sent: Form) -> str:
    """The page with what was sent, where it was sent back."""
    session, here = db.session(), accounts.presence()
    row = stored.by_id(session, account.person_id)
    return render_template(
        "pages/account/show.html",
        me=account,
        forms=_forms(account) | sent,
        sent=next(iter(sent.values()), None),
        has_password=bool(row and row.password_hash),
        this_one=here.sign_in_id if here else None,
        sign_ins=sign_ins.of(session, account.person_id, clock.now()),
        passkeys=held.of(session, account.person_id),
        passkeys_possible=passkeys.possible(),
        provider=oidc.name() if oidc.possible() else None,
        connected=bool(row and row.identity),
    )


def _forms(account: Account) -> dict[str, Form]:
    return {
        "name": NameForm(formdata=None, name=account.name),
        "email": EmailForm(formdata=None),
        "password": PasswordForm(formdata=None),
        "leave": LeaveForm(formdata=None),
    }
