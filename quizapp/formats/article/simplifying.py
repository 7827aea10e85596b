"""A tree of HTML brought into the few shapes that Markdown has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from urllib.parse import urljoin

from bs4 import Tag
from bs4.element import PageElement

from quizapp.formats.article.draft import link
from quizapp.formats.article.markup import attribute

_BLOCKS = "p div ul ol li table blockquote pre h1 h2 h3 h4 h5 h6 figure hr".split()
_MARKS = ["strong", "em", "s", "code", "kbd", "samp", "q"]
_SAME = {
    "b": "strong",
    "i": "em",
    "cite": "em",
    "strike": "s",
    "del": "s",
    "summary": "p",
    "dt": "p",
    "dd": "p",
    "kbd": "code",
    "samp": "code",
}
_FRAMES = (
    "section article main header figure hgroup body html address details nav aside footer dl thead tbody tfoot".split()
)
#: Elements that say nothing in Markdown; `span` is also what becomes of others that shall go and leave their words.
_BARE = frozenset("span time mark small u abbr bdi bdo sub ruby".split())
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_IN_ADDRESS = str.maketrans({"(": "%28", ")": "%29", "\\": "%5C"})


def simplify(part: Tag, address: str | None) -> None:
    for tag in part.find_all(list(_SAME)):
        tag.name = _SAME[tag.name]
    for tag in part.find_all("rt"):
        tag.decompose()
    for tag in part.find_all(_FRAMES):
        tag.name = "div"
    for tag in part.find_all("sup"):
        tag.name, tag.string = "span", _raised(tag)
    for tag in part.find_all("a"):
        _settle_link(tag, address)
    for tag in part.find_all("pre"):
        tag.string = tag.get_text()
    for tag in part.find_all(_MARKS):
        tag.name = "span" if tag.find(_BLOCKS) else tag.name
    _unwrap_bare(part)
    _lower_headings(part)
    _join_equal_neighbours(part)
    for tag in part.find_all("hr"):
        if tag.find_parent(["td", "th", "ul", "ol"]):
            tag.decompose()
    for tag in part.find_all("li"):
        tag.name = "li" if tag.parent and tag.parent.name in {"ul", "ol"} else "div"
    for tag in part.find_all(["ul", "ol"]):
        _settle_list(tag)


def _raised(tag: Tag) -> str:
    """10² stays 10²."""
    text = tag.get_text()
    return text.translate(_RAISED) if re.fullmatch(r"[+-]?\d{1,4}", text) else text


def _settle_link(tag: Tag, address: str | None) -> None:
    """A link keeps an address that holds everywhere, and nothing but words in it."""
    target = attribute(tag, "href").strip()
    if address and target and not target.startswith("#"):
        target = _joined(address, target)
    is_whole = link(target) or re.fullmatch(r"mailto:[^\s<>\"]{3,200}", target)
    if not is_whole or tag.find([*_BLOCKS, "img", "a"]) or not tag.get_text(strip=True):
        tag.name = "span"
    else:
        tag["href"] = target.translate(_IN_ADDRESS)


def _joined(address: str, target: str) -> str:
    try:
        return urljoin(address, target)
    except ValueError:
        return ""


def _unwrap_bare(part: Tag) -> None:
    """Takes bare elements away and leaves what is in them; each parent's content is put together once."""
    for parent in [part, *part.find_all(True)]:
        if any(isinstance(child, Tag) and child.name in _BARE for child in parent.contents):
            content = list(_content(parent))
            parent.clear()
            for is_tag, run in groupby(content, key=lambda child: isinstance(child, Tag)):
                found = list(run)
                parent.extend(found if is_tag else ["".join(map(str, found))])


def _content(tag: Tag) -> Iterator[PageElement]:
    for child in list(tag.contents):
        if isinstance(child, Tag) and child.name in _BARE:
            yield from _content(child)
        else:
            yield child


def _lower_headings(part: Tag) -> None:
    """The title is the article's; headings within it begin at the second level, and say something."""
    for tag in part.find_all(["h1", "h2", "h3", "h4", "h5", "h6"]):
        if tag.parent is None:
            continue
        if not tag.get_text(strip=True):
            tag.unwrap()
            continue
        if tag.find(_BLOCKS):
            tag.string = tag.get_text(" ")
    if part.find("h1"):
        for tag in part.find_all(["h1", "h2", "h3", "h4", "h5"]):
            tag.name = f"h{int(tag.name[1]) + 1}"


def _join_equal_neighbours(part: Tag) -> None:
    """**a****b** would be no Markdown: two that touch are one."""
    for tag in part.find_all(["strong", "em", "s", "code"]):
        while isinstance(after := tag.next_sibling, Tag) and after.name == tag.name:
            tag.extend(list(after.contents))
            after.decompose()


def _settle_list(tag: Tag) -> None:
    """Everything in a list is in an item; the items of a list that counts know their numbers."""
    first = attribute(tag, "start")
    number = int(first) if re.fullmatch(r"\d{1,6}", first) else 1
    item = None
    for child in list(tag.contents):
        if isinstance(child, Tag) and child.name == "li":
            item = child
            if tag.name == "ol":
                item["data-number"] = str(number)
                number += 1
        elif item and (isinstance(child, Tag) or str(child).strip()):
            item.append(child.extract())
        elif isinstance(child, Tag) or str(child).strip():
            item = child.wrap(Tag(name="li"))
