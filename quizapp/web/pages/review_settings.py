"""How somebody wants to be asked: what is to stay, how much a day, and a schedule fitted to their memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from math import expm1

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import format_decimal, format_percent, gettext
from werkzeug.wrappers import Response

from quizapp.core.memory.fitting import LEAST
from quizapp.core.sentences import Busy, Refusal, say
from quizapp.store.reviewing import fitting, plans
from quizapp.web import clock, errors, guests
from quizapp.web.extensions import db
from quizapp.web.forms.plan import PlanForm, filled
from quizapp.work.reviewing import planning

Page = str | tuple[str, int] | Response


@dataclass(frozen=True)
class Cost:
    """A share to remember and its reviews a day, as the reader's language writes them."""

    share: str
    reviews: str
    chosen: bool


bp = Blueprint("review_settings", __name__, url_prefix="/review/settings")


@bp.get("")
def show() -> Page:
    return _page(filled(plans.plan(db.session(), guests.current())))


@bp.post("")
def save() -> Page:
    form = PlanForm()
    if not form.validate():
        return _page(form), 422
    planning.change(db.session(), guests.make(), form.values())
    return _done(gettext("Saved. Cards keep the days that they have; what you set counts from their next answer on."))


@bp.post("/usual")
def usual() -> Page:
    planning.back_to_usual(db.session(), guests.make())
    return _done(gettext("The usual settings are back. Your time zone stays as it was."))


@bp.get("/cost")
def cost() -> str:
    """What each share to remember costs; it takes a moment, so the page fetches it by itself."""
    person_id = guests.current()
    plan = plans.plan(db.session(), person_id)
    found = planning.costs(db.session(), person_id, plan) if person_id else {}
    costs = [_cost(share, reviews, share == plan.desired_retention) for share, reviews in found.items()]
    return render_template("pages/review_settings/cost.html", costs=costs)


@bp.post("/fit")
def fit() -> Page:
    try:
        better = planning.fit(db.session(), _somebody(), clock.now())
    except Refusal as refused:
        form = filled(plans.plan(db.session(), guests.current()))
        return _page(form, refused), 503 if isinstance(refused, Busy) else errors.status(refused)
    if better:
        return _done(gettext("The schedule is fitted to your memory. It counts from the next answer on each card on."))
    return _done(gettext("The usual schedule foretells your answers best, so it is yours as well."))


@bp.post("/fit/usual")
def take_back() -> Page:
    planning.usual_parameters(db.session(), _somebody())
    return _done(gettext("The usual schedule is back. It counts from the next answer on each card on."))


def _cost(share: float, reviews: float, chosen: bool) -> Cost:
    # What is right to a twentieth is told with no more places.
    rounded = round(reviews, 1) if reviews < 10 else round(reviews)
    return Cost(str(format_percent(share, "#,##0.##%")), str(format_decimal(rounded)), chosen)


def _somebody() -> int:
    person_id = guests.current()
    if person_id is None:
        raise Refusal(say("You have not reviewed any cards yet, so there is nothing to fit the schedule to."))
    return person_id


def _page(form: PlanForm, refused: Refusal | None = None) -> str:
    session, person_id = db.session(), guests.current()
    told = fitting.fitted(session, person_id)
    return render_template(
        "pages/review_settings/show.html",
        form=form,
        trouble=refused.sentence if refused else None,
        fitted=told,
        fitted_at=datetime.fromisoformat(told["at"]) if told else None,
        gain=_gain(told) if told else "",
        installed=find_spec("scipy") is not None,
        enough=fitting.enough(session, person_id),
        least=LEAST,
    )


def _gain(told: Mapping[str, float]) -> str:
    """How much higher the chance is that was given, on (geometric) average, to what was then answered."""
    return str(format_percent(max(0.0, expm1(told["before"] - told["after"])), "#,##0.#%"))


def _done(sentence: str) -> Response:
    flash(sentence)
    return redirect(url_for("review_settings.show"), 303)
