"""A set being worked on: the article on one side, the questions on it on the other."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.core.anchoring import select
from quizapp.core.authoring import allows
from quizapp.core.evidence import reading
from quizapp.core.kinds import all_kinds
from quizapp.core.question import Quote
from quizapp.core.sentences import Refusal, say
from quizapp.store.authoring import working
from quizapp.store.authoring.suggestions import waved_away
from quizapp.web import authors, clock, editing
from quizapp.web.extensions import db
from quizapp.web.filters import told
from quizapp.web.forms.questions.operations import started
from quizapp.work.authoring import drafting, publishing, sets, suggesting

bp = Blueprint("set_editor", __name__, url_prefix="/teach/sets/<int(max=2147483647):set_id>")


@bp.get("")
def show(set_id: int) -> str:
    return _page(set_id)


def _page(set_id: int, trouble: Refusal | None = None) -> str:
    found = editing.opened(set_id, "view")
    session, mine = db.session(), allows(found.right, "edit")
    passages = editing.passages(found)
    return render_template(
        "pages/set_editor/show.html",
        found=found,
        passages=passages,
        unasked=[passage for passage in passages if not passage.asked],
        faults=publishing.unfinished(found),
        suggestions=suggesting.offered(session, found) if mine else (),
        waved_away=bool(waved_away(session, found.article_id)),
        kinds=list(all_kinds()),
        others=working.sets_beside(session, authors.current(), found.article_id, found.id) if mine else (),
        mine=mine,
        owner=found.right == "own",
        typed=request.form if trouble else None,
        trouble=trouble,
    )


@bp.post("/questions")
def add(set_id: int) -> Response:
    """A new question, begun from a passage where one was marked."""
    found = editing.opened(set_id, "edit")
    kind = request.form.get("kind", "")
    quote = _quote(found.article.body)
    evidence = [quote.model_dump(exclude_defaults=True)] if quote else []
    document = started(kind if kind in all_kinds() else "choice", evidence)
    question_id = drafting.add_question(db.session(), authors.current(), set_id, document, clock.now())
    return redirect(url_for("question_editor.show", set_id=set_id, question_id=question_id), 303)


def _quote(body: str) -> Quote | None:
    """The passage that was marked: the text, and what stands on either side of it."""
    text = request.form.get("text", "")
    return select(reading(body), text, request.form.get("before", ""), request.form.get("after", "")) if text else None


@bp.post("/settings")
def settings(set_id: int) -> Response | tuple[str, int]:
    fields = {
        "title": request.form.get("title", ""),
        "description": request.form.get("description", "").replace("\r\n", "\n"),
        "language": request.form.get("language", ""),
        "time_limit": _minutes(request.form.get("time_limit", "")),
        "shuffle": "shuffle" in request.form,
    }
    try:
        sets.describe(db.session(), authors.current(), set_id, fields, _number("revision"), clock.now())
    except Refusal as refused:
        if type(refused) is not Refusal:
            raise
        return _page(set_id, refused), 422
    flash(told(say("The settings are saved.")))
    return redirect(url_for("set_editor.show", set_id=set_id), 303)


def _minutes(text: str) -> int | str:
    return int(text) if text.strip().isascii() and text.strip().isdigit() and len(text) < 5 else text.strip()


def _number(name: str) -> int:
    value = request.form.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


@bp.post("/arrange")
def arrange(set_id: int) -> Response:
    """What the list's buttons do: `up:7`, `down:7`, `duplicate:7`, `remove:7`, `bring-back:7`, `move:7`, `order`."""
    verb, _, named = request.form.get("do", "").partition(":")
    session, author, now = db.session(), authors.current(), clock.now()
    if verb == "order":
        drafting.arrange(session, author, set_id, _ids(request.form.getlist("order")), now)
        return redirect(url_for("set_editor.show", set_id=set_id), 303)
    question_id = next(iter(_ids([named])), 0)
    anchor = f"question-{question_id}"
    if verb in {"up", "down"}:
        drafting.move_by(session, author, set_id, question_id, -1 if verb == "up" else 1, now)
    elif verb == "duplicate":
        anchor = f"question-{drafting.duplicate(session, author, set_id, question_id, now)}"
    elif verb == "remove":
        drafting.remove(session, author, set_id, question_id, now)
        anchor = "removed"
    elif verb == "bring-back":
        drafting.bring_back(session, author, set_id, question_id, now)
    elif verb == "move":
        drafting.move_to(session, author, set_id, question_id, _number(f"to-{question_id}"), now)
        flash(told(say("The question is in the other set now. Publish both sets to show it to learners there.")))
        anchor = "questions"
    return redirect(url_for("set_editor.show", set_id=set_id, _anchor=anchor), 303)


def _ids(values: list[str]) -> list[int]:
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 10]


@bp.post("/suggestions")
def suggestion(set_id: int) -> Response:
    """Take a suggestion, wave it away, or call back all that were waved away."""
    verb, _, key = request.form.get("do", "").partition(":")
    session, author = db.session(), authors.current()
    if verb == "take":
        question_id = suggesting.take(session, author, set_id, key, clock.now())
        return redirect(url_for("question_editor.show", set_id=set_id, question_id=question_id), 303)
    if verb == "wave-away":
        suggesting.wave_away(session, author, set_id, key)
    elif verb == "call-back":
        suggesting.call_back(session, author, set_id)
    return redirect(url_for("set_editor.show", set_id=set_id, _anchor="suggestions"), 303)


@bp.route("/delete", methods=["GET"])
def ask_to_delete(set_id: int) -> str:
    return render_template("pages/set_editor/delete.html", found=editing.opened(set_id, "own"))


@bp.post("/delete")
def delete(set_id: int) -> Response:
    sets.delete_set(db.session(), authors.current(), set_id, clock.now())
    flash(told(say("The set is deleted. You can bring it back from here.")))
    return redirect(url_for("desk.show", _anchor="deleted"), 303)
