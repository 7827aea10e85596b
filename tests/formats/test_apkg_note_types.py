"""What is frozen: learners' collections hold these note types, and a change of one would end all updates for good."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest

from quizapp.core.card import Style
from quizapp.formats.anki.note_types import note_types

STYLES: list[Style] = ["basic", "typed", "choice", "cloze"]
COMMON = ["Explanation", "Evidence", "Source", "Link", "Page", "Notice", "Language", "Direction", "Id"]
SPARE = ["Spare 1", "Spare 2", "Spare 3", "Spare 4", "Spare 5", "Spare 6"]
#: Of each: its id, its name, its own fields, and what the ids of its fields and its template come to.
SCHEMAS = {
    "basic": (1700000000101, "quizapp Basic", ["Front", "Back"], "7aba3d41bf7e8bcd"),
    "typed": (1700000000102, "quizapp Typed", ["Front", "Answer"], "0876421a62d52bc0"),
    "choice": (1700000000103, "quizapp Choice", ["Front", "Options", "Key"], "835121c49aa29872"),
    "cloze": (1700000000104, "quizapp Cloze", ["Text"], "6c0f59f2b02a2997"),
}
#: Of each: when its template and its look last changed, and what they come to.
LOOKS = {
    "basic": (1795564800, "2cd9af4e6abd56ab"),
    "typed": (1795564800, "d8e88a6ba60f16df"),
    "choice": (1795564800, "f552a152f1588591"),
    "cloze": (1795564800, "796dd27887c6aa74"),
}


def written(style: Style) -> Any:
    """The note type as a deck's file has it."""
    return json.loads(json.dumps(note_types()[style].to_json(0, 1)))


def digest(*parts: Any) -> str:
    return sha256(json.dumps(parts).encode()).hexdigest()[:16]


@pytest.mark.parametrize("style", STYLES)
def test_the_schema_is_frozen(style: Style) -> None:
    """Put a spare field to use instead of adding or renaming one; mend the code, not this test."""
    found = written(style)
    fields = [field["name"] for field in found["flds"]]
    ids = digest(*(part["id"] for part in [*found["flds"], *found["tmpls"]]))
    number, name, own, known = SCHEMAS[style]
    assert (found["id"], found["name"], found["type"]) == (number, name, int(style == "cloze"))
    assert fields == [*own, *COMMON, *SPARE]
    assert [template["name"] for template in found["tmpls"]] == ["Card"]
    assert ids == known


@pytest.mark.parametrize("style", STYLES)
def test_a_new_look_has_a_new_date(style: Style) -> None:
    """When this fails, set the day in `_CHANGED` to today's and write down both here: learners get the new look."""
    found = written(style)
    look = digest(found["css"], *((template["qfmt"], template["afmt"]) for template in found["tmpls"]))
    assert (found["mod"], look) == LOOKS[style]


def test_no_number_stands_for_two_things() -> None:
    numbers = [part["id"] for style in STYLES for part in [*written(style)["flds"], *written(style)["tmpls"]]]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("style", STYLES)
def test_spare_fields_are_shown_nowhere_and_are_folded_away(style: Style) -> None:
    found = written(style)
    assert all(field["collapsed"] for field in found["flds"] if field["name"] in SPARE)
    assert not any("Spare" in template[side] for template in found["tmpls"] for side in ("qfmt", "afmt"))


@pytest.mark.parametrize("style", STYLES)
def test_no_side_asks_for_anything_from_elsewhere(style: Style) -> None:
    found = written(style)
    for text in [found["css"], *(template[side] for template in found["tmpls"] for side in ("qfmt", "afmt"))]:
        assert "://" not in text
        assert "@import" not in text
        assert "url(" not in text
