"""One question being written, beside the article: saved as one types, checked, and tried as learners will get it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.core import prose
from quizapp.core.anchoring import select
from quizapp.core.authoring import WorkingQuestion, WorkingSet, allows
from quizapp.core.checks import check_question
from quizapp.core.drafts import finished
from quizapp.core.evidence import reading
from quizapp.core.kinds import all_kinds
from quizapp.core.sentences import NotFound, Refusal, Unreadable, say
from quizapp.store.authoring import working
from quizapp.web import asking, authors, clock, editing
from quizapp.web.editing import Preview
from quizapp.web.extensions import db
from quizapp.web.filters import told
from quizapp.web.forms.questions import form_for
from quizapp.web.forms.questions.operations import done, turned_into
from quizapp.web.languages import written_moment
from quizapp.work.authoring import access, drafting, pictures
from quizapp.work.authoring.access import Conflict

_ID = "int(max=2147483647)"
bp = Blueprint("question_editor", __name__, url_prefix=f"/teach/sets/<{_ID}:set_id>/questions/<{_ID}:question_id>")
Page = Response | str | tuple[Response | str, int]


@bp.get("")
def show(set_id: int, question_id: int) -> str:
    found, question = _opened(set_id, question_id)
    return _page(found, question, question.document)


@bp.post("")
def save(set_id: int, question_id: int) -> Page:
    """Keep the draft, and do what the pressed button says: see `operations.done`."""
    found, question = _opened(set_id, question_id)
    do = request.form.get("do", "")
    document = _changed(found, question, _sent(found, question), do)
    stamp = request.form.get("stamp", "")
    try:
        kept = drafting.save(
            db.session(), authors.current(), set_id, question_id, document, stamp, clock.now()
        )  # fmt: skip
    except Conflict as conflict:
        return _conflict(found, document, conflict)
    if asking.by_script():
        return _as_json(_opened(set_id, question_id)[0], kept, do)
    if do.startswith("go:"):
        return redirect(_beside(found, question_id, do), 303)
    return redirect(_address(set_id, question_id, _anchor=_anchor(do)), 303)


@bp.post("/try")
def attempt(set_id: int, question_id: int) -> Page:
    """Answer it as a learner would; nothing is kept."""
    found, question = _opened(set_id, question_id, "view")
    sent = {name: tuple(values) for name, values in request.form.to_dict(flat=False).items()}
    tried = editing.preview(question, found.language, sent)
    if asking.by_script():
        return jsonify(preview=_preview(found, question, tried))
    return _page(found, question, question.document, tried=tried)


@bp.post("/discard")
def discard(set_id: int, question_id: int) -> Response:
    """Go back to what learners see."""
    drafting.discard(db.session(), authors.current(), set_id, question_id)
    flash(told(say("Your changes are gone; this is what learners see.")))
    return redirect(_address(set_id, question_id), 303)


@bp.post("/pictures")
def picture(set_id: int, question_id: int) -> Page:
    """A picture into the question or its explanation, with words for those who can't see it."""
    found, question = _opened(set_id, question_id, "edit")
    file, words = request.files.get("picture"), request.form.get("alternative", "").strip()
    into = "explanation" if request.form.get("into") == "explanation" else "stem"
    session, author = db.session(), authors.current()
    try:
        if file is None or not words:
            raise Unreadable(say("Choose a picture, and write what it shows for those who can't see it."))
        made = pictures.add_picture(session, author, found.article_id, file.filename, file.read())
    except Refusal as refused:
        flash(told(refused.sentence))
        return _page(found, question, question.document), 422
    text = str(question.document.get(into) or "")
    shown = f"![{prose.escaped(words)}]({made.name})"
    document = {**question.document, into: f"{text}\n\n{shown}".strip()}
    drafting.save(session, author, set_id, question_id, document, question.stamp, clock.now())
    return redirect(_address(set_id, question_id, _anchor=f"field-{into}"), 303)


def _opened(set_id: int, question_id: int, wanted: Any = "view") -> tuple[WorkingSet, WorkingQuestion]:
    found = editing.opened(set_id, wanted)
    return found, access.own_question(found, question_id)


def _sent(found: WorkingSet, question: WorkingQuestion) -> dict[str, Any]:
    """The draft that the form makes; what no form shows stays."""
    kind = request.form.get("kind", question.kind)
    if kind not in all_kinds():
        raise NotFound(say("There is no such kind of question here."))
    unseen = {"silence": question.document["silence"]} if "silence" in question.document else {}
    return {**form_for(kind, sent=request.form, language=found.language).document, **unseen}


