"""The history of a set: its editions, what changed from one to the next, and the way back to an earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from random import Random

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import format_datetime, gettext
from werkzeug.wrappers import Response

from quizapp.core.authoring import WorkingSet, allows
from quizapp.core.kind import Presentation
from quizapp.core.kinds import from_dict, kind_of
from quizapp.core.question import Question
from quizapp.core.sentences import NotFound, Refusal, Sentence, say
from quizapp.store.authoring import history
from quizapp.store.authoring.history import HeldEdition
from quizapp.web import authors, clock, editing
from quizapp.web.changes import ToldSet, told_set
from quizapp.web.extensions import db
from quizapp.work.authoring import comparing, restoring

Page = str | tuple[str, int]

#: So many editions stand on one page.
PAGE_SIZE = 20
NUMBER = "/<int(max=2147483647):number>"

bp = Blueprint("history", __name__, url_prefix="/teach/sets/<int(max=2147483647):set_id>/history")


@dataclass(frozen=True)
class Entry:
    """An edition in the list; `when` is in the site's time zone."""

    edition: HeldEdition
    when: str
    changed: ToldSet


@dataclass(frozen=True)
class Item:
    """A question of an edition with its key; `view` is what its kind's template shows."""

    number: int
    question: Question
    view: object


@bp.get("")
def show(set_id: int) -> str:
    found = editing.opened(set_id, "view")
    newest = _newest(found)
    held = history.editions(db.session(), set_id, newest, PAGE_SIZE + 1)
    entries = [
        Entry(each, _when(each), told_set(comparing.between(before, each)))
        for each, before in zip_longest(held, held[1:])
    ]
    return render_template(
        "pages/history/show.html",
        found=found,
        entries=entries[:PAGE_SIZE],
        older=held[PAGE_SIZE].number if len(held) > PAGE_SIZE else None,
        is_newest=newest >= found.edition,
    )


def _newest(found: WorkingSet) -> int:
    """The number that the page begins with."""
    given = request.args.get("from", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else found.edition


@bp.get(NUMBER)
def edition(set_id: int, number: int) -> str:
    return _page(editing.opened(set_id, "view"), number)


@bp.post(f"{NUMBER}/restore")
def restore(set_id: int, number: int) -> Page | Response:
    found = editing.opened(set_id, "edit")
    if found.changed and request.form.get("sure") != "yes":
        unsure = say("There is work on this set that is not published. Say that it may be replaced, or publish it.")
        return _page(found, number, unsure), 422
    try:
        restoring.restore(db.session(), authors.current(), set_id, number, clock.now())
    except Refusal as refused:
        if type(refused) is not Refusal:
            raise
        return _page(editing.opened(set_id, "edit"), number, refused.sentence), 409
    flash(gettext("Edition %(number)s is what you work on now. Publish it to show it to learners.", number=number))
    return redirect(url_for("publication.show", set_id=set_id), 303)


def _page(found: WorkingSet, number: int, trouble: Sentence | None = None) -> str:
    held = history.editions(db.session(), found.id, number, 2)
    if not held or held[0].number != number:
        raise NotFound(say("There is no such edition of this set."))
    language = str(held[0].document.get("language", "en"))
    return render_template(
        "pages/history/edition.html",
        found=found,
        edition=held[0],
        language=language,
        when=_when(held[0]),
        before=held[1] if held[1:] else None,
        changed=told_set(comparing.between(held[1] if held[1:] else None, held[0])),
        since=told_set(comparing.against_today(held[0], found)),
        items=_items(held[0], language),
        mine=allows(found.right, "edit"),
        trouble=trouble,
    )


def _items(held: HeldEdition, language: str) -> list[Item]:
    questions = [from_dict(version.document) for version in held.versions]
    return [Item(number, each, _reviewed(each, language)) for number, each in enumerate(questions, start=1)]


def _reviewed(question: Question, language: str) -> object:
    kind = kind_of(question)
    shown = Presentation(kind.order(question, Random(question.id)), language)
    return kind.review(question, shown, None, None)


def _when(held: HeldEdition) -> str:
    return str(format_datetime(held.made_at, "d MMMM y, HH:mm"))
