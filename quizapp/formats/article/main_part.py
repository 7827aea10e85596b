"""The article in a page: found among menus, advertisements, forms and links to other articles."""

from __future__ import annotations

import re
from collections import defaultdict

from bs4 import Tag

from quizapp.formats.article.markup import attribute

_AROUND = ["nav", "aside", "footer", "form", "button", "dialog", "menu"]
_ROLES = frozenset("navigation banner complementary contentinfo search dialog alert alertdialog menu menubar".split())
_UNSEEN_CLASSES = frozenset("hidden sr-only visually-hidden visuallyhidden screen-reader-text is-hidden d-none".split())
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BESIDES = re.compile(
    r"ads?|advert\w*|banner|sponsor\w*|promo\w*|newsletter|subscri\w*|paywall|related|recirc\w*|shar(?:e|ing)|social|"
    r"comments?|breadcrumbs?|cookies?|consent|gdpr|sidebar|outbrain|taboola|nav|navbar|navigation|menu|footer|toolbar|"
    r"popup|modal|recommend\w*|trending|teasers?|skip|tags|pagination"
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
#: What is named like an advertisement but holds this share of the page's text is the page's frame.
_FRAME = 0.4
#: Of all text in paragraphs, an element must hold this share to be the article.
_MOST_OF_IT = 0.5
_SHORTEST_PARAGRAPH = 25


def take_out_surroundings(page: Tag) -> bool:
    """Removes what is hidden and what stands around an article; tells whether there was any text in it."""
    whole = len(page.get_text())
    found = False
    for tag in page.find_all(True):
        if tag.decomposed:
            continue
        unseen = _is_unseen(tag)
        if unseen or (_is_beside(tag) and len(tag.get_text()) < _FRAME * whole):
            found = found or bool(not unseen and tag.get_text(strip=True))
            tag.decompose()
    return found


def _is_unseen(tag: Tag) -> bool:
    if tag.has_attr("hidden") or _UNSEEN_STYLE.search(attribute(tag, "style")):
        return True
    return bool(_UNSEEN_CLASSES & {*attribute(tag, "class").lower().split()})


def _is_beside(tag: Tag) -> bool:
    if tag.name in _AROUND or attribute(tag, "role").lower() in _ROLES:
        return True
    if tag.name in {"body", "article", "main", "p", "a", "h1"}:
        return False
    return any(
        _BESIDES.fullmatch(word.lower()) for word in _WORD.findall(f"{attribute(tag, 'class')} {attribute(tag, 'id')}")
    )


def main_part(page: Tag) -> Tag:
    """The element that holds the article: what the page names as it, or where its paragraphs stand densest."""
    weights = _weights(page)
    total = weights[id(page)]
    named = [*page.select('[itemprop~="articleBody"]'), *page.find_all("article"), *page.select("main, [role=main]")]
    for tag in sorted(named, key=lambda tag: -weights[id(tag)]):
        if weights[id(tag)] >= _MOST_OF_IT * total:
            return _tightest(tag, named, weights)
    return _densest(page)


def _tightest(tag: Tag, named: list[Tag], weights: dict[int, int]) -> Tag:
    """The innermost named element that still has nearly all of the text of `tag`."""
    inner = [other for other in named if weights[id(other)] >= 0.8 * weights[id(tag)] and tag in other.parents]
    return max(inner, key=lambda other: len(list(other.parents)), default=tag)


def _weights(page: Tag) -> dict[int, int]:
    """How many letters of paragraphs stand in each element, by the element's identity."""
    weights: dict[int, int] = defaultdict(int)
    for paragraph in _paragraphs(page):
        size = _size(paragraph)
        for tag in (paragraph, *paragraph.parents):
            weights[id(tag)] += size
    return weights


def _paragraphs(page: Tag) -> list[Tag]:
    """Paragraphs, and the lines that old pages only part by breaks."""
    breaks = {id(tag.parent): tag.parent for tag in page.find_all("br") if tag.parent and tag.parent.name != "p"}
    found = [*page.find_all(["p", "li", "blockquote", "pre"]), *breaks.values()]
    return [tag for tag in found if not tag.find(["p", "li"]) and _size(tag) >= _SHORTEST_PARAGRAPH]


def _size(tag: Tag) -> int:
    """The letters that are not in links."""
    return len(tag.get_text(strip=True)) - sum(len(link.get_text(strip=True)) for link in tag.find_all("a"))


def _densest(page: Tag) -> Tag:
    """The element with the most text right in it: its paragraphs count in full, those one level deeper by half."""
    scores: dict[int, float] = defaultdict(float)
    tags: dict[int, Tag] = {}
    for paragraph in _paragraphs(page):
        parents = [tag for tag in paragraph.parents if isinstance(tag, Tag)][:2]
        for share, tag in zip((1.0, 0.5), parents, strict=False):
            scores[id(tag)] += share * _size(paragraph)
            tags[id(tag)] = tag
    best = max(scores, key=lambda key: scores[key], default=None)
    if best is None or scores[best] < 0.3 * sum(_size(paragraph) for paragraph in _paragraphs(page)):
        return page
    return tags[best]
