"""Intervals as buttons show them, in the reader's language."""

from __future__ import annotations

from datetime import timedelta

from babel.units import format_unit
from flask_babel import get_locale

from quizapp.core.memory.intervals import rounded


def written(interval: timedelta) -> str:
    """`10 min`, `3 days`, `1.2 mths`."""
    shown = rounded(interval)
    return format_unit(shown.number, f"duration-{shown.unit.removesuffix('s')}", "short", locale=get_locale())
