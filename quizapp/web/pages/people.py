"""People: an administrator sees who has an account, invites, gives roles and hands out links."""

from __future__ import annotations

from math import ceil

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from quizapp.core.account import Account, Role
from quizapp.core.sentences import Refusal, Sentence
from quizapp.store import accounts as stored
from quizapp.store import links as held
from quizapp.web import accounts, clock, letters, mail
from quizapp.web import links as addresses
from quizapp.web.extensions import db
from quizapp.web.forms.people import ROLE_NAMES, InviteForm, RoleForm
from quizapp.work.accounts import changing, leaving, links

Page = str | tuple[str, int] | Response

#: So many people stand on one page.
PAGE_SIZE = 50
PERSON = "/<int(max=2147483647):person_id>"

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.get("")
def show() -> str:
    accounts.administrator()
    return _page(InviteForm(formdata=None))


@bp.post("/invitations")
def invite() -> Page:
    """The link is shown once; the page that shows it is the answer itself."""
    me, form = accounts.administrator(), InviteForm()
    if not form.validate():
        return _page(form), 422
    role: Role = form.role.data
    try:
        token = links.invite(db.session(), role, form.email.data or None, me.person_id, clock.now())
    except Refusal as taken:
        return _page(form, taken.sentence), 422
    address = addresses.full("invitation", token)
    mailed = _mailed(form.email.data, token, me)
    return render_template("pages/people/invitation.html", address=address, role=role, mailed=mailed, roles=ROLE_NAMES)


@bp.post("/invitations/<int(max=2147483647):link_id>/withdraw")
def withdraw(link_id: int) -> Page:
    accounts.administrator()
    links.withdraw(db.session(), link_id)
    flash(gettext("The invitation is withdrawn: its link works no more."))
    return redirect(url_for("people.show"), 303)


@bp.get(PERSON)
def person(person_id: int) -> str:
    accounts.administrator()
    return _person(_known(person_id))


@bp.post(f"{PERSON}/role")
def role(person_id: int) -> Page:
    accounts.administrator()
    form = RoleForm()
    if not form.validate():
        return _person(_known(person_id)), 422
    try:
        changed = changing.set_role(db.session(), person_id, form.role.data)
    except changing.LastAdministrator as last:
        return _person(_known(person_id), last.sentence), 409
    flash(gettext("%(name)s now has the role: %(role)s.", name=changed.name, role=ROLE_NAMES[changed.role]))
    return redirect(url_for("people.person", person_id=person_id), 303)


@bp.post(f"{PERSON}/reset-link")
def reset_link(person_id: int) -> str:
    """A link to set a password, shown once, for the administrator to hand out."""
    me, whom = accounts.administrator(), _known(person_id)
    token = links.reset(db.session(), person_id, clock.now(), links.HANDED_OUT, me.person_id)
    return render_template("pages/people/reset_link.html", whom=whom, address=addresses.full("reset", token))


@bp.post(f"{PERSON}/delete")
def delete(person_id: int) -> Page:
    accounts.administrator()
    whom = _known(person_id)
    if request.form.get("sure") != "yes":
        return _person(whom), 422
    try:
        leaving.remove(db.session(), person_id)
    except changing.LastAdministrator as last:
        return _person(whom, last.sentence), 409
    flash(gettext("The account is deleted, with all that was kept of its owner."))
    return redirect(url_for("people.show"), 303)


def _known(person_id: int) -> Account:
    row = stored.by_id(db.session(), person_id)
    if row is None:
        raise links.no_such_account()
    return stored.account(row)


def _mailed(email: str | None, token: str, inviter: Account) -> bool:
    if not email or not mail.possible():
        return False
    try:
        letters.send_invitation(email, token, inviter.name)
    except mail.NotSent:
        return False
    return True


def _page(form: InviteForm, trouble: Sentence | None = None) -> str:
    words, page = request.args.get("words", "")[:200], _page_number()
    roll = stored.roll(db.session(), words.replace("\x00", ""), page, PAGE_SIZE)
    return render_template(
        "pages/people/show.html",
        form=form,
        trouble=trouble,
        roll=roll,
        words=words,
        page=page,
        pages=max(1, ceil(roll.total / PAGE_SIZE)),
        invitations=held.open_invitations(db.session(), clock.now()),
        roles=ROLE_NAMES,
        mailed=mail.possible(),
    )


def _page_number() -> int:
    given = request.args.get("page", "1")
    return max(1, int(given)) if given.isascii() and given.isdigit() and len(given) < 6 else 1


def _person(whom: Account, trouble: Sentence | None = None) -> str:
    form = RoleForm(formdata=None, role=whom.role)
    return render_template("pages/people/person.html", whom=whom, form=form, trouble=trouble, roles=ROLE_NAMES)
