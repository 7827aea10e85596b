"""Cards from Anki: a file is looked through, a choice is made, and drafts of questions are told one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from quizapp.core.sentences import Busy, NotAllowed, NotFound, Refusal, Sentence, Unreadable, say
from quizapp.formats.anki.questions.contents import deck_key
from quizapp.store.authoring import desk
from quizapp.web import authors, clock, errors
from quizapp.web.extensions import db
from quizapp.work.authoring import importing
from quizapp.work.authoring.access import opened
from quizapp.work.authoring.importing import Look
from quizapp.work.authoring.portions import MOST_NOTES, Choice

Page = str | tuple[str, int] | Response

#: Of decks and of tags so many are listed to choose from.
MOST_LISTED = 200

bp = Blueprint("importing", __name__, url_prefix="/teach/anki")


@bp.get("")
def show() -> str:
    authors.current()
    return _form()


@bp.post("")
def bring() -> Page:
    author, file = authors.current(), request.files.get("file")
    if file is None or not file.filename:
        return _form(say("Choose the file that you have exported from Anki.")), 422
    try:
        importing.keep(db.session(), author, file.filename, file.read(), clock.now())
    except Unreadable as refused:
        return _form(refused.sentence), 422
    return redirect(url_for("importing.look", into=request.form.get("into") or None), 303)


@bp.errorhandler(413)
def too_large(_: RequestEntityTooLarge) -> tuple[str, int]:
    """What was sent can't be read any more, so the form does not come back."""
    sentence = gettext("This file is larger than 11 MB. In Anki, export fewer decks at a time, or without media.")
    return errors.page(413, sentence, (url_for("importing.show"), gettext("Choose another file"))), 413


def _form(trouble: Sentence | None = None) -> str:
    return render_template(
        "pages/importing/show.html",
        into=request.values.get("into", ""),
        held=importing.held(db.session(), authors.current()),
        trouble=trouble,
    )


@bp.get("/file")
def look() -> Page:
    """What is in the file, and what would be made of it."""
    return _look(_choice(request.args))


@bp.post("/file")
def take() -> Page:
    """Look again with another choice, take over what was changed in Anki, or make the drafts."""
    author, choice = authors.current(), _choice(request.form)
    if request.form.get("do") == "take-over":
        return _take_over(choice)
    if request.form.get("do") != "take":
        return redirect(url_for("importing.look", **_words(choice)), 303)
    try:
        importing.take(db.session(), author, request.form.get("stamp", ""), choice, clock.now())
    except importing.Nothing as refused:
        # A second press of the button: what the first one did is told.
        made = importing.report(db.session(), author)
        if made is None or not made.is_of(request.form.get("stamp", ""), choice):
            return _look(choice, refused.sentence, 409)
    except (NotFound, NotAllowed, Busy):
        raise
    except Refusal as refused:
        return _look(choice, refused.sentence, 422)
    return redirect(url_for("importing.report"), 303)


def _take_over(choice: Choice) -> Page:
    author, stamp = authors.current(), request.form.get("stamp", "")
    chosen = {
        int(each) for each in request.form.getlist("note") if each.isascii() and each.isdigit() and len(each) < 10
    }
    try:
        taken = importing.take_over(db.session(), author, stamp, chosen, clock.now())
    except (NotFound, NotAllowed, Busy):
        raise
    except Refusal as refused:
        return _look(choice, refused.sentence, 422)
    if not taken:
        return _look(choice, say("Tick what is to be taken over."), 422)
    flash(ngettext("%(num)d draft says now what the card says.", "%(num)d drafts say now what the cards say.", taken))
    return redirect(url_for("importing.look", **_words(choice)), 303)


def _look(choice: Choice, trouble: Sentence | None = None, status: int = 200) -> Page:
    session, author = db.session(), authors.current()
    found = importing.look(session, author, choice)
    if found is None:
        return redirect(url_for("importing.show"), 303)
    page = render_template(
        "pages/importing/look.html",
        found=found,
        portion=found.portion,
        returned=found.returned,
        choice=choice,
        deck_key=deck_key,
        most=MOST_LISTED,
        most_notes=MOST_NOTES,
        targets=desk.targets(session, author),
        into=_into(choice),
        title=choice.title or _title(found, choice),
        told=_counted(entry.told for entry in found.portion.entries),
        left_out=_counted(each.why for each in found.portion.left_out),
        trouble=trouble,
    )
    return page, status


def _title(found: Look, choice: Choice) -> str:
    """What a new set may be called: the deck's name where it is one, else the file's."""
    decks = [name for name, _ in found.contents.decks if choice.decks is None or deck_key(name) in choice.decks]
    # Notes as text may name no deck.
    named = decks[0].split("::")[-1] if len(decks) == 1 else ""
    return (named or PurePath(found.name).stem)[:200]


def _counted(told: Iterable[Iterable[Sentence]]) -> list[tuple[Sentence, int]]:
    """Sentences with how many cards they, or others like them, are told of; the most frequent first."""
    first: dict[str, Sentence] = {}
    counts = Counter(first.setdefault(each.text, each).text for sentences in told for each in sentences)
    return [(first[text], count) for text, count in counts.most_common()]


@bp.get("/report")
def report() -> Page:
    """What was made last."""
    session, author = db.session(), authors.current()
    made = importing.report(session, author)
    if made is None:
        return redirect(url_for("importing.show"), 303)
    return render_template(
        "pages/importing/report.html",
        report=made,
        target=opened(session, author, made.set_id, "view"),
        onward=_words(made.choice),
    )


def _choice(given: MultiDict[str, str]) -> Choice:
    """The choice in a form, or in an address."""
    where, _, number = given.get("into", "").partition(":")
    target = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None
    return Choice(
        decks=frozenset(given.getlist("deck")) if "chosen" in given else None,
        tag=given.get("tag", ""),
        article_id=target if where == "article" else None,
        set_id=target if where == "set" else None,
        title=given.get("title", "").replace("\x00", "").strip(),
        plain=given.get("as") == "cards",
    )


def _into(choice: Choice) -> str:
    if choice.set_id is not None:
        return f"set:{choice.set_id}"
    return f"article:{choice.article_id}" if choice.article_id is not None else ""


def _words(choice: Choice) -> dict[str, Any]:
    """The choice as the words of an address."""
    said: dict[str, Any] = {
        "into": _into(choice),
        "title": choice.title[:500],
        "tag": choice.tag[:500],
        "as": "cards" if choice.plain else "",
    }
    kept = {name: value for name, value in said.items() if value}
    return kept if choice.decks is None else {**kept, "chosen": "1", "deck": sorted(choice.decks)}
