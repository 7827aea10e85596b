"""Publishing a set: what will change for learners, what is not finished, who may take it, and how they get there."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import cast, get_args

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Redirect

from quizapp.core.authoring import Visibility, WorkingQuestion, WorkingSet, allows
from quizapp.core.checks import Weakness, check_set
from quizapp.core.drafts import Fault
from quizapp.core.evidence import reading
from quizapp.core.sentences import Busy, NotAllowed, NotFound, Refusal, say
from quizapp.web import authors, clock, editing, errors, short_links
from quizapp.web.changes import told_set
from quizapp.web.extensions import db
from quizapp.web.forms.questions.faults import sentence
from quizapp.work.authoring import comparing, publishing

Page = str | tuple[str, int]

#: A picture of the code of this width, in pixels, is sharp on a projector and on paper.
QR_WIDTH = 1000

bp = Blueprint("publication", __name__, url_prefix="/teach/sets/<int(max=2147483647):set_id>/publish")


@bp.get("")
def show(set_id: int) -> str:
    return _page(editing.opened(set_id, "view"))


@bp.post("")
def publish(set_id: int) -> Page | Redirect:
    author = authors.current()
    try:
        publishing.publish(
            db.session(), author, set_id, clock.now(), _visibility(), request.form.get("looked_at") or None
        )
    except Refusal as refused:
        if isinstance(refused, NotFound | NotAllowed | Busy):
            raise
        return _page(editing.opened(set_id, "edit"), refused), errors.status(refused)
    flash(gettext("Published. Learners see it as it is now."))
    return _back(set_id)


@bp.post("/visibility")
def show_to(set_id: int) -> Page | Redirect:
    """Choose who may take the set; nothing else changes."""
    author, chosen = authors.current(), _visibility()
    if chosen is None:
        return _back(set_id)
    publishing.show_to(db.session(), author, set_id, chosen)
    flash(
        gettext("Learners can't see this set any more. You can publish it again at any time.")
        if chosen == "draft"
        else gettext("Saved. From now on this holds for everyone.")
    )
    return _back(set_id)


@bp.post("/code")
def renew(set_id: int) -> Redirect:
    publishing.renew_code(db.session(), authors.current(), set_id)
    flash(gettext("The set has a new link. The old one leads nowhere any more."))
    return _back(set_id)


@bp.get("/qr.svg")
def qr_svg(set_id: int) -> Response:
    code, slug = _shared(set_id)
    file = io.BytesIO()
    short_links.qr(code).save(file, kind="svg", scale=10, border=4, dark="#000", light="#fff", xmldecl=False)
    return _download(file, "image/svg+xml", f"{slug}.svg")


@bp.get("/qr.png")
def qr_png(set_id: int) -> Response:
    code, slug = _shared(set_id)
    made, file = short_links.qr(code), io.BytesIO()
    made.save(file, kind="png", scale=-(-QR_WIDTH // made.symbol_size()[0]), border=4)
    return _download(file, "image/png", f"{slug}.png")


def _shared(set_id: int) -> tuple[str, str]:
    found = editing.opened(set_id, "view")
    if found.share_code is None or found.visibility == "draft":
        raise NotFound(say("This set has no link yet. Publish it first."))
    return found.share_code, found.slug


def _download(file: io.BytesIO, media_type: str, name: str) -> Response:
    response = Response(file.getvalue(), content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _visibility() -> Visibility | None:
    given = request.form.get("visibility")
    return cast(Visibility, given) if given in get_args(Visibility) else None


def _back(set_id: int) -> Redirect:
    return redirect(url_for("publication.show", set_id=set_id), 303)


def _page(found: WorkingSet, trouble: Refusal | None = None) -> str:
    faults = publishing.unfinished(found)
    return render_template(
        "pages/publication/show.html",
        found=found,
        trouble=trouble,
        coming=told_set(comparing.coming(db.session(), found)),
        unfinished=_unfinished(found, faults),
        advice=_advice(found),
        looked_at=publishing.state(found),
        chosen=_visibility() or (found.visibility if found.edition else "link"),
        mine=allows(found.right, "edit"),
        owner=allows(found.right, "own"),
        **_link(found),
    )


def _unfinished(found: WorkingSet, faults: publishing.Faults) -> list[dict[str, object]]:
    """Each question that can't be published, with what to do about it."""
    return [
        {"number": number, "question": question, "sentences": _sentences(question, faults[question.id])}
        for number, question in enumerate(found.questions, start=1)
        if question.id in faults
    ]


def _sentences(question: WorkingQuestion, faults: Iterable[Fault]) -> list[str]:
    """What is to be done, each once."""
    return list(dict.fromkeys(sentence(fault, question.kind) for fault in faults))


def _advice(found: WorkingSet) -> list[dict[str, object]]:
    """Each question that the checks find something weak in."""
    documents = [question.document for question in found.questions]
    told: dict[int, list[Weakness]] = {}
    for place, weakness in check_set(documents, language=found.language, reading=reading(found.article.body)):
        told.setdefault(place, []).append(weakness)
    return [
        {"number": place + 1, "question": found.questions[place], "weaknesses": weaknesses}
        for place, weaknesses in sorted(told.items())
    ]


def _link(found: WorkingSet) -> dict[str, object]:
    """The short link of a set that learners can reach."""
    code = found.share_code if found.visibility != "draft" and found.edition else None
    if code is None:
        return {"address": None}
    title = gettext("QR code that leads to the set")
    drawn = short_links.inline(short_links.qr(code), title)
    return {"address": short_links.full(code), "code_page": short_links.code_page(), "qr": drawn}
