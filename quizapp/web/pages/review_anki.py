"""Going on in Anki, and bringing back what was studied there."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import format_decimal, gettext, ngettext
from werkzeug.wrappers import Response as Redirect

from quizapp.core.memory.plan import Plan
from quizapp.core.sentences import Busy, NotFound, Refusal, Sentence, Unreadable, say
from quizapp.formats.apkg import FORMAT
from quizapp.settings import Settings
from quizapp.store.reviewing import plans, studies
from quizapp.store.reviewing.studies import Studied
from quizapp.web import clock, guests
from quizapp.web.extensions import db
from quizapp.work.reviewing import continuing, taking_back
from quizapp.work.reviewing.taking_back import Look

Page = str | tuple[str, int] | Redirect

bp = Blueprint("review_anki", __name__, url_prefix="/review/anki")


@bp.get("")
def show() -> str:
    return _page()


@bp.get("/deck.apkg")
def deck() -> Response:
    """The decks of the sets that were ticked, with what this person remembers of them."""
    settings: Settings = current_app.config["SETTINGS"]
    person_id = guests.current()
    if person_id is None:
        raise NotFound(say("There is no deck to take along. Choose a set and review its cards here first."))
    made = continuing.file_for_anki(db.session(), person_id, request.args.getlist("set"), settings.public_url)
    for sentence in made.file.left_out:
        current_app.logger.warning("Left out of a deck to continue with: %s", sentence)
    response = Response(made.file.data, content_type=FORMAT.media_type)
    name = made.slugs[0] if len(made.slugs) == 1 else "decks"
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}-with-progress{FORMAT.suffix}")
    return response


@bp.post("/file")
def bring() -> Page:
    file, session = request.files.get("file"), db.session()
    if file is None or not file.filename:
        return _page(say("Choose the file that you have exported from Anki.")), 422
    try:
        found = taking_back.read(session, guests.current(), file.read())
    except Unreadable as refused:
        return _page(refused.sentence), 422
    # Made only now: nobody becomes a guest for a file that is of no use.
    taking_back.keep(session, guests.make(), file.filename, found, clock.now())
    return redirect(url_for("review_anki.look"), 303)


@bp.get("/file")
def look() -> Page:
    """What taking the file over would do."""
    found = _found()
    return render_template("pages/review_anki/look.html", found=found, chosen=None, trouble=None) if found else _away()


@bp.post("/file/taken")
def take() -> Page:
    person_id, chosen = guests.current(), request.form.getlist("set")
    if person_id is None:
        raise NotFound(say("This file is no longer here. Choose it again; nothing was taken over."))
    stamp, zone = request.form.get("stamp", ""), request.form.get("time_zone", "")
    try:
        done = taking_back.take(db.session(), person_id, stamp, chosen, clock.now(), zone)
    except (NotFound, Busy):
        raise
    except Refusal as refused:
        return render_template(
            "pages/review_anki/look.html", found=_found(), chosen=chosen, trouble=refused.sentence
        ), 409
    flash(_told(done))
    return redirect(url_for("review_anki.show"), 303)


def _found() -> Look | None:
    person_id = guests.current()
    return taking_back.look(db.session(), person_id, clock.now()) if person_id else None


def _away() -> Redirect:
    return redirect(url_for("review_anki.show"), 303)


def _told(done: Look) -> str:
    if done.is_nothing_new and not done.begun:
        return str(gettext("There was nothing new in the file: all of it was here already."))
    sentences = {
        ngettext("You review %(num)d set more.", "You review %(num)d sets more.", done.begun): done.begun,
        ngettext("%(num)d review was taken over.", "%(num)d reviews were taken over.", done.reviews): done.reviews,
        ngettext("%(num)d card goes on from there.", "%(num)d cards go on from there.", done.changed): done.changed,
        ngettext("%(num)d card was set aside or taken up.", "%(num)d cards were set aside or taken up.", done.aside): (
            done.aside
        ),
    }
    return " ".join(str(sentence) for sentence, count in sentences.items() if count)


def _page(trouble: Sentence | None = None) -> str:
    session, person_id = db.session(), guests.current()
    sets = studies.studied(session, person_id) if person_id else []
    plan = plans.plan(session, person_id)
    return render_template(
        "pages/review_anki/show.html",
        articles=_by_article(sets),
        retention=format_decimal(plan.desired_retention),
        parameters=_own_parameters(plan),
        trouble=trouble,
    )


def _by_article(sets: list[Studied]) -> list[tuple[str, list[Studied]]]:
    titled = sorted(sets, key=lambda each: each.article_title)
    return [(title, list(found)) for title, found in groupby(titled, key=lambda each: each.article_title)]


def _own_parameters(plan: Plan) -> str:
    """As Anki's deck options take them; nothing where they are the usual ones."""
    return "" if plan.parameters == Plan.parameters else ", ".join(f"{each:.4f}" for each in plan.parameters)
