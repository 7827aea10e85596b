"""The bank: all questions that a teacher can find, and deeds on many of them at once."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from math import ceil
from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from quizapp.core.authoring import allows
from quizapp.core.bank import BankSet, Search
from quizapp.core.kinds import all_kinds
from quizapp.core.sentences import Sentence, Unreadable, say
from quizapp.store.authoring import bank
from quizapp.web import authors, clock
from quizapp.web.extensions import db
from quizapp.web.filters import told
from quizapp.web.forms.bank import ORDERS, STANDINGS, WHOSE, WHOSE_TO_ADMINISTRATORS, fields_of, page_of, search_of
from quizapp.work.authoring import many
from quizapp.work.authoring.many import LeftOut, Outcome

Page = str | tuple[str, int] | Response

PAGE_SIZE = 25
#: More were not chosen on one page.
MOST_CHOSEN = 100
#: How much of a stem a message quotes, and how many of them; it travels in a cookie.
QUOTED, MOST_QUOTED = 60, 3

bp = Blueprint("bank", __name__, url_prefix="/teach/questions")


@bp.get("")
def show() -> str:
    return _page(search_of(request.args), page_of(request.args))


@bp.post("")
def act() -> Page:
    """One deed on all that are chosen; back to the page of the bank that they were chosen on."""
    authors.current()
    sent = dict(parse_qsl(request.form.get("query", "")[:2000]))
    search, number = search_of(sent), page_of(sent)
    verb, ids = request.form.get("do", ""), _ids()
    if not ids:
        return _page(search, number, say("Choose at least one question first.")), 422
    try:
        outcome = _act(verb, ids)
    except Unreadable as unreadable:
        return _page(search, number, unreadable.sentence), 422
    _tell(verb, outcome)
    deleted = ".".join(map(str, outcome.done)) if verb == "delete" and outcome.done else None
    address: dict[str, Any] = {**fields_of(search), "page": number if number > 1 else None, "deleted": deleted}
    return redirect(url_for("bank.show", **address), 303)


def _act(verb: str, ids: list[int]) -> Outcome:
    session, author, now, sent = db.session(), authors.current(), clock.now(), request.form
    deeds: dict[str, Callable[[], Outcome]] = {
        "add-tag": lambda: many.add_tag(session, author, ids, sent.get("tag", ""), now),
        "remove-tag": lambda: many.remove_tag(session, author, ids, sent.get("tag", ""), now),
        "points": lambda: many.set_points(session, author, ids, sent.get("points", ""), now),
        "move": lambda: many.move(session, author, ids, _target(), now),
        "copy": lambda: many.copy(session, author, ids, _target(), now),
        "delete": lambda: many.delete(session, author, ids, now),
        "bring-back": lambda: many.bring_back(session, author, ids, now),
    }
    if verb not in deeds:
        raise Unreadable(say("Choose what to do with the questions."))
    return deeds[verb]()


def _target() -> int:
    target = next(iter(_numbers([request.form.get("set", "")])), None)
    if target is None:
        raise Unreadable(say("Choose a set to move or copy them to."))
    return target


def _ids() -> list[int]:
    return _numbers(request.form.getlist("question"))[:MOST_CHOSEN]


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 10]


def _tell(verb: str, outcome: Outcome) -> None:
    """How many, and which were left out and why: nothing is half done in silence."""
    # What was deleted is told beside the button that undoes it.
    if verb != "delete" or not outcome.done:
        flash(_done(verb, len(outcome.done)))
    ordered = sorted(outcome.left_out, key=lambda each: str(each.why))
    for _, alike in groupby(ordered, key=lambda each: str(each.why)):
        flash(_left_out(list(alike)))


def _done(verb: str, count: int) -> str:
    words: dict[str, Callable[[], str]] = {
        "add-tag": lambda: ngettext("%(num)d question has got the tag.", "%(num)d questions have got the tag.", count),
        "remove-tag": lambda: ngettext("The tag is off %(num)d question.", "The tag is off %(num)d questions.", count),
        "points": lambda: ngettext("%(num)d question has new points.", "%(num)d questions have new points.", count),
        "move": lambda: ngettext("%(num)d question is moved.", "%(num)d questions are moved.", count),
        "copy": lambda: ngettext("%(num)d question is copied.", "%(num)d questions are copied.", count),
        "bring-back": lambda: ngettext("%(num)d question is back.", "%(num)d questions are back.", count),
    }
    if not count:
        return str(gettext("Nothing was changed."))
    published = gettext("Learners see it when the sets are published.") if verb != "copy" else ""
    return f"{words[verb]()} {published}".strip()


def _left_out(alike: list[LeftOut]) -> str:
    stems = [f"“{_short(each.stem)}”" for each in alike if each.stem][:MOST_QUOTED]
    more = len(alike) - len(stems)
    named = [*stems, *([str(gettext("%(count)s more", count=more) if stems else more)] if more else [])]
    count = ngettext("%(num)d was left out:", "%(num)d were left out:", len(alike))
    why = told(alike[0].why)
    return f"{count} {', '.join(named)}. {why}" if stems else f"{count} {why}"


def _short(stem: str) -> str:
    line = " ".join(stem.split())
    return line if len(line) <= QUOTED else f"{line[:QUOTED].rstrip()} …"


def _page(search: Search, number: int, trouble: Sentence | None = None) -> str:
    session, author = db.session(), authors.current()
    mine = bank.sets(session, author)
    found = bank.page(session, author, search, number, PAGE_SIZE)
    whose = WHOSE_TO_ADMINISTRATORS if author.administrator else WHOSE
    return render_template(
        "pages/bank/show.html",
        search=search,
        fields=fields_of(search),
        found=found,
        page=number,
        pages=max(1, ceil(found.total / PAGE_SIZE)),
        places=_by_article(mine if search.whose == "mine" else bank.sets(session, author, "public")),
        targets=_by_article([each for each in mine if allows(each.right, "edit")]),
        terms=bank.terms(session, author, search.whose),
        kinds=list(all_kinds()),
        choices={"standing": STANDINGS, "order": ORDERS, "whose": whose},
        trouble=trouble,
        chosen=_ids() if trouble else (),
        typed=request.form if trouble else {},
        deleted=_numbers(request.args.get("deleted", "").split("."))[:MOST_CHOSEN],
    )


def _by_article(sets: list[BankSet]) -> list[tuple[int, str, list[BankSet]]]:
    grouped = groupby(sets, key=lambda each: (each.article_id, each.article_title))
    return [(article_id, title, list(alike)) for (article_id, title), alike in grouped]
