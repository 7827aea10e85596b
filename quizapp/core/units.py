"""Units that everyone knows, so that 150 minutes are 2.5 hours without an author saying so."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from fractions import Fraction

#: Of each measure: a unit's names, and how many of the measure's first unit it is. Lengths are in metres, masses in
#: grams; the mile is the international one of 1,609.344 m, the pound the avoirdupois one of 453.59237 g.
_MEASURES: tuple[Mapping[str, str], ...] = (
    {
        "s sec secs second seconds": "1",
        "min mins minute minutes": "60",
        "h hr hrs hour hours": "3600",
        "d day days": "86400",
        "wk week weeks": "604800",
    },
    {"month months": "1", "y yr yrs year years": "12", "decade decades": "120", "century centuries": "1200"},
    {
        "m metre metres meter meters": "1",
        "mm millimetre millimetres millimeter millimeters": "1/1000",
        "cm centimetre centimetres centimeter centimeters": "1/100",
        "km kilometre kilometres kilometer kilometers": "1000",
        "mi mile miles": "1609.344",
        "ft foot feet": "0.3048",
    },
    {
        "g gram grams gramme grammes": "1",
        "kg kilo kilos kilogram kilograms": "1000",
        "t tonne tonnes": "1000000",
        "lb lbs pound pounds": "453.59237",
    },
    {"% percent pct": "1"},
    {"thousand": "1000", "million millions": "1000000", "billion billions": "1000000000"},
)


def folded_unit(unit: str) -> str:
    """`Hrs.` and `hrs` are the same."""
    folded = " ".join(unicodedata.normalize("NFKC", unit).casefold().split()).rstrip(".").replace("^", "")
    return "percent" if folded == "per cent" else folded


_KNOWN: Mapping[str, tuple[int, Fraction]] = {
    name: (measure, Fraction(size))
    for measure, units in enumerate(_MEASURES)
    for names, size in units.items()
    for name in names.split()
}

_NOWHERE = (-1, Fraction(0))


def factor(written: str, wanted: str) -> Fraction | None:
    """How many `wanted` one `written` is; None where that is not known."""
    mine, theirs = folded_unit(written), folded_unit(wanted)
    if mine == "m" and _KNOWN.get(theirs, _NOWHERE)[0] == _KNOWN["min"][0]:
        mine = "min"
    if mine == theirs:
        return Fraction(1)
    if mine not in _KNOWN or theirs not in _KNOWN or _KNOWN[mine][0] != _KNOWN[theirs][0]:
        return None
    return _KNOWN[mine][1] / _KNOWN[theirs][1]


def scaled(written: str) -> tuple[Fraction, str] | None:
    """Of `million people` the million and the people; None where no such number begins it.

    A billion is a thousand million in one language and a million million in another, so it is not among them.
    """
    first, _, unit = folded_unit(written).partition(" ")
    size = {"thousand": 10**3, "million": 10**6, "millions": 10**6}.get(first)
    return (Fraction(size), unit) if size else None
