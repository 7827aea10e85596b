"""A note of ours that came back: what is said in it otherwise than in the deck that it was taken from."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from quizapp.core.card import Style
from quizapp.core.deck import DatedNote, Deck, DeckExport
from quizapp.core.library import Article
from quizapp.core.sentences import Refusal
from quizapp.formats.anki.fields import Filling
from quizapp.formats.anki.media import Media
from quizapp.formats.anki.questions import ours
from quizapp.formats.anki.questions.texts import PackageShelf, Texts
from quizapp.formats.anki.reading.collection import Note
from quizapp.formats.pictures import prepared

_IMAGE = re.compile(r"<img\b[^<>]{0,5000}>", re.IGNORECASE)
_WORDS = re.compile(r"\salt=\"([^\"]{0,2000})\"", re.IGNORECASE)
_LONGEST = 100_000
#: The fields that are text of a question, and the part of its document that says the same; "" for none alone.
_PARTS: Mapping[Style, Mapping[str, str]] = {
    "basic": {"Front": "", "Back": "", "Explanation": "explanation"},
    "typed": {"Front": "stem", "Answer": "answer", "Explanation": "explanation"},
    "choice": {"Front": "stem", "Options": "", "Explanation": "explanation"},
    "cloze": {"Text": "", "Explanation": "explanation"},
}


@dataclass(frozen=True)
class Change:
    """`part` of the question's document would say `after`, Markdown or, for an answer, plain; "" for no one part."""

    part: str
    after: str


def changes(note: Note, article: Article, dated: DatedNote) -> list[Change]:
    """What the note says that our deck does not; pictures are not compared. Nothing for a note of another type."""
    style = dated.note.card.style
    if ours.style_of(note) != style:
        return []
    sent = Filling(DeckExport(article, Deck("", "")), Media(())).fields(dated)
    found = [
        (part, note.fields[field])
        for field, part in _PARTS[style].items()
        if _compared(note.fields[field]) != _compared(sent[field]) and len(note.fields[field]) <= _LONGEST
    ]
    return [change for part, value in found if (change := _change(part, value))]


def _compared(value: str) -> str:
    """As Anki keeps it, with the words of pictures in their places."""
    return " ".join(unicodedata.normalize("NFC", _IMAGE.sub(_words, value)).split())


def _words(image: re.Match[str]) -> str:
    found = _WORDS.search(image[0])
    return found[1] if found else ""


def _change(part: str, value: str) -> Change | None:
    texts = Texts(PackageShelf({}, prepared))
    try:
        after = texts.plain(value) if part in {"answer", ""} else texts.markdown(value)
    except Refusal:
        return None
    # A picture would be lost on the way, so that text is only told.
    return Change("" if "<img" in html.unescape(value) else part, after)
