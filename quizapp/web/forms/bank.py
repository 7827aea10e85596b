"""What the bank is asked for, in the address of its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

from flask_babel import lazy_gettext as _

from quizapp.core.bank import Order, Search, Standing, Whose
from quizapp.core.kinds import all_kinds

LONGEST = 200
STANDINGS = {
    "": _("any"),
    "unpublished": _("changed or new, not published yet"),
    "unfinished": _("not finished yet"),
    "published": _("published, nothing changed since"),
}
ORDERS = {"recent": _("last changed first"), "set": _("by article and set"), "asked": _("most often asked first")}
WHOSE = {"mine": _("Mine, and those shared with me"), "public": _("All that are public")}
#: An administrator may do with every set what its owner may.
WHOSE_TO_ADMINISTRATORS = {**WHOSE, "mine": _("All that are worked on here")}


def search_of(given: Mapping[str, str]) -> Search:
    """The search in these fields; what makes no sense is left out."""
    place = given.get("in", "")
    search = Search(
        words=_text(given, "words"),
        kind=_one_of(given, "kind", tuple(all_kinds())),
        tag=_text(given, "tag"),
        flaw=_text(given, "advice"),
        standing=_one_of(given, "standing", get_args(Standing)),  # type: ignore[arg-type]
        whose=_one_of(given, "whose", get_args(Whose)) or "mine",  # type: ignore[arg-type]
        order=_one_of(given, "order", get_args(Order)) or "recent",  # type: ignore[arg-type]
    )
    number = _number(place[1:])
    return replace(
        search,
        article_id=number if place.startswith("a") else None,
        set_id=number if place.startswith("s") else None,
    )


def fields_of(search: Search) -> dict[str, str]:
    """The fields that `search_of` reads as this search; those that say nothing are left out."""
    place = f"a{search.article_id}" if search.article_id else f"s{search.set_id}" if search.set_id else ""
    said = {
        "words": search.words,
        "kind": search.kind,
        "in": place,
        "tag": search.tag,
        "advice": search.flaw,
        "standing": search.standing,
        "whose": "" if search.whose == "mine" else search.whose,
        "order": "" if search.order == "recent" else search.order,
    }
    return {name: value for name, value in said.items() if value}


def page_of(given: Mapping[str, str]) -> int:
    return max(1, _number(given.get("page", "")) or 1)


def _text(given: Mapping[str, Any], name: str) -> str:
    # No database text holds a NUL.
    return " ".join(str(given.get(name, ""))[:LONGEST].replace("\x00", "").split())


def _one_of(given: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    value = given.get(name, "")
    return value if value in known else ""


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
