"""Numbers as a reader sees them: exact fractions are rounded here and nowhere else."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from flask import Flask
from flask_babel import format_decimal, format_percent, get_locale


def init_app(app: Flask) -> None:
    app.add_template_filter(points, "points")
    app.add_template_filter(percent, "percent")
    app.add_template_filter(whole_percent, "whole_percent")


def points(value: Fraction) -> str:
    """`7`, `7.5`, `0.33`: two places at most, none that is zero."""
    return _points(value, str(get_locale()))


@lru_cache(1000)
def _points(value: Fraction, _language: str) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(format_decimal(exact.quantize(Decimal("0.01"), ROUND_HALF_UP), format="#,##0.##"))


def whole_percent(share: Fraction) -> int:
    """0 to 100; never 100 for less than all, and never 0 for more than nothing."""
    if share in {0, 1}:
        return int(share * 100)
    return min(99, max(1, int(share * 100 + Fraction(1, 2))))


def percent(share: Fraction) -> str:
    return str(format_percent(Decimal(whole_percent(share)) / 100, format="#,##0%"))
