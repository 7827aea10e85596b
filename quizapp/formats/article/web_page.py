"""Web pages, saved whole or pasted in part: the article in them as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bs4 import Tag

from quizapp.core.sentences import Sentence, say
from quizapp.formats.article.draft import Draft, line
from quizapp.formats.article.main_part import main_part, take_out_surroundings
from quizapp.formats.article.markup import tree
from quizapp.formats.article.page_facts import facts_of
from quizapp.formats.article.shelf import Shelf
from quizapp.formats.article.writing import written

_PAGE = re.compile(
    r"\s*(?:<\?xml[^<>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK = re.compile(r"<(p|div|article|section|h[1-6]|ul|ol|table|blockquote)(?:\s[^<>]{0,500})?>", re.IGNORECASE)
_EMBEDDED = re.compile(r"<(?:iframe|video|audio|object|embed|canvas)\b", re.IGNORECASE)
_FORMULA = re.compile(r"<math\b", re.IGNORECASE)


def looks_like_page(text: str) -> bool:
    """Whether a text is HTML: a page from its beginning, or a piece of one that begins and ends with a block."""
    if _PAGE.match(text):
        return True
    block = _BLOCK.match(text.lstrip())
    return bool(block and f"</{block[1].lower()}>" in text.lower())


def read_page(html: str) -> Draft:
    """The article of a page. Raises `Refusal` for one that is too large or too deep."""
    shelf = Shelf()
    html = shelf.emptied(html)
    page = tree(html)
    facts = facts_of(html, page)
    for tag in page.find_all(["title", "meta", "link"]):
        tag.decompose()
    around = take_out_surroundings(page)
    part = main_part(page)
    around = around or len(part.get_text(strip=True)) < len(page.get_text(strip=True))
    part = part.extract() if part.parent else part
    part.name = "div" if part.name in {"td", "th", "li", "p"} else part.name
    _take_title(part, facts.title)
    body, of_tables = written(part, shelf, facts.url)
    left_out = (*_told(html, around), *of_tables, *shelf.left_out)
    return Draft(replace(facts, title=line(facts.title)), body, shelf.pictures, left_out)


def _take_title(part: Tag, title: str | None) -> None:
    """A heading that says the title again is not the body's."""
    for heading in part.find_all(["h1", "h2"], limit=3):
        if title and line(heading.get_text(" ")) == title:
            heading.decompose()
            return


def _told(html: str, around: bool) -> Iterator[Sentence]:
    if around:
        yield say("Menus, advertisements and what else stands around the article were left out.")
    if _EMBEDDED.search(html):
        yield say("Films, sound and other parts that the page embeds were left out.")
    if _FORMULA.search(html):
        yield say("Formulas were left out. Write them into the text.")
