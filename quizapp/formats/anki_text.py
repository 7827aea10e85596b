"""anki_text: notes as lines of text, as Anki's own File, Import takes them: for reading, mending and passing on."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from quizapp.core.card import Style
from quizapp.core.deck import RETIRED_TAG, DatedNote, Deck, SetExport
from quizapp.core.sentences import Sentence, say
from quizapp.formats import Dumped
from quizapp.formats.anki.fields import Fields, Filling
from quizapp.formats.anki.media import Media
from quizapp.formats.anki.notes import fault

#: The columns before the fields; `#` lines tell Anki which is which.
_HEAD = (
    "#separator:tab",
    "#html:true",
    "#guid column:1",
    "#notetype column:2",
    "#deck column:3",
    "#tags column:4",
)


class _AnkiText:
    """Writes a set's notes with the note types that every Anki has; `anki.text.reading` reads any such file."""

    name = "anki_text"
    suffix = ".txt"
    media_type = "text/plain; charset=utf-8"

    def write(self, export: SetExport) -> Dumped:
        """Notes keep their identity: imported again, Anki updates them. Equal content gives equal bytes."""
        media, left_out = Media(()), []
        filling = Filling(export, media)
        out = io.StringIO()
        # In quotes, for a line that begins with # would be a comment.
        lines = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n")
        out.writelines(f"{line}\n" for line in _HEAD)
        for deck, dated in _dated(export.deck):
            filled = filling.fields(dated)
            reason = fault(dated, filled)
            if reason:
                left_out.append(reason)
            else:
                lines.writerow(_row(deck, dated, filled))
        return Dumped(out.getvalue().encode(), (*left_out, *_left_out(export, media)))


def _dated(deck: Deck) -> Iterable[tuple[Deck, DatedNote]]:
    return ((each, dated) for each in deck.decks() for dated in each.notes)


def _row(deck: Deck, dated: DatedNote, filled: Fields) -> Sequence[str]:
    note_type, write = _NOTES[dated.note.card.style]
    tags = " ".join([*dated.note.tags, *([RETIRED_TAG] if dated.retired else [])])
    return (dated.guid, note_type, deck.name, tags, *write(filled))


def _basic(filled: Fields) -> Sequence[str]:
    return _noticed(filled, filled["Front"]), filled["Back"] + _proof(filled)


def _typed(filled: Fields) -> Sequence[str]:
    return _noticed(filled, filled["Front"]), filled["Answer"]


def _choice(filled: Fields) -> Sequence[str]:
    right = {int(name.removeprefix("right-")) for name in filled["Key"].split()}
    options = filled["Options"].split("</li>")[:-1]
    kept = "".join(f"{option}</li>" for place, option in enumerate(options, start=1) if place in right)
    key = f"<ul>{kept.removeprefix('<ol>')}</ul>"
    return _noticed(filled, filled["Front"] + filled["Options"]), key + _proof(filled)


def _cloze(filled: Fields) -> Sequence[str]:
    return _noticed(filled, filled["Text"]), _proof(filled)


_NOTES: dict[Style, tuple[str, Callable[[Fields], Sequence[str]]]] = {
    "basic": ("Basic", _basic),
    "typed": ("Basic (type in the answer)", _typed),
    "choice": ("Basic", _choice),
    "cloze": ("Cloze", _cloze),
}


def _noticed(filled: Fields, front: str) -> str:
    return f"<p><em>{filled['Notice']}</em></p>{front}" if filled["Notice"] else front


def _proof(filled: Fields) -> str:
    source = filled["Source"]
    linked = f'<a href="{filled["Link"]}">{source}</a>' if filled["Link"] else source
    return f"{filled['Explanation']}{filled['Evidence']}<p>{linked}</p>"


def _left_out(export: SetExport, media: Media) -> Iterable[Sentence]:
    styles = {dated.note.card.style for _, dated in _dated(export.deck)}
    for name in sorted(media.missing):
        yield say("A text holds no pictures: %(name)s was left out, and its words stand in its place.", name=name)
    if "choice" in styles:
        yield say("Options stand on the front as a list and are not shuffled; the deck as .apkg does that.")
    if "typed" in styles:
        yield say(
            "Cards to type on show the answer alone, without explanation and passage; the deck as .apkg has both."
        )


FORMAT = _AnkiText()
