"""Sets as files: exported to a zip, and loaded back as drafts once their teacher has seen what that changes."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Redirect

from quizapp.core.sentences import Busy, NotAllowed, NotFound, Refusal
from quizapp.formats import Problem
from quizapp.formats.archive import read_zip, write_zip
from quizapp.store.authoring import desk
from quizapp.web import authors, clock, upload
from quizapp.web.extensions import db
from quizapp.web.upload import Upload
from quizapp.work.authoring import exporting, loading_back
from quizapp.work.authoring.access import opened
from quizapp.work.authoring.exporting import Exported

Page = str | tuple[str, int] | Redirect
SET = "/sets/<int(max=2147483647):set_id>"

bp = Blueprint("transfer", __name__, url_prefix="/teach")


@bp.get(f"{SET}/export")
def export(set_id: int) -> Page:
    """What will be in the file and what not, before it is downloaded."""
    author = authors.current()
    found = opened(db.session(), author, set_id, "view")
    try:
        exported = exporting.export(db.session(), author, set_id)
    except Refusal as refused:
        return render_template("pages/transfer/nothing.html", found=found, why=refused.sentence)
    return render_template("pages/transfer/export.html", found=found, exported=exported, problems=_problems(exported))


def _problems(exported: Exported) -> tuple[Problem, ...]:
    """What would be said of the file if it were loaded."""
    return read_zip(_packed(exported)).problems


def _packed(exported: Exported) -> bytes:
    return write_zip(exported.content, exported.sources, exported.pictures)


@bp.get(f"{SET}/export.zip")
def download(set_id: int) -> Response:
    exported = exporting.export(db.session(), authors.current(), set_id)
    response = Response(_packed(exported), content_type="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=f"{exported.content.sets[0].slug}.zip")
    return response


@bp.get("/load")
def load() -> str:
    authors.current()
    return _form()


@bp.post("/load")
def look() -> Page:
    """What is in the file, or all that is wrong with it; with `do` it is loaded."""
    author = authors.current()
    try:
        brought = upload.read(db.session(), author)
        if request.form.get("do") == "load" and not brought.problems:
            return _load(brought)
    except (NotFound, NotAllowed, Busy):
        raise
    except Refusal as refused:
        return _form(refused), 422
    page = render_template("pages/transfer/look.html", brought=brought)
    return (page, 422) if brought.problems else page


def _load(brought: Upload) -> Redirect:
    session, author, now = db.session(), authors.current(), clock.now()
    if brought.folders:
        made = loading_back.load_folders(session, author, brought.folders, now)
    elif brought.set_id is not None and brought.content:
        loading_back.load_into(session, author, brought.set_id, brought.content, now)
        made = [brought.set_id]
    else:
        assert brought.content and brought.article_id is not None, "a file without problems"  # noqa: S101
        made = [loading_back.load_set(session, author, brought.article_id, brought.content, now)]
    flash(gettext("Loaded, as drafts. Learners see them when you publish."))
    page = url_for("set_editor.show", set_id=made[0]) if len(made) == 1 else url_for("desk.show")
    return redirect(page, 303)


def _form(refused: Refusal | None = None) -> str:
    return render_template(
        "pages/transfer/load.html",
        targets=desk.targets(db.session(), authors.current()),
        into=request.values.get("into", ""),
        trouble=refused.sentence if refused else None,
    )
