"""Languages of content as HTML names them: its tag and the direction in which it runs."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from flask import Flask


def init_app(app: Flask) -> None:
    app.add_template_filter(direction, "direction")
    app.add_template_filter(language_tag, "language_tag")
    app.add_template_filter(language_name, "language_name")


def direction(language: str) -> str:
    """`rtl` for Arabic, Hebrew and their like; a language that nobody has described runs left to right."""
    found = _locale(language)
    return found.text_direction if found else "ltr"


def language_tag(locale: Locale) -> str:
    return str(locale).replace("_", "-")


def language_name(language: str) -> str:
    """The language's name for itself."""
    found = _locale(language)
    return (found.get_display_name() if found else None) or language


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
