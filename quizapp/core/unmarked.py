"""Text without Markdown's signs, as the HTML that Markdown makes of it: most texts, at a small part of the cost.

Whatever is not certainly one of these few forms is left to Markdown itself; `tests/core/test_unmarked.py` holds that
the two never differ.
"""

from __future__ import annotations

import re

#: Neither a sign of Markdown or HTML nor anything that is trimmed, hidden or written as an entity.
_TEXT = r"[^\x00-\x1f\x7f-\xa0\ud800-\udfff\ufeff\ufff0-\uffff\\*_`\[\]<>&~|]"
#: A gap is no link: it has two brackets, and no address behind it.
_GAP = r"\[\[[1-9]\d?\]\](?![(\[:])"
#: What begins no list, heading or rule.
_FIRST = r"(?!\d+[.)])[^\W_]"
_LINE = re.compile(rf"(?:{_FIRST}|{_GAP})(?:{_TEXT}++|{_GAP})*+(?<!\s)")
_BOLD = re.compile(rf"(?<![^ ])\*\*(?!\s)({_TEXT}+)(?<!\s)\*\*(?![^ ])")
_BOLD_FIRST = re.compile(rf"(?:{_TEXT}++|{_GAP})++(?<!\s)")
#: The letters of `_TEXT` that are ASCII: these are found many times faster.
_ASCII = bytes(code for code in range(128) if re.fullmatch(_TEXT, chr(code)))
_NUMBER = re.compile(r"[0-9]{1,9}")


def block(markdown: str) -> str | None:
    """Paragraphs, at the end perhaps a numbered list, as Markdown's HTML; None for anything else."""
    if is_line(markdown):
        return f"<p>{markdown}</p>\n"
    *before, last = markdown.split("\n\n")
    items = _items(last)
    paragraphs = [line(chunk) for chunk in (before if items else [*before, last])]
    if not all(paragraphs):
        return None
    return "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs) + (items or "")


def line(markdown: str) -> str | None:
    """One line, perhaps with words in bold, as Markdown's HTML; None for anything else."""
    if is_line(markdown):
        return markdown
    if "**" not in markdown:
        return None
    bare = _BOLD.sub(r"\1", markdown)
    whole = _BOLD_FIRST if markdown.startswith("**") else _LINE
    return _BOLD.sub(r"<strong>\1</strong>", markdown) if whole.fullmatch(bare) else None


def is_line(text: str) -> bool:
    """Whether this is one line that means the same in Markdown, in HTML and as it stands."""
    if text.isascii() and text[:1].isalpha() and text[-1] != " " and not text.encode().translate(None, _ASCII):
        return True
    return _LINE.fullmatch(text) is not None


def _items(chunk: str) -> str | None:
    """A list that is numbered from 1 and has one line for each item."""
    if not chunk.startswith("1. "):
        return None
    numbered = [each.partition(". ") for each in chunk.split("\n")]
    items = [line(text) if _NUMBER.fullmatch(number) else None for number, _, text in numbered]
    return "".join(["<ol>\n", *(f"<li>{item}</li>\n" for item in items), "</ol>\n"]) if all(items) else None
