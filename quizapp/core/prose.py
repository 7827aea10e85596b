"""Markdown as people type it, made into HTML that is safe to show."""

from __future__ import annotations

import html as html_entities
import re
from collections.abc import Collection
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

from quizapp.core import unmarked

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_TAGS = set(
    "p br hr em strong s code pre blockquote ul ol li h1 h2 h3 h4 h5 h6 table thead tbody tr th td a img".split()
)
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "data"}
#: Pictures travel inside the text or beside it; one from another site would tell that site who reads here.
_OWN_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+|(?!/|\\)[^:\\]+")


def _attribute(tag: str, name: str, value: str) -> str | None:
    if (tag, name) == ("img", "src"):
        return value if _OWN_PICTURE.fullmatch(value) else None
    if (tag, name) == ("a", "href"):
        return None if value.lower().startswith("data:") else value
    return value


@lru_cache(maxsize=4096)
def html(markdown: str) -> str:
    """Sanitised block HTML. Raw HTML in the text is shown as typed."""
    return html_once(markdown)


def html_once(markdown: str) -> str:
    """The same for a text that is still being typed, so that its next wording finds room."""
    return unmarked.block(markdown) or _clean(_MARKDOWN.render(markdown))


@lru_cache(maxsize=4096)
def inline(markdown: str) -> str:
    """Sanitised HTML without a paragraph around it, for a label or an option."""
    return unmarked.line(markdown) or _clean(_MARKDOWN.renderInline(markdown))


#: A gap in a text, by its permanent number: `[[1]]`.
_GAP = re.compile(r"\[\[([1-9]\d?)\]\]")
#: A gap as an author may begin it: the word that belongs into it, in its place.
_WORD_IN_GAP = re.compile(r"\[\[(?![1-9]\d?\]\])([^\[\]\n]*[^\s\[\]][^\[\]\n]*)\]\]")


def pieces(markdown: str) -> tuple[str | int, ...]:
    """Sanitised block HTML, cut at each gap: HTML and gap numbers by turns. Only a whole page of them is balanced."""
    return tuple(int(part) if place % 2 else part for place, part in enumerate(_GAP.split(html(markdown))))


def gaps(markdown: str) -> tuple[list[int], list[int]]:
    """The gaps where a field can stand, and those that stand within a link, a picture or an address."""
    rendered = html(markdown)
    bare = re.sub(r"<[^>]*>", "", re.sub(r"<a\b.*?</a>", "", rendered, flags=re.DOTALL))
    good = [int(number) for number in _GAP.findall(bare)]
    every = [int(number) for number in _GAP.findall(rendered)]
    return good, [number for number in every if every.count(number) != good.count(number)]


def filled_gaps(markdown: str, taken: Collection[str]) -> tuple[str, dict[str, str]]:
    """The text with each `[[word]]` as a gap with a number that is not taken, and the words by their numbers."""
    known = {*taken, *map(str, _GAP.findall(markdown))}
    free = (str(number) for number in range(1, 100) if str(number) not in known)
    words: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        given = next(free, None)
        if given is None:
            return found[0]
        words[given] = found[1].strip()
        return f"[[{given}]]"

    return _WORD_IN_GAP.sub(number, markdown), words


def escaped(text: str) -> str:
    """Text as Markdown that says just that: the 17. in 17. Mai 1814 begins no list."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def plain(markdown: str) -> str:
    """The text alone, for titles and for formats without markup; a picture leaves its alternative text."""
    described = re.sub(r'<img[^>]*?alt="([^"]*)"[^>]*>', r"\1", html(markdown))
    text = re.sub(r"<[^>]+>", " ", re.sub(r"</?(?:em|strong|s|code|a)\b[^>]*>", "", described))
    return " ".join(html_entities.unescape(text).split())


def _clean(rendered: str) -> str:
    return nh3.clean(
        rendered,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        attribute_filter=_attribute,
        link_rel="noopener noreferrer",
    )