def _changed(found: WorkingSet, question: WorkingQuestion, document: Mapping[str, Any], do: str) -> dict[str, Any]:
    if do.startswith("prove"):
        return _proved(found, document, do.partition(":")[2])
    if do == "turn":
        kind = request.form.get("new_kind", "")
        return turned_into(kind, document) if kind in all_kinds() else dict(document)
    used = working.parts_used(db.session(), found.article_id).get(question.id, ()) if do == "gaps" else ()
    return done(document, do, request.form, used)


def _proved(found: WorkingSet, document: Mapping[str, Any], place: str) -> dict[str, Any]:
    """The draft with one more passage for proof: what was marked in the article, or the paragraph at this place."""
    blocks = editing.passages(found)
    whole = blocks[int(place)].text if place.isascii() and place.isdigit() and int(place) < len(blocks) else ""
    marked = request.form.get("marked", "") or whole
    sides = request.form.get("marked-before", ""), request.form.get("marked-after", "")
    quote = select(reading(found.article.body), marked, *sides) if marked else None
    if quote is None:
        flash(told(say("That passage is not in the article as it is now. Mark it anew.")))
        return dict(document)
    kept = [each for each in document.get("evidence") or () if isinstance(each, Mapping) and each.get("exact")]
    added = quote.model_dump(exclude_defaults=True)
    return {**document, "evidence": kept if added in kept else [*kept, added]}


def _page(
    found: WorkingSet,
    question: WorkingQuestion,
    document: Mapping[str, Any],
    *,
    tried: Preview | None = None,
    conflict: Conflict | None = None,
) -> str:
    numbers = [each.id for each in found.questions]
    return render_template(
        "pages/question_editor/show.html",
        found=found,
        question=question,
        number=numbers.index(question.id) + 1 if question.id in numbers else None,
        mine=allows(found.right, "edit"),
        passages=editing.passages(found, question),
        kinds=list(all_kinds()),
        conflict=conflict,
        # Nobody has failed at what they have not begun.
        **_parts(found, question, document, question.stamp != drafting.UNTOUCHED, tried),
    )


def _parts(
    found: WorkingSet,
    question: WorkingQuestion,
    document: Mapping[str, Any],
    marked: bool,
    tried: Preview | None = None,
) -> dict[str, Any]:
    """What changes with every save: the form, what is to be finished, the checks and the preview."""
    read = reading(found.article.body)
    faults = finished(document, read).faults
    form = form_for(str(document.get("kind") or "choice"), document, language=found.language)
    if marked:
        form.tell(faults)
    return {
        "form": form,
        "faults": faults,
        "marked": marked,
        "checks": check_question(document, language=found.language, reading=read),
        "silence": document.get("silence") or {},
        "preview": tried or editing.preview(question, found.language),
    }


def _as_json(found: WorkingSet, question: WorkingQuestion, do: str) -> Response:
    parts = _parts(found, question, question.document, bool(do) or "marks" in request.form)
    common = {"found": found, "question": question, "mine": True, **parts}
    return jsonify(
        saved=True,
        stamp=question.stamp,
        said=told(say("Saved %(time)s", time=written_moment(clock.now()))),
        state=render_template("pages/question_editor/_state.html", **common),
        checks=render_template("pages/question_editor/_checks.html", **common),
        preview=render_template("pages/question_editor/_preview.html", **common),
        fields=render_template("pages/question_editor/_fields.html", **common),
    )


def _preview(found: WorkingSet, question: WorkingQuestion, tried: Preview) -> str:
    return render_template("pages/question_editor/_preview.html", found=found, question=question, preview=tried)


def _conflict(found: WorkingSet, document: Mapping[str, Any], conflict: Conflict) -> tuple[Response | str, int]:
    """Both are shown; sending the form again keeps one's own."""
    if asking.by_script():
        return jsonify(saved=False, conflict=True, sentence=told(conflict.sentence)), 409
    return _page(found, conflict.theirs, document, conflict=conflict), 409


def _beside(found: WorkingSet, question_id: int, do: str) -> str:
    """`go:next`, `go:previous` or `go:set`."""
    ids = [question.id for question in found.questions]
    step = {"go:next": 1, "go:previous": -1}.get(do, 0)
    at = ids.index(question_id) + step if question_id in ids else -1
    if not step or not 0 <= at < len(ids):
        return url_for("set_editor.show", set_id=found.id, _anchor=f"question-{question_id}")
    return _address(found.id, ids[at])


def _anchor(do: str) -> str | None:
    """Where the page opens again after a button was pressed: at the list that it belongs to."""
    verb, _, rest = do.partition(":")
    if verb in {"silence", "speak"}:
        return "checks"
    return f"field-{rest.split(':')[0].replace('.', '-')}" if rest else None


def _address(set_id: int, question_id: int, _anchor: str | None = None) -> str:
    return url_for("question_editor.show", set_id=set_id, question_id=question_id, _anchor=_anchor)
