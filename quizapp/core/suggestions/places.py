"""Finds countries and large cities in running text, by Babel's CLDR data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from babel import Locale
from babel.core import get_global

from quizapp.core.suggestions.found import FoundPlace

_WORD = re.compile(r"[A-Z][\w'’-]*(?: (?:(?:of|da|de|del|la|di) )?[A-Z][\w'’-]*){0,4}")
#: Names that are a person's or a word's more often than a place's.
_DOUBTFUL = frozenset(
    "Troll Knox Easter Christmas Resolute Center Oral Cocos Chatham Stanley Dawson Nelson Victoria Regina"
    " Darwin Midway Canary Casey Davis Currie Nome Winnipeg Vincennes Marengo Eucla Louisville Norfolk"
    " Petersburg".split()
)
_MORE = {"South Korea", "North Korea", "the United States", "Britain", "England", "Scotland", "Wales"}
_MORE_CITIES = frozenset(
    "Osaka Nagoya Kyoto Busan Munich Hamburg Cologne Frankfurt Lyon Marseille Geneva Basel Milan Naples Barcelona"
    " Manchester Liverpool Glasgow Edinburgh Rotterdam Antwerp Porto Kraków Bergen Gothenburg Aarhus Mumbai Delhi"
    " Beijing Washington Boston Philadelphia Houston Dallas Miami Seattle Montreal Ottawa Nagasaki Hiroshima Sapporo"
    " Bremen Leipzig Dresden Venice Turin Valencia Seville Ghent Bordeaux Toulouse".split()
) | {"Cape Town", "Washington", "The Hague"}
_AFTER = re.compile(r"(?:\b(?:in|to|from|near|at|of|for|through|across|outside|via) (?:the )?)$")


def find_places(text: str) -> tuple[FoundPlace, ...]:
    """English names of places, where they stand as places: after in, to, from and their like."""
    return tuple(_found(text))


def _found(text: str) -> Iterator[FoundPlace]:
    for match in _WORD.finditer(text):
        name = match[0].removesuffix("'s").removesuffix("’s")
        whole = match[0] == name and not re.match(r"['’-]", text[match.end() :])
        if whole and is_place(name) and _AFTER.search(text[: match.start()][-14:]):
            yield FoundPlace(match.start(), match.end(), name, name in _countries())


def is_place(name: str) -> bool:
    return name in _countries() or name in _cities()


def is_country(name: str) -> bool:
    return name in _countries()


@cache
def _countries() -> frozenset[str]:
    territories = Locale("en").territories
    listed = {name for code, name in territories.items() if len(code) == 2 and code not in {"ZZ", "EU", "UN", "EZ"}}
    return frozenset((listed | _MORE) - _DOUBTFUL)


@cache
def _cities() -> frozenset[str]:
    zones: Sequence[str] = [zone for zone in get_global("zone_territories") if "/" in zone]
    places = {
        zone.rpartition("/")[2].replace("_", " ") for zone in zones if not zone.startswith(("Etc/", "Antarctica"))
    }
    return frozenset((places | _MORE_CITIES) - _DOUBTFUL)
