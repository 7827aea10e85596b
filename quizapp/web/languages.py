"""Languages of content as HTML names them: its tag and the direction in which it runs."""

from __future__ import annotations

from datetime import date, datetime

from babel import Locale
from flask import Flask
from flask_babel import format_time, get_locale, to_user_timezone

from quizapp.core.dates import PartialDate
from quizapp.core.locales import locale
from quizapp.web import clock


def init_app(app: Flask) -> None:
    app.add_template_filter(direction, "direction")
    app.add_template_filter(language_tag, "language_tag")
    app.add_template_filter(language_name, "language_name")
    app.add_template_filter(written_day, "written_day")
    app.add_template_filter(written_moment, "moment")


def direction(language: str) -> str:
    """`rtl` for Arabic, Hebrew and their like; a language that nobody has described runs left to right."""
    found = locale(language)
    return found.text_direction if found else "ltr"


def language_tag(spoken: Locale) -> str:
    return str(spoken).replace("_", "-")


def language_name(language: str) -> str:
    """The language's name for itself."""
    found = locale(language)
    return (found.get_display_name() if found else None) or language


def written_day(moment: date) -> str:
    """The day, in the reader's language and zone, written as the questions write theirs."""
    day = to_user_timezone(moment).date() if isinstance(moment, datetime) else moment
    return PartialDate(day.year, day.month, day.day).shown(language_tag(get_locale()))


def written_moment(moment: datetime) -> str:
    """The time of today, and for another day the day with it, in the site's zone."""
    time = str(format_time(moment, "HH:mm"))
    today = to_user_timezone(clock.now()).date()
    return time if to_user_timezone(moment).date() == today else f"{written_day(moment)}, {time}"
