"""HTML made safe to look into: without programs, hidden parts and abysses, as a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator

import nh3
from bs4 import BeautifulSoup, Tag

from quizapp.core.sentences import Refusal, say

#: A page's text, and the tags and entities in it; what stands in scripts, styles and pictures is not counted.
_LONGEST = 2_000_000
_MOST_SIGNS = 40_000
_DEEPEST = 80
_LONGEST_TAG = 20_000
_CODE = re.compile(r"<(script|style|template|svg|noscript|math)\b", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
#: Elements without an end, and those that end where the next one begins.
_FLAT = frozenset(
    "area base br col embed hr img input link meta source track wbr"
    " p li td th tr dt dd option thead tbody tfoot".split()
)
_STRUCTURE = frozenset(
    "html body article main section div nav aside header footer figure figcaption address details summary form button"
    " dialog menu p br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code kbd samp table caption thead tbody"
    " tfoot tr th td em strong i b cite q s del sub sup a img span time mark small u abbr bdi bdo ruby title meta"
    " link".split()
)
_ATTRIBUTES = {
    "*": {"class", "id", "hidden", "aria-hidden", "style", "role", "itemprop", "lang"},
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "time": {"datetime"},
    "meta": {"name", "property", "content", "http-equiv"},
    "link": {"rel", "href"},
}
_DROPPED = {"script", "style", "template", "select", "textarea", "iframe", "object", "audio", "video", "canvas"}


def tree(html: str) -> BeautifulSoup:
    """The page as a tree. Raises `Refusal` for one that is too large or too deep to be an article."""
    plain = without_code(html)
    _check(plain)
    clean = nh3.clean(
        plain,
        tags=set(_STRUCTURE),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        clean_content_tags=_DROPPED,
        url_schemes={"http", "https", "mailto", "picture"},
        link_rel=None,
    )
    return BeautifulSoup(clean, "html.parser")


def without_code(html: str) -> str:
    """The page without scripts, styles, drawings and comments; one that is never closed takes the rest with it."""
    return "".join(_parts_outside(html))


def _parts_outside(html: str) -> Iterator[str]:
    at = 0
    while True:
        code = _CODE.search(html, at)
        comment = html.find("<!--", at, code.start() if code else len(html))
        if comment >= 0:
            start, end = comment, html.find("-->", comment + 2)
            end = end + 3 if end >= 0 else len(html)
        elif code:
            start, end = code.start(), _end_of(html, code)
        else:
            yield html[at:]
            return
        yield html[at:start]
        at = end


def _end_of(html: str, code: re.Match[str]) -> int:
    closing = re.compile(rf"</{code[1]}\s{{0,9}}>", re.IGNORECASE).search(html, code.end())
    return closing.end() if closing else len(html)


def _check(html: str) -> None:
    too_large = say("This page is too large to be read whole. Copy the article's text from it and paste that.")
    many = max(html.count("<"), html.count("&")) > _MOST_SIGNS
    if len(html) > _LONGEST or many or _has_endless_tag(html):
        raise Refusal(too_large)
    depth = 0
    for closing, name in _TAG.findall(html):
        if name.lower() not in _FLAT:
            depth = max(0, depth - 1) if closing else depth + 1
        if depth > _DEEPEST:
            raise Refusal(say("This page is nested too deeply to be read. Copy the article's text and paste that."))


def _has_endless_tag(html: str) -> bool:
    """Whether a tag has thousands of attributes: reading them takes a time that grows with their square."""
    long = (part for part in html.split("<") if len(part) > _LONGEST_TAG)
    return any(len(re.sub("\"[^\"]*\"|'[^']*'", "", part).split(">")[0]) > _LONGEST_TAG for part in long)


def attribute(tag: Tag, name: str) -> str:
    """An attribute's text, "" for none."""
    value = tag.get(name)
    return " ".join(value) if isinstance(value, list) else value or ""
