"""A learner's progress: what comes, what is remembered, and what was done."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date, format_skeleton
from flask import Blueprint, render_template
from flask_babel import get_locale

from quizapp.core.progress import bars
from quizapp.web import clock, guests
from quizapp.web.extensions import db
from quizapp.work.reviewing import looking_back

bp = Blueprint("progress", __name__, url_prefix="/progress")


@bp.get("")
def show() -> str:
    found = looking_back.progress(db.session(), guests.current(), clock.now())
    return render_template(
        "pages/progress/show.html",
        progress=found,
        bars=bars.bars([day.parts for day in found.forecast.days]),
        chart_height=bars.HEIGHT,
        articles=list({each.studied.article_slug: each.studied.article_title for each in found.sets}.items()),
        short_day=_short_day,
        month_name=_month_name,
    )


def _short_day(day: date) -> str:
    return _written(day, "d MMM", "MMMd")


def _month_name(day: date) -> str:
    """With its year where one begins."""
    return _written(day, "MMM y", "yMMM") if day.month == 1 else _written(day, "LLL", "MMM")


def _written(day: date, english: str, skeleton: str) -> str:
    """As the site writes days in English, and elsewhere as the language does."""
    spoken = get_locale()
    if spoken.language == "en":
        return str(format_date(day, english, locale=spoken))
    return str(format_skeleton(skeleton, day, locale=spoken))
