"""A tree of HTML written as Markdown that pages show well."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

from bs4 import Tag
from bs4.element import NavigableString
from markdownify import MarkdownConverter

from quizapp.core.sentences import Refusal, Sentence, say
from quizapp.formats.article.draft import link
from quizapp.formats.article.markdown import literal, one_line
from quizapp.formats.article.markup import attribute
from quizapp.formats.article.shelf import Shelf
from quizapp.formats.article.tables import straighten_tables

_BLOCKS = ["p", "div", "ul", "ol", "li", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "figure"]
_SAME = {"b": "strong", "i": "em", "cite": "em", "strike": "s", "del": "s", "summary": "p", "dt": "p", "dd": "p"}
_UNWRAPPED = [
    *"span section article main header figure hgroup body html time mark small u abbr bdi bdo sub dl address".split(),
    *"details ruby thead tbody tfoot nav aside footer".split(),
]
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_IN_ADDRESS = str.maketrans({"(": "%28", ")": "%29", "\\": "%5C"})
_WORD = re.compile(r"\w")


def written(part: Tag, shelf: Shelf, address: str | None = None) -> tuple[str, tuple[Sentence, ...]]:
    """The Markdown of a part of a page at `address`, and what it could not carry."""
    left_out = straighten_tables(part)
    _simplify(part, address)
    try:
        text = _Writer(shelf).convert_soup(part)
    except RecursionError as error:
        raise Refusal(say("This is nested too deeply to be read. Copy the article's text and paste that.")) from error
    return re.sub(r"\n[ \t]*\n(?:[ \t]*\n)+", "\n\n", text).strip(), left_out


def _simplify(part: Tag, address: str | None) -> None:
    for tag in part.find_all(list(_SAME)):
        tag.name = _SAME[tag.name]
    for tag in part.find_all("rt"):
        tag.decompose()
    for tag in part.find_all("sup"):
        tag.replace_with(_raised(tag))
    for tag in part.find_all("a"):
        _settle_link(tag, address)
    for tag in part.find_all(_UNWRAPPED):
        _unwrap(tag)
    part.smooth()
    _lower_headings(part)
    _join_equal_neighbours(part)
    for tag in part.find_all("ol"):
        _number(tag)


def _raised(tag: Tag) -> str:
    """10² stays 10², and the number of a footnote stands in brackets."""
    text = tag.get_text()
    return text.translate(_RAISED) if re.fullmatch(r"[+-]?\d{1,4}", text) else text


def _settle_link(tag: Tag, address: str | None) -> None:
    """A link keeps an address that holds everywhere, and nothing but words in it."""
    target = attribute(tag, "href").strip()
    if address and target and not target.startswith("#"):
        target = _joined(address, target)
    is_whole = link(target) or re.fullmatch(r"mailto:[^\s<>\"]{3,200}", target)
    if not is_whole or tag.find([*_BLOCKS, "img", "a"]) or not tag.get_text(strip=True):
        tag.unwrap()
    else:
        tag["href"] = target.translate(_IN_ADDRESS)


def _joined(address: str, target: str) -> str:
    try:
        return urljoin(address, target)
    except ValueError:
        return ""


def _unwrap(tag: Tag) -> None:
    """Leave the content alone; what was a block stays one."""
    if tag.name in {"section", "article", "main", "header", "figure", "address", "details", "nav", "aside", "footer"}:
        tag.name = "div"
    else:
        tag.unwrap()


def _lower_headings(part: Tag) -> None:
    """The title is the article's; headings within it begin at the second level."""
    if part.find("h1"):
        for tag in part.find_all(["h1", "h2", "h3", "h4", "h5"]):
            tag.name = f"h{int(tag.name[1]) + 1}"


def _join_equal_neighbours(part: Tag) -> None:
    """**a****b** would be no Markdown: two that touch are one."""
    for tag in part.find_all(["strong", "em", "s"]):
        while isinstance(after := tag.next_sibling, Tag) and after.name == tag.name:
            tag.extend(list(after.contents))
            after.decompose()


def _number(tag: Tag) -> None:
    first = attribute(tag, "start")
    number = int(first) if re.fullmatch(r"\d{1,6}", first) else 1
    for item in tag.find_all("li", recursive=False):
        item["data-number"] = str(number)
        number += 1


class _Writer(MarkdownConverter):
    def __init__(self, shelf: Shelf) -> None:
        super().__init__(heading_style="atx", bullets="-", autolinks=False, table_infer_header=True)
        self._shelf = shelf

    def escape(self, text: str, parent_tags: set[str]) -> str:
        edges = (" " if text[:1].isspace() else ""), (" " if text[-1:].isspace() else "")
        words = literal(one_line(text))
        if {"td", "th"} & parent_tags:
            words = re.sub(r"(?<!\\)\|", r"\\|", words)
        return edges[0] + words + edges[1] if words else edges[0]

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        text: str = super().process_text(el, parent_tags)  # type: ignore[misc]  # its stub lacks it
        # A link after an exclamation mark would be a picture.
        return f"{text[:-1]}\\!" if text.endswith("!") and isinstance(el.next_sibling, Tag) else text

    def convert_strong(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _emphasised(el, text, "**", parent_tags)

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _emphasised(el, text, "*", parent_tags)

    def convert_s(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _emphasised(el, text, "~~", parent_tags)

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = " ".join(attribute(el, "alt").split())
        if "_inline" in parent_tags:
            return literal(words)
        name = self._shelf.name(attribute(el, "src"), words)
        return f"![{literal(words)}]({name})" if name else ""

    def convert_ol(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        first = el.find("li")
        # Right below words, only a list that counts from 1 is seen as one.
        late = first is not None and attribute(first, "data-number") != "1"
        listed: str = self.convert_list(el, text, parent_tags)
        return f"\n{listed}" if late and "li" in parent_tags else listed

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        bullet = f"{number}. " if (number := attribute(el, "data-number")) else "- "
        lines = text.strip().split("\n")
        indented = [line and " " * len(bullet) + line for line in lines[1:]]
        return "\n".join((bullet + lines[0], *indented)) + "\n" if lines[0] else "\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        fence = max(("```", *(run + "`" for run in re.findall("`{3,}", text))), key=len)
        return f"\n\n{fence}\n{text.strip(chr(10))}\n{fence}\n\n" if text.strip() else ""

    def convert_q(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"“{text}”"


def _emphasised(el: Tag, text: str, sign: str, parent_tags: set[str]) -> str:
    """Marked, where Markdown will see the marks: not around a quote or bracket that touches a word outside."""
    words = text.strip()
    if not words or "\n\n" in words or el.name in parent_tags or "_noformat" in parent_tags:
        return text
    before, after = _beside(el.previous_sibling, -1), _beside(el.next_sibling, 0)
    lead, tail = text[0].isspace(), text[-1].isspace()
    hidden = (before and not lead and not _WORD.match(words[0])) or (after and not tail and not _WORD.match(words[-1]))
    return text if hidden else f"{' ' * lead}{sign}{words}{sign}{' ' * tail}"


def _beside(sibling: Any, place: int) -> bool:
    """Whether what stands beside, there, is part of a word, or is marked itself."""
    text = sibling.get_text() if isinstance(sibling, Tag) else str(sibling or "")
    return isinstance(sibling, Tag) or bool(text and _WORD.match(text[place]))
