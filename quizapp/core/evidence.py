"""Finds the passages that prove an answer in the article, and marks them as with a highlighter pen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import escape
from html.parser import HTMLParser
from itertools import groupby
from typing import TypeVar

from quizapp.core import prose
from quizapp.core.question import Quote

_BLOCKS = frozenset("p br hr pre blockquote ul ol li h1 h2 h3 h4 h5 h6 table thead tbody tr th td".split())

_VOID = ("<br", "<hr", "<img")
_Owner = TypeVar("_Owner")


@dataclass(frozen=True)
class Span:
    """A passage: places in `Reading.text`, the end not included."""

    start: int
    end: int


@dataclass(frozen=True)
class Block:
    """A paragraph, heading or list of the article: its HTML with the quotes marked, its text, and which quotes, counted
    from 0, stand in it.
    """

    html: str
    text: str
    quotes: tuple[int, ...]


@dataclass(frozen=True)
class Run:
    """A stretch of the article's HTML, and the passages, counted from 0, that it lies in: none for a tag."""

    html: str
    passages: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Piece:
    """A run of text between two tags, or one tag as it stands; `block` separates words."""

    content: str
    is_text: bool
    block: bool = False


class _Splitter(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[_Piece] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.pieces.append(_Piece(self.get_starttag_text() or "", False, tag in _BLOCKS))

    def handle_endtag(self, tag: str) -> None:
        self.pieces.append(_Piece(f"</{tag}>", False, tag in _BLOCKS))

    def handle_data(self, data: str) -> None:
        # Markdown's entities can make letters that are not composed.
        self.pieces.append(_Piece(unicodedata.normalize("NFC", data), True))


class Reading:
    """An article's body as it is read: its HTML, its text, and where a quote stands in it.

    White space counts as one space, wherever it is and however much; all text is in Unicode's NFC.
    """

    def __init__(self, body: str) -> None:
        self.html = prose.html(unicodedata.normalize("NFC", body))

    @cached_property
    def _pieces(self) -> Sequence[_Piece]:
        splitter = _Splitter()
        splitter.feed(self.html)
        splitter.close()
        return splitter.pieces

    @cached_property
    def _text_and_places(self) -> tuple[str, Sequence[tuple[int, int]]]:
        """The text with its white space folded, and for each character its piece and its place in that piece."""
        characters: list[str] = []
        places: list[tuple[int, int]] = []
        for index, piece in enumerate(self._pieces):
            for offset, character in enumerate(piece.content if piece.is_text else " " * piece.block):
                space = character.isspace()
                if not (space and (not characters or characters[-1] == " ")):
                    characters.append(" " if space else character)
                    places.append((index, offset))
        return "".join(characters), places

    @property
    def text(self) -> str:
        return self._text_and_places[0].rstrip()

    def spans(self, quote: Quote) -> tuple[Span, ...]:
        """Every passage that the quote fits, its prefix and suffix included."""
        exact, prefix, suffix = _folded(quote.exact), _folded(quote.prefix), _folded(quote.suffix)
        starts = _occurrences(self.text, exact)
        found = (Span(start, start + len(exact)) for start in starts)
        return tuple(
            span
            for span in found
            if self.text[: span.start].rstrip().endswith(prefix) and self.text[span.end :].lstrip().startswith(suffix)
        )

    def count(self, quote: Quote) -> int:
        """How often the quote is found; good evidence is found once."""
        return len(self.spans(quote))

    def marked(self, quotes: Iterable[Quote]) -> str:
        """The HTML with each quote in `<mark class="evidence">`, the n-th beginning at `id="evidence-n"`."""
        owners = self._owners(quotes)
        begun: set[int] = set()
        return "".join(
            _marked_text(piece.content, owners.get(index, {}), begun) if piece.is_text else piece.content
            for index, piece in enumerate(self._pieces)
        )

    def blocks(self, quotes: Iterable[Quote]) -> tuple[Block, ...]:
        """The article cut into its blocks, each as `marked` has it."""
        asked = list(quotes)
        owners, begun, found = self._owners(asked), set[int](), []
        standing = self._standing(asked)
        for indexes in self._block_pieces():
            pieces = [(self._pieces[index], owners.get(index, {})) for index in indexes]
            html = "".join(
                _marked_text(piece.content, own, begun) if piece.is_text else piece.content for piece, own in pieces
            )
            text = _folded("".join(piece.content if piece.is_text else " " * piece.block for piece, _ in pieces))
            if text:
                inside = set[int]().union(*(standing.get(index, ()) for index in indexes))
                found.append(Block(html, text, tuple(sorted(inside))))
        return tuple(found)

    def runs(self, spans: Sequence[Span]) -> tuple[Run, ...]:
        """The HTML in stretches that each lie in the same passages, also where these overlap."""
        inside: dict[int, dict[int, tuple[int, ...]]] = {}
        _, places = self._text_and_places
        for number, span in enumerate(spans):
            for piece, offset in places[span.start : span.end]:
                here = inside.setdefault(piece, {})
                here[offset] = (*here.get(offset, ()), number)
        return tuple(run for index, piece in enumerate(self._pieces) for run in _runs(piece, inside.get(index, {})))

    def _block_pieces(self) -> list[list[int]]:
        """The places of the pieces of each block that stands in no other."""
        blocks: list[list[int]] = [[]]
        depth = 0
        for index, piece in enumerate(self._pieces):
            blocks[-1].append(index)
            if not piece.is_text and not piece.content.startswith(_VOID):
                depth += -1 if piece.content.startswith("</") else 1
                if depth == 0:
                    blocks.append([])
        return blocks

    def _owners(self, quotes: Iterable[Quote]) -> dict[int, dict[int, int]]:
        """For each piece, which of its characters belong to which quote, counted from 1; the first quote wins."""
        owners: dict[int, dict[int, int]] = {}
        for number, quote in enumerate(quotes, start=1):
            for piece, offset in self._places(quote):
                owners.setdefault(piece, {}).setdefault(offset, number)
        return owners

    def _standing(self, quotes: Iterable[Quote]) -> dict[int, set[int]]:
        """For each piece, which quotes, counted from 0, stand in it, also within one another."""
        standing: dict[int, set[int]] = {}
        for number, quote in enumerate(quotes):
            for piece, _ in self._places(quote):
                standing.setdefault(piece, set()).add(number)
        return standing

    def _places(self, quote: Quote) -> Sequence[tuple[int, int]]:
        """The piece, and the place in it, of each character of the quote where it first stands."""
        _, places = self._text_and_places
        spans = self.spans(quote)
        return places[spans[0].start : spans[0].end] if spans else ()


@lru_cache(maxsize=256)
def reading(body: str) -> Reading:
    """The reading of an article's body, kept from one page view to the next."""
    return Reading(body)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _occurrences(text: str, part: str) -> list[int]:
    starts: list[int] = []
    at = text.find(part) if part else -1
    while at >= 0:
        starts.append(at)
        at = text.find(part, at + 1)
    return starts


def _marked_text(content: str, owners: dict[int, int], begun: set[int]) -> str:
    if not owners:
        return escape(content, quote=False)
    runs = groupby(range(len(content)), key=lambda offset: _owner_at(content, owners, offset))
    return "".join(_run(content, list(offsets), owner, begun) for owner, offsets in runs)


def _runs(piece: _Piece, inside: Mapping[int, tuple[int, ...]]) -> list[Run]:
    if not piece.is_text:
        return [Run(piece.content)]
    text = piece.content
    parts = groupby(range(len(text)), key=lambda offset: _owner_at(text, inside, offset) or ())
    return [Run(escape("".join(text[each] for each in offsets), quote=False), owner) for owner, offsets in parts]


def _owner_at(content: str, owners: Mapping[int, _Owner], offset: int) -> _Owner | None:
    """The quote at a character; a space that was folded away goes with the character before it."""
    while offset > 0 and offset not in owners and content[offset].isspace() and content[offset - 1].isspace():
        offset -= 1
    return owners.get(offset)


def _run(content: str, offsets: list[int], owner: int | None, begun: set[int]) -> str:
    text = escape(content[offsets[0] : offsets[-1] + 1], quote=False)
    if owner is None:
        return text
    anchor = "" if owner in begun else f' id="evidence-{owner}"'
    begun.add(owner)
    return f'<mark class="evidence"{anchor}>{text}</mark>'
