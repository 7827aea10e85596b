"""Tables made simple enough for Markdown, or written out row by row."""

from __future__ import annotations

from itertools import count

from bs4 import BeautifulSoup, Tag

from quizapp.core.sentences import Sentence, say
from quizapp.formats.article.markup import attribute

_MOST_COLUMNS = 20
_BLOCKS = ["table", "ul", "ol", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "img"]


def straighten_tables(part: Tag) -> tuple[Sentence, ...]:
    """Makes each table a plain one, or takes it apart; tells how many were taken apart."""
    taken_apart = 0
    for table in reversed(part.find_all("table")):
        for caption in table.find_all("caption"):
            caption.name = "p"
            table.insert_before(caption.extract())
        own = (row for row in table.find_all("tr") if row.find_parent("table") is table)
        rows = [list(cells) for row in own if (cells := row.find_all(["td", "th"], recursive=False))]
        if _is_simple(table, rows):
            _even(table, rows)
        else:
            taken_apart += _take_apart(table, rows)
    if not taken_apart:
        return ()
    return (say("Tables with merged or nested cells were written out row by row: %(count)s.", count=taken_apart),)


def _is_simple(table: Tag, rows: list[list[Tag]]) -> bool:
    columns = max(map(len, rows), default=0)
    merged = any(
        attribute(cell, name) not in {"", "1"} for row in rows for cell in row for name in ("colspan", "rowspan")
    )
    crowded = table.find(_BLOCKS) or any(len(cell.find_all(["p", "div"])) > 1 for row in rows for cell in row)
    return len(rows) > 1 and 1 < columns <= _MOST_COLUMNS and not merged and not crowded


def _even(table: Tag, rows: list[list[Tag]]) -> None:
    """Rows of the same length, straight below the table, the first of them the head."""
    columns = max(map(len, rows))
    table.clear()
    for number, row in zip(count(), rows, strict=False):
        line = _new("tr")
        for cell in row:
            cell.name = "td" if number else "th"
            line.append(cell)
        line.extend(_new("td" if number else "th") for _ in range(columns - len(row)))
        table.append(line)


def _take_apart(table: Tag, rows: list[list[Tag]]) -> bool:
    """Each row as a paragraph, or each cell with more than words in it as a part of its own.

    Tells whether it was a table at all, and no frame for the page.
    """
    frame = _new("div")
    is_table = len(rows) > 1 and any(len(row) > 1 for row in rows)
    for row in rows:
        whole = any(cell.find([*_BLOCKS, "p", "div"]) for cell in row)
        line = _new("div" if whole else "p")
        for cell in row:
            cell.name = "div" if whole else "span"
            if not whole and line.contents:
                line.append(" – ")
            line.append(cell)
        frame.append(line)
    table.replace_with(frame)
    return is_table


def _new(name: str) -> Tag:
    return BeautifulSoup("", "html.parser").new_tag(name)
