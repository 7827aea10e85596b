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
#: With less of the text in its densest element, a page is taken whole.
_LEAST_DENSE = 0.3
_PARTS = frozenset("tr thead tbody tfoot ul ol dl".split())
_INLINE = frozenset(
    "a span em strong i b cite q s del sub sup u small mark time abbr bdi bdo code kbd samp ruby rt rp font".split()
)
#: What holds paragraphs as well as words.
_FRAMES = frozenset("div section td article main body".split())


def take_out_surroundings(page: Tag) -> bool:
    """Removes what is hidden and what stands around an article; tells whether there was any text in it."""
    sizes = _sizes(page)
    found = False
    for tag in page.find_all(True):
        if tag.decomposed:
            continue
        unseen = _is_unseen(tag)
        if unseen or (_is_beside(tag) and sizes[id(tag)] <= _FRAME * sizes[id(page)]):
            found = found or bool(not unseen and sizes[id(tag)])
            tag.decompose()
    return found


def _sizes(page: Tag) -> dict[int, int]:
    """How many letters stand in each element, by the element's identity."""
    sizes: dict[int, int] = defaultdict(int)
    for text in page.find_all(string=True):
        for tag in text.parents:
            sizes[id(tag)] += len(text.strip())
    return sizes


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
    paragraphs = _paragraphs(page)
    weights: dict[int, int] = defaultdict(int)
    for paragraph, size in paragraphs:
        for tag in (paragraph, *paragraph.parents):
            weights[id(tag)] += size
    named = [*page.select('[itemprop~="articleBody"]'), *page.find_all("article"), *page.select("main, [role=main]")]
    for tag in sorted(named, key=lambda tag: -weights[id(tag)]):
        if weights[id(tag)] >= max(1.0, _MOST_OF_IT * weights[id(page)]):
            return _tightest(tag, named, weights)
    return _densest(page, paragraphs)


def _tightest(tag: Tag, named: list[Tag], weights: dict[int, int]) -> Tag:
    """The innermost named element that still has nearly all of the text of `tag`."""
    inner = [other for other in named if weights[id(other)] >= 0.8 * weights[id(tag)] and tag in other.parents]
    return max(inner, key=lambda other: len(list(other.parents)), default=tag)


def _paragraphs(page: Tag) -> list[tuple[Tag, int]]:
    """Elements with words right in them, whatever they are called, and how many letters these have outside of links."""
    sizes: dict[int, int] = defaultdict(int)
    tags: dict[int, Tag] = {}
    for text in page.find_all(string=True):
        around = [tag for tag in text.parents if isinstance(tag, Tag)]
        tag = next((tag for tag in around if tag.name not in _INLINE), page)
        if not any(inline.name == "a" for inline in around[: around.index(tag)]):
            sizes[id(tag)] += len(text.strip())
            tags[id(tag)] = tag
    return [(tag, sizes[key]) for key, tag in tags.items() if sizes[key] >= _SHORTEST_PARAGRAPH]


def _densest(page: Tag, paragraphs: list[tuple[Tag, int]]) -> Tag:
    """The element with the most text right in it: its paragraphs count in full, those one level deeper by half."""
    scores: dict[int, float] = defaultdict(float)
    tags: dict[int, Tag] = {}
    for paragraph, size in paragraphs:
        own = [paragraph] if paragraph.name in _FRAMES else []
        parents = [tag for tag in (*own, *paragraph.parents) if isinstance(tag, Tag)][:2]
        for share, tag in zip((1.0, 0.5), parents, strict=False):
            scores[id(tag)] += share * size
            tags[id(tag)] = tag
    best = max(scores, key=lambda key: scores[key], default=None)
    total = sum(size for _, size in paragraphs)
    if best is None or scores[best] < _LEAST_DENSE * total:
        return page
    # A row or a list is no whole.
    return next((tag for tag in (tags[best], *tags[best].parents) if tag.name not in _PARTS), page)
