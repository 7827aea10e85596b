"""Plain text: paragraphs and lists as they were meant, every sign in them as it stands."""

from __future__ import annotations

import re
from itertools import groupby

from quizapp.formats.article.draft import Draft, Facts, line, refuse_far_too_long
from quizapp.formats.article.markdown import literal, one_line

_BULLET = re.compile(r"([-*•·‣◦▪])[ \t]+(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})([.)])[ \t]+(?=\S)")
_ENDS = tuple('.!?:;,…。！？」』”"»)')
#: Mail programs and old editors break lines at about this width.
_SHORTEST_FULL_LINE, _LONGEST_FULL_LINE = 50, 100
_LONGEST_TITLE = 150


def read_plain_text(text: str) -> Draft:
    """The article in a text without markup; its first line is the title if it looks like one."""
    refuse_far_too_long(text)
    blocks = [list(lines) for blank, lines in groupby(text.split("\n"), key=lambda each: not each.strip()) if not blank]
    title = _title(blocks)
    if title:
        blocks[0] = blocks[0][1:]
    return Draft(Facts(title=title), "\n\n".join(part for block in blocks for part in _paragraphs(block)))


def _title(blocks: list[list[str]]) -> str | None:
    """The first line where it stands alone, is short and ends as no sentence does."""
    first = blocks[0] if blocks else []
    alone = len(first) == 1 or (len(blocks) == 1 and len(first) > 2 and len(first[1]) > 2 * len(first[0]))
    if not alone or (len(blocks) == 1 and len(first) == 1):
        return None
    words = first[0].strip()
    is_title = (
        any(map(str.isalnum, words))
        and len(words) <= _LONGEST_TITLE
        and not words.endswith(_ENDS)
        and not _BULLET.match(words)
    )
    return line(words) if is_title else None


def _paragraphs(block: list[str]) -> list[str]:
    """The paragraphs in lines between two blank ones."""
    items = _bulleted(block) or _numbered(block)
    if items:
        return ["\n".join(items)]
    if _is_broken_at_a_width(block):
        return [literal(one_line("\n".join(block)))]
    return [literal(each) for each in block]


def _bulleted(block: list[str]) -> list[str]:
    """The items of a list with one sign before each line; a dash begins what somebody says."""
    found = [_BULLET.match(each.strip()) for each in block]
    signs = {item[1] for item in found if item}
    if len(block) < 2 or len(signs) != 1 or not all(found):
        return []
    return [f"- {literal(item.string[item.end() :])}" for item in found if item]


def _numbered(block: list[str]) -> list[str]:
    """The items of a list that counts up from 1."""
    found = [_NUMBER.match(each.strip()) for each in block]
    numbers = [int(item[1]) for item in found if item]
    if len(block) < 2 or numbers != list(range(1, len(block) + 1)):
        return []
    return [f"{item[1]}. {literal(item.string[item.end() :])}" for item in found if item]


def _is_broken_at_a_width(block: list[str]) -> bool:
    """Whether all lines but the last are about as long as a line can be: then their ends mean nothing."""
    full = [len(each.rstrip()) for each in block[:-1]]
    if not full or len(block[-1]) > max(full) + 10:
        return False
    wide = sum(2 if sign >= "\u2e80" else 1 for sign in block[0])
    fits = min(max(full), wide) >= _SHORTEST_FULL_LINE and max(full) <= _LONGEST_FULL_LINE
    return fits and min(full) > max(full) - 25
