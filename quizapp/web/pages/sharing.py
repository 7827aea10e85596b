"""The people of a set: who may look at it, change it, own it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from quizapp.core.authoring import allows
from quizapp.core.sentences import Busy, NotAllowed, NotFound, Refusal, Sentence, say
from quizapp.store.authoring import rights
from quizapp.store.authoring.rights import Holder
from quizapp.web import authors, clock, editing
from quizapp.web.extensions import db
from quizapp.web.forms import blame
from quizapp.web.forms.sharing import RIGHT_NAMES, RightForm, ShareForm
from quizapp.work.authoring import sets

Page = str | tuple[str, int] | Response

PERSON = "/<int(max=2147483647):person_id>"

bp = Blueprint("sharing", __name__, url_prefix="/teach/sets/<int(max=2147483647):set_id>/people")


@bp.get("")
def show(set_id: int) -> str:
    return _page(set_id, ShareForm(formdata=None))


@bp.post("")
def add(set_id: int) -> Page:
    editing.opened(set_id, "own")
    form = ShareForm()
    if not form.validate():
        return _page(set_id, form), 422
    try:
        _share(set_id, form.email.data, form.right.data)
    except Refusal as refused:
        if isinstance(refused, NotFound | NotAllowed | Busy):
            raise
        blame(form.email, refused)
        return _page(set_id, form), 422
    flash(gettext("Saved. The set now stands on their desk."))
    return _back(set_id)


@bp.post(PERSON)
def change(set_id: int, person_id: int) -> Page:
    """Give someone another right."""
    editing.opened(set_id, "own")
    form, whom = RightForm(), _holder(set_id, person_id)
    if not form.validate():
        return _page(set_id, ShareForm(formdata=None)), 422
    try:
        _share(set_id, whom.email, form.right.data)
    except Refusal as refused:
        if isinstance(refused, NotFound | NotAllowed | Busy):
            raise
        return _page(set_id, ShareForm(formdata=None), refused.sentence), 409
    flash(gettext("%(name)s %(right)s from now on.", name=whom.name, right=RIGHT_NAMES[form.right.data]))
    return _back(set_id)


@bp.post(f"{PERSON}/remove")
def remove(set_id: int, person_id: int) -> Page:
    """Take a right away; whoever takes their own leaves the set."""
    author = authors.current()
    editing.opened(set_id, "view")
    whom = _holder(set_id, person_id)
    try:
        sets.unshare(db.session(), author, set_id, person_id)
    except Refusal as refused:
        if isinstance(refused, NotFound | NotAllowed | Busy):
            raise
        return _page(set_id, ShareForm(formdata=None), refused.sentence), 409
    if person_id == author.person_id and not author.administrator:
        flash(gettext("You have left the set."))
        return redirect(url_for("desk.show"), 303)
    flash(gettext("%(name)s has no right to this set any more.", name=whom.name))
    return _back(set_id)


def _share(set_id: int, email: str, right: str) -> None:
    sets.share(db.session(), authors.current(), set_id, email, right, clock.now())  # type: ignore[arg-type]


def _holder(set_id: int, person_id: int) -> Holder:
    held = next((each for each in rights.holders(db.session(), set_id) if each.person_id == person_id), None)
    if held is None:
        raise NotFound(say("This person has no right to the set any more."))
    return held


def _back(set_id: int) -> Response:
    return redirect(url_for("sharing.show", set_id=set_id), 303)


def _page(set_id: int, form: ShareForm, trouble: Sentence | None = None) -> str:
    found = editing.opened(set_id, "view")
    return render_template(
        "pages/sharing/show.html",
        found=found,
        form=form,
        trouble=trouble,
        holders=rights.holders(db.session(), set_id),
        names=RIGHT_NAMES,
        owner=allows(found.right, "own"),
        me=authors.current().person_id,
    )
