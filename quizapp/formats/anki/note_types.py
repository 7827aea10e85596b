"""The four note types. What is frozen in anyone's collection is frozen here: ids, fields and templates.

A field added, renamed or moved would keep every note that a learner has from ever being updated: a spare field is put
to use instead. A change of a template or of the look needs a later day in `_CHANGED`, and costs learners their own
look.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import genanki

from quizapp.core.card import Style
from quizapp.core.options import LETTERS
from quizapp.formats.anki import templates

#: When the template or the look last changed, in UTC seconds since 1970.
_CHANGED: dict[Style, int] = dict.fromkeys(("basic", "typed", "choice", "cloze"), 1795564800)  # 2026-11-25
_COMMON = "Explanation Evidence Source Link Page Notice Language Direction Id".split()
SPARE = [f"Spare {number}" for number in range(1, 7)]
CLOZE = 1700000000104
_OWN: dict[Style, list[str]] = {
    "basic": ["Front", "Back"],
    "typed": ["Front", "Answer"],
    "choice": ["Front", "Options", "Key"],
    "cloze": ["Text"],
}
#: The fields of each note type in their order.
FIELDS = {style: (*own, *_COMMON, *SPARE) for style, own in _OWN.items()}
#: Folded away in the editor: these are not for people, or are empty.
_FOLDED = {"Key", "Page", "Notice", "Language", "Direction", "Id", *SPARE}
_UNSEARCHED = {"Key", "Language", "Direction"}


class NoteType(genanki.Model):  # type: ignore[misc]  # genanki has no types
    """genanki's model with permanent ids for its fields and its template, and a date that does not follow the clock."""

    #: The one template makes its card whenever the first field is filled.
    _req = ((0, "all", (0,)),)

    def __init__(self, style: Style, number: int, name: str, sides: tuple[str, str]) -> None:
        self._changed = _CHANGED[style]
        super().__init__(
            number,
            f"quizapp {name}",
            fields=[_field(style, field) for field in FIELDS[style]],
            templates=[{"name": "Card", "id": _permanent(style, "template"), "qfmt": sides[0], "afmt": sides[1]}],
            css=_file("card.css") + (_marked_options() if style == "choice" else ""),
            model_type=self.CLOZE if style == "cloze" else self.FRONT_BACK,
        )

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        return {**super().to_json(self._changed, deck_id), "id": self.model_id, "did": None}


def _field(style: Style, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "id": _permanent(style, name),
        "font": "Arial",
        "collapsed": name in _FOLDED,
        "excludeFromSearch": name in _UNSEARCHED,
        # Without one of its fields a note type no longer takes updates.
        "preventDeletion": True,
    }


def _permanent(style: Style, name: str) -> int:
    """An id that JavaScript's numbers can hold."""
    return int.from_bytes(sha256(f"quizapp {style} {name}".encode()).digest()[:6])


def _marked_options() -> str:
    """The right ones of the options, by their places in the file, or by the class that the script gives them."""
    right = [f".right-{place} > ol > li:nth-child({place})" for place in range(1, len(LETTERS) + 1)]
    right.append(".quiz-marked > ol > li.right")
    signs = ",".join(f"{option}::after" for option in right)
    look = "background-color: var(--right-soft); color: var(--right); font-weight: 700"
    return f'{",".join(right)} {{ {look}; }}\n{signs} {{ content: " ✓"; }}\n'


@cache
def _file(name: str) -> str:
    """Without indents and lines of comment: it is in every deck, and in small ones it is the most of it."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    kept = (line.strip() for line in lines)
    return "".join(f"{line}\n" for line in kept if line and not line.startswith(("//", "/*")))


def note_types() -> dict[Style, NoteType]:
    """The note types by the style of their cards; a set for each file, for genanki writes into them."""
    return {
        "basic": NoteType("basic", 1700000000101, "Basic", templates.basic()),
        "typed": NoteType("typed", 1700000000102, "Typed", templates.typed()),
        "choice": NoteType("choice", 1700000000103, "Choice", templates.choice(_file("options.js"))),
        "cloze": NoteType("cloze", CLOZE, "Cloze", templates.cloze()),
    }
