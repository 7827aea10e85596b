"""A tree of HTML written as Markdown that pages show well."""

from __future__ import annotations

import re
from typing import Any

from bs4 import Tag
from bs4.element import NavigableString
from markdownify import MarkdownConverter

from quizapp.core.sentences import Refusal, Sentence, say
from quizapp.formats.article.markdown import literal, one_line
from quizapp.formats.article.markup import attribute
from quizapp.formats.article.shelf import Shelf
from quizapp.formats.article.simplifying import simplify
from quizapp.formats.article.tables import straighten_tables

_WORD = re.compile(r"\w")


def written(part: Tag, shelf: Shelf, address: str | None = None) -> tuple[str, tuple[Sentence, ...]]:
    """The Markdown of a part of a page at `address`, and what it could not carry."""
    left_out = straighten_tables(part)
    simplify(part, address)
    try:
        text = _Writer(shelf).convert_soup(part)
    except RecursionError as error:
        raise Refusal(say("This is nested too deeply to be read. Copy the article's text and paste that.")) from error
    lines = "\n".join(line if line.strip() else "" for line in text.split("\n"))
    return re.sub(r" {0,2}\n{2,}", "\n\n", lines).strip(), left_out


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
        listed: str = self.convert_list(el, text, parent_tags)  # type: ignore[attr-defined]  # its stub lacks it
        return f"\n{listed}" if late and "li" in parent_tags else listed

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        bullet = f"{number}. " if (number := attribute(el, "data-number")) else "- "
        lines = text.strip().split("\n")
        indented = [line and " " * len(bullet) + line for line in lines[1:]]
        return "\n".join((bullet + lines[0], *indented)) + "\n" if lines[0] else "\n"

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802 - markdownify's name
        # Number signs at the end would be a heading's closing ones.
        words = re.sub(r"(?<![\\#])(#+)\s*$", r"\\\1", text.strip())
        heading: str = super().convert_hN(n, el, words, parent_tags)  # type: ignore[misc]  # its stub lacks it
        return heading

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        cells = [cell.name for cell in el.contents if isinstance(cell, Tag)]
        rule = f"| {' | '.join('---' for _ in cells)} |\n" if cells[0] == "th" else ""
        return f"|{text}\n{rule}"

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
