"""A note's fields, as HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from urllib.parse import quote

from quizapp.core import prose
from quizapp.core.card import CardGap, CardOption, Style
from quizapp.core.deck import DatedNote, DeckExport, Note
from quizapp.core.locales import locale
from quizapp.formats.anki import markup
from quizapp.formats.anki.media import Media

RETIRED = "This question has been withdrawn. You can suspend or delete this card."
GAP_RETIRED = "This gap has been withdrawn. You can suspend or delete this card."
#: A longer passage is looked for by its beginning and its end.
_SHORT = 100

Fields = dict[str, str]


def fields(dated: DatedNote, export: DeckExport, media: Media) -> Fields:
    """The fields that are filled, by their names."""
    own = _OWN[dated.note.card.style](dated, media)
    return {**own, **_proof(dated.note, export, media), **_marks(dated, export)}


def _proof(note: Note, export: DeckExport, media: Media) -> Fields:
    language = note.article_language
    quotes = (f"<mark>{markup.plain(' '.join(text.split()))}</mark>" for text in note.evidence)
    evidence = "".join(f"<blockquote{_spoken(language)}>{marked}</blockquote>" for marked in quotes)
    return {
        "Explanation": markup.block(note.explanation, media),
        "Evidence": evidence,
        "Source": f"<bdi{_spoken(language)}>{markup.plain(note.source)}</bdi>",
        "Link": markup.attribute(note.link),
        "Page": markup.attribute(_page(note, export)),
    }


def _marks(dated: DatedNote, export: DeckExport) -> Fields:
    note = dated.note
    name = "/".join(filter(None, (export.article.slug, note.question, note.card.part)))
    return {
        "Notice": RETIRED if dated.retired else "",
        "Language": note.language,
        "Direction": direction(note.language),
        "Id": markup.attribute(name),
    }


def direction(language: str) -> str:
    known = locale(language)
    return known.text_direction if known else "ltr"


def _spoken(language: str) -> str:
    return f' lang="{language}" dir="{direction(language)}"'


def _page(note: Note, export: DeckExport) -> str:
    """The article's page where the site has an address, at the first passage; browsers know `#:~:text=`."""
    if not export.site:
        return ""
    passage = " ".join(note.evidence[0].split())
    ends = [passage] if len(passage) <= _SHORT else [_whole_words(passage, 40), _whole_words(passage[::-1], 40)[::-1]]
    return f"{export.site}/articles/{export.article.slug}#:~:text=" + ",".join(
        quote(end, safe="").replace("-", "%2D") for end in ends
    )


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
    right = (f"right-{place}" for place, option in enumerate(options, start=1) if option.correct)
    return {
        "Front": markup.block(card.front, media),
        "Options": f"<ol>{''.join(_option(option, media) for option in options)}</ol>",
        "Key": " ".join(right),
    }


def _option(option: CardOption, media: Media) -> str:
    tag = '<li class="pinned">' if option.pinned else "<li>"
    return f"{tag}{markup.line(option.text, media)}</li>"


def _unordered(options: tuple[CardOption, ...], guid: str) -> list[CardOption]:
    """The options in an order that says nothing of the key, for where no script runs: authors write the key first."""
    loose = iter(
        sorted(
            (option for option in options if not option.pinned),
            key=lambda option: sha256(f"{guid} {option.text}".encode()).digest(),
        )
    )
    return [option if option.pinned else next(loose) for option in options]


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
