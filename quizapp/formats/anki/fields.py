"""A note's fields, as HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256
from string import ascii_letters, digits
from urllib.parse import quote

from quizapp.core import prose
from quizapp.core.card import CardGap, CardOption, Style
from quizapp.core.deck import DatedNote, DeckExport, Note
from quizapp.core.locales import locale
from quizapp.formats.anki import markup
from quizapp.formats.anki.media import Media
from quizapp.formats.anki.note_types import FIELDS, SPARE

RETIRED = "This question has been withdrawn. You can suspend or delete this card."
GAP_RETIRED = "This gap has been withdrawn. You can suspend or delete this card."
#: The languages that are written from right to left in some script or place: only these are looked up, for reading in
#: what is known of all takes longer than a small deck does.
_PERHAPS_RIGHT_TO_LEFT = set(
    "apc ar arc az bal bgn bm ckb dv fa ff ha he iw ji kk ks lrc ms mzn nqo pa ps rhg sd sdh skr syr trw".split()
) | set("ug ur uz yi".split())
#: Between the fields of a note.
SEPARATOR = "\x1f"
_SPARE = SEPARATOR * (len(SPARE) - 1)
_UNQUOTED = f"{ascii_letters}{digits}_.~".encode()
#: A longer passage is looked for by its beginning and its end.
_SHORT = 100

Fields = dict[str, str]


class Filling:
    """Fills in the fields of an export's notes; what the notes of one question share is made once."""

    def __init__(self, export: DeckExport, media: Media) -> None:
        self._media = media
        self._article = export.article.slug
        self._page = markup.attribute(f"{export.site}/articles/{export.article.slug}") if export.site else ""
        self._proven: tuple[object, ...] = ()
        self._proof = ""

    def fields(self, dated: DatedNote) -> Fields:
        """All fields by their names, in the order of the note type."""
        own, row = self.row(dated)
        return own | dict(zip(FIELDS[dated.note.card.style], row.split(SEPARATOR), strict=True))

    def row(self, dated: DatedNote) -> tuple[Fields, str]:
        """The fields that its style alone has, by their names; and all of them as they stand in a collection."""
        note, part = dated.note, dated.note.card.part
        proven = note.explanation, note.evidence, note.source, note.link, note.article_language
        if proven != self._proven:
            self._proven, self._proof = proven, SEPARATOR.join(self._prove(note))
        own = _OWN[note.card.style](dated, self._media)
        name = f"{self._article}/{note.question}/{part}" if part else f"{self._article}/{note.question}"
        notice = RETIRED if dated.retired else ""
        marks = (notice, note.language, direction(note.language), markup.attribute(name))
        return own, SEPARATOR.join((*own.values(), self._proof, *marks, _SPARE))

    def _prove(self, note: Note) -> Sequence[str]:
        passages = [" ".join(text.split()) for text in note.evidence]
        quoted = f"<blockquote{_spoken(note.article_language)}><mark>"
        marked = f"</mark></blockquote>{quoted}".join(map(markup.plain, passages))
        return (
            markup.block(note.explanation, self._media),
            f"{quoted}{marked}</mark></blockquote>" if passages else "",
            _source(note.source, note.article_language),
            _link(note.link),
            _at(self._page, passages[0]) if self._page else "",
        )


@lru_cache(maxsize=64)
def _link(link: str) -> str:
    return markup.attribute(link)


@lru_cache(maxsize=64)
def _source(source: str, language: str) -> str:
    return f"<bdi{_spoken(language)}>{markup.plain(source)}</bdi>"


@lru_cache(maxsize=64)
def direction(language: str) -> str:
    if language.partition("-")[0] not in _PERHAPS_RIGHT_TO_LEFT:
        return "ltr"
    known = locale(language)
    return known.text_direction if known else "ltr"


@lru_cache(maxsize=64)
def _spoken(language: str) -> str:
    return f' lang="{language}" dir="{direction(language)}"'


def _at(page: str, passage: str) -> str:
    """The article's page at a passage; browsers know `#:~:text=`."""
    ends = [passage] if len(passage) <= _SHORT else [_whole_words(passage, 40), _whole_words(passage[::-1], 40)[::-1]]
    return f"{page}#:~:text=" + ",".join(map(_quoted, ends))


def _quoted(text: str) -> str:
    """As `quote` has it, which looks at each letter by itself and takes many times as long."""
    if "%" in text or not text.isascii():
        return quote(text, safe="").replace("-", "%2D")
    for code in set(text.encode().translate(None, _UNQUOTED)):
        text = text.replace(chr(code), f"%{code:02X}")
    return text


def _whole_words(text: str, most: int) -> str:
    """The beginning of a text; all of one that has no spaces, which a browser could not find by a part of a word."""
    return text[: text.find(" ", most)] if " " in text[most:] else text


def _basic(dated: DatedNote, media: Media) -> Fields:
    card = dated.note.card
    return {"Front": markup.block(card.front, media), "Back": markup.block(card.back, media)}


def _typed(dated: DatedNote, media: Media) -> Fields:
    card = dated.note.card
    return {"Front": markup.block(card.front, media), "Answer": markup.typed(card.back)}


def _choice(dated: DatedNote, media: Media) -> Fields:
    card = dated.note.card
    options = _unordered(card.options, dated.guid)
    right = [f"right-{place}" for place, option in enumerate(options, start=1) if option.correct]
    items = [
        f'<li class="pinned">{markup.line(option.text, media)}</li>'
        if option.pinned
        else f"<li>{markup.line(option.text, media)}</li>"
        for option in options
    ]
    return {
        "Front": markup.block(card.front, media),
        "Options": f"<ol>{''.join(items)}</ol>",
        "Key": " ".join(right),
    }


def _unordered(options: tuple[CardOption, ...], guid: str) -> list[CardOption]:
    """The options in an order that says nothing of the key, for where no script runs: authors write the key first."""
    loose = [option for option in options if not option.pinned]
    loose.sort(key=lambda option: sha256(f"{guid} {option.text}".encode()).digest())
    if len(loose) == len(options):
        return loose
    rest = iter(loose)
    return [option if option.pinned else next(rest) for option in options]


def _cloze(dated: DatedNote, media: Media) -> Fields:
    note = dated.note
    deletions = {gap.number: _deletion(gap) for gap in note.card.gaps}
    text = (
        deletions.get(piece, f"[[{piece}]]") if isinstance(piece, int) else markup.literal(media.placed(piece))
        for piece in prose.pieces(note.card.front)
    )
    gone = (f'<div class="quiz-gone">{{{{c{number}::✓::{GAP_RETIRED}}}}}</div>' for number in note.retired_gaps)
    return {"Text": "".join([*text, *gone]).strip()}


def _deletion(gap: CardGap) -> str:
    hint = f"::{_inside(gap.hint)}" if gap.hint else ""
    return f"{{{{c{gap.number}::{_inside(gap.answer)}{hint}}}}}"


def _inside(text: str) -> str:
    """Plain text that ends neither a deletion nor its answer."""
    return re.sub("[{}:]", lambda found: markup.entities(found[0]), markup.plain(text))


_OWN: dict[Style, Callable[[DatedNote, Media], Fields]] = {
    "basic": _basic,
    "typed": _typed,
    "choice": _choice,
    "cloze": _cloze,
}
