"""Tables made simple enough for Markdown, or written out row by row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice

from bs4 import Tag

from quizapp.core.sentences import Sentence, say
from quizapp.formats.article.markup import attribute

_MOST_COLUMNS = 20
#: Of a row that is written out; a row of thousands is no row of a table.
_MOST_WRITTEN_OUT = 200
_BLOCKS = frozenset("table ul ol blockquote pre h1 h2 h3 h4 h5 h6 img".split())
_PARAGRAPHS, _CELLS, _CAPTION = frozenset(("p", "div")), frozenset(("td", "th")), frozenset(("caption",))
_ROWS = frozenset(("tr", "thead", "tbody", "tfoot"))


def straighten_tables(part: Tag) -> tuple[Sentence, ...]:
    """Makes each table a plain one, or takes it apart; tells how many were taken apart."""
    taken_apart = 0
    for table in reversed(part.find_all("table")):
        for caption in _children(table, _CAPTION):
            caption.name = "p"
            table.insert_before(caption.extract())
        rows = [cells for row in _own_rows(table) if (cells := _children(row, _CELLS))]
        if _is_simple(rows):
            _even(table, rows)
        else:
            taken_apart += _take_apart(table, rows)
    if not taken_apart:
        return ()
    return (say("Tables with merged or nested cells were written out row by row: %(count)s.", count=taken_apart),)


def _own_rows(table: Tag) -> Iterator[Tag]:
    """The rows of the table itself, not of one within it."""
    for child in _children(table, _ROWS):
        yield from (child,) if child.name == "tr" else _children(child, _ROWS)


def _children(tag: Tag, names: frozenset[str]) -> list[Tag]:
    return [child for child in tag.contents if isinstance(child, Tag) and child.name in names]


def _within(tag: Tag, names: frozenset[str]) -> Iterator[Tag]:
    return (inner for inner in tag.descendants if isinstance(inner, Tag) and inner.name in names)


def _is_simple(rows: list[list[Tag]]) -> bool:
    columns = max(map(len, rows), default=0)
    return len(rows) > 1 and 1 < columns <= _MOST_COLUMNS and all(_is_plain(cell) for row in rows for cell in row)


def _is_plain(cell: Tag) -> bool:
    """Whether a cell is one of its row and its column, and has words alone in it, in one paragraph."""
    merged = any(attribute(cell, name) not in {"", "1"} for name in ("colspan", "rowspan"))
    return not merged and not any(_within(cell, _BLOCKS)) and len(list(islice(_within(cell, _PARAGRAPHS), 2))) < 2


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
        whole = any(any(_within(cell, _BLOCKS | _PARAGRAPHS)) for cell in row)
        line = _new("div" if whole else "p")
        for cell in row[:_MOST_WRITTEN_OUT]:
            cell.name = "div" if whole else "span"
            if not whole and line.contents:
                line.append(" – ")
            line.append(cell)
        frame.append(line)
    table.replace_with(frame)
    return is_table


def _new(name: str) -> Tag:
    return Tag(name=name)
