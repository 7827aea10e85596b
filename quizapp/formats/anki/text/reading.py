"""Any text file for Anki's import, read as the notes that it holds."""

from __future__ import annotations

import csv
import html
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from quizapp.core.sentences import Refusal, say
from quizapp.formats.anki.note_types import note_types
from quizapp.formats.anki.reading.collection import Card, Collection, Note, NoteType, Template
from quizapp.formats.anki.reading.limits import MOST_NOTES
from quizapp.formats.anki.text.heading import Heading, heading

LARGEST = 20_000_000
_LONGEST_LINE = 500_000
_USUAL = ("Front", "Back")
_BACK = "{{FrontSide}}<hr id=answer>%s"


def read_notes(data: bytes) -> Collection:
    """The notes of a file, each with its cards; a guid is "" where there is none. Raises `Refusal`.

    A text tells no more of a note type than its name: by it cloze, reversed and typed ones are known, and ours.
    """
    text = _decoded(data)
    found = _Rows(heading(text))
    notes = tuple(found.notes(text))
    if not notes:
        raise Refusal(say("There is no note in this file. Write one in each line, its columns separated by tabs."))
    return Collection(0, None, None, tuple(found.types.values()), notes, tuple(found.cards), (), {})


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        raise Refusal(say("This file is larger than 20 MB. Split it into several."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Refusal(say("Line %(line)s is not UTF-8. Save the file as UTF-8 in your editor.", line=line)) from error
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


class _Rows:
    """Puts notes together from the rows, and their note types from the names."""

    def __init__(self, top: Heading) -> None:
        self._top, self._line = top, 0
        self.types: dict[tuple[str, int], NoteType] = {}
        self.cards: list[Card] = []

    def notes(self, text: str) -> Iterator[Note]:
        for number, row in enumerate(self._rows(text), start=1):
            if number > MOST_NOTES:
                raise Refusal(say("There are more than %(most)s notes in this file. Split it.", most=MOST_NOTES))
            yield self._note(number, row)

    def _rows(self, text: str) -> Iterator[list[str]]:
        """Rows that say something."""
        reader = csv.reader(self._lines(text), delimiter=self._top.separator, strict=True)
        try:
            for row in reader:
                if any(value.strip() for value in row):
                    yield row
        except csv.Error as error:
            raise Refusal(
                say(
                    "Line %(line)s can't be read: a quote in it is not closed, or a field is too long.", line=self._line
                )
            ) from error

    def _lines(self, text: str) -> Iterator[str]:
        """Without comments, which begin with #; remembers on which line of the file the row began."""
        within = False
        for number, line in enumerate(text.split("\n")[self._top.length :], start=self._top.length + 1):
            if within or not line.startswith("#"):
                self._line = self._line if within else number
                if len(line) > _LONGEST_LINE:
                    raise Refusal(say("Line %(line)s is too long to be a note. Is it a text file?", line=number))
                within ^= line.count('"') % 2 == 1
                yield f"{line}\n"

    def _note(self, number: int, row: Sequence[str]) -> Note:
        top = self._top
        special = {name: row[place - 1] for name, place in top.columns.items() if place <= len(row)}
        fields = [value for place, value in enumerate(row, start=1) if place not in top.columns.values()]
        values = [value if top.is_html else html.escape(value).replace("\n", "<br>") for value in fields]
        note_type, values = self._type(special.get("notetype") or top.note_type, values)
        deck = special.get("deck") or top.deck
        self.cards += [
            Card(len(self.cards) + place, number, place, deck, 0, 0, 0, 0, 0, 0, 0, 0, "")
            for place in range(len(note_type.templates))
        ]
        tags = (*special.get("tags", "").split(), *top.tags)
        return Note(number, special.get("guid", ""), note_type, 0, tags, tuple(values))

    def _type(self, name: str, values: list[str]) -> tuple[NoteType, list[str]]:
        """The note type, and the values that it has fields for: Anki fills rows up to the longest."""
        ours = _ours().get(name)
        if ours:
            return ours, (values + [""] * len(ours.fields))[: len(ours.fields)]
        while len(values) > len(_USUAL) and not values[-1]:
            values = values[:-1]
        is_cloze = "cloze" in name.lower() or (not name and "{{c1::" in "".join(values[:1]))
        key = (f"{name} cloze" if is_cloze else name, len(values))
        if key not in self.types:
            named = [self._top.names[place - 1].strip() for place in self._top.field_columns][: len(values)]
            self.types[key] = _by_name(name, is_cloze, len(values), named)
        return self.types[key], values


@cache
def _ours() -> dict[str, NoteType]:
    return {model.name: _type_of(model) for model in note_types().values()}


def _type_of(model: Any) -> NoteType:
    fields = tuple(field["name"] for field in model.fields)
    sides = tuple(Template(each["name"], each["qfmt"], each["afmt"]) for each in model.templates)
    return NoteType(model.model_id, model.name, model.model_type == model.CLOZE, fields, sides)


def _by_name(name: str, is_cloze: bool, count: int, named: list[str]) -> NoteType:
    usual = ["Text", "Back Extra"] if is_cloze else list(_USUAL)
    fields = [*named, *usual[len(named) :]][:count]
    fields += [f"Field {place}" for place in range(len(fields) + 1, count + 1)]
    return NoteType(0, name, is_cloze, tuple(fields), _templates(name.lower(), is_cloze, fields))


def _templates(name: str, is_cloze: bool, fields: list[str]) -> tuple[Template, ...]:
    front, *rest = [f"{{{{{field}}}}}" for field in fields] or [""]
    back = "<br>".join(rest)
    if is_cloze:
        return (Template("Cloze", f"{{{{cloze:{fields[0]}}}}}", f"{{{{cloze:{fields[0]}}}}}<br>{back}"),)
    if "type" in name and rest:
        return (Template("Card 1", f"{front}{{{{type:{fields[1]}}}}}", _BACK % back),)
    forth = Template("Card 1", front, _BACK % back)
    turned = (
        Template("Card 2", rest[0], _BACK % front) if rest and "reversed" in name and "optional" not in name else None
    )
    return (forth, turned) if turned else (forth,)
