"""Names for decks, given once and for good: Anki knows a deck by nothing else, and does not tell x from X."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count

from quizapp.core.library import Article
from quizapp.store.bank import HeldArticle

#: Leaves room for what tells two of the same title apart.
_LONGEST = 400
#: The deck that every collection begins with.
_ANKIS_OWN = "Default"


def of_article(article: Article, taken: Iterable[str]) -> str:
    return _free(_part(article.title), article.slug, [*taken, _ANKIS_OWN])


def of_set(held: HeldArticle, title: str, slug: str) -> str:
    """A deck below the article's."""
    above = f"{held.row.deck_name}::"
    taken = (row.deck_name.removeprefix(above) for row in held.sets.values())
    return above + _free(_part(title), slug, taken)


def _part(title: str) -> str:
    """`::` would make another level of decks, and so would a colon beside it."""
    return re.sub(":{2,}", ":", " ".join(title.split())).strip(": ")


def _free(name: str, slug: str, taken: Iterable[str]) -> str:
    known = {other.casefold() for other in taken}
    return next(each for each in _names(name or slug, slug) if each.casefold() not in known)


def _names(name: str, slug: str) -> Iterable[str]:
    yield name
    for number in count(1):
        yield f"{name[:_LONGEST]} ({slug}{'' if number == 1 else f' {number}'})"
