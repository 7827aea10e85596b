"""Anki's text files: any that its manual describes is read, and ours says what it could not carry."""

from __future__ import annotations

from typing import Any

import pytest

from quizapp.core.sentences import Refusal
from quizapp.formats.anki.questions import drafts
from quizapp.formats.anki.text.reading import read_notes


def questions(text: str) -> list[dict[str, Any] | None]:
    return [draft.document for draft in drafts(read_notes(text.encode()))]


def asked(text: str) -> list[tuple[str, str | None]]:
    return [(found["stem"], found.get("answer")) for found in questions(text) if found]


def test_two_columns_are_front_and_back() -> None:
    assert asked("Which tree?\tlime\nWhich bird?\t1 < 2\n") == [("Which tree?", "lime"), ("Which bird?", "1 < 2")]


@pytest.mark.parametrize(
    ("name", "sign"), [("tab", "\t"), ("Comma", ","), ("semicolon", ";"), ("pipe", "|"), ("colon", ":"), ("~", "~")]
)
def test_any_separator_is_read_as_the_top_says(name: str, sign: str) -> None:
    assert asked(f"#separator:{name}\nfront{sign}back\n") == [("front", "back")]


def test_a_separator_that_is_not_told_is_found() -> None:
    assert asked("front;back, or so\n") == [("front", "back, or so")]
    assert asked("front,back\r\n") == [("front", "back")]


def test_each_column_is_what_the_top_says() -> None:
    found = read_notes(
        b"#separator:tab\n#html:true\n#guid column:2\n#notetype column:1\n#deck column:5\n#tags column:3\n#tags:all\n"
        b'Basic\tabc#1\tone two::three\t<b>Front</b>\tTrees::Old\t"back\n""said"""\n'
        b"# a comment\n"
        b"Cloze\tdef\t\t{{c1::Oslo}} it is\t\tmore\n"
    )
    basic, cloze = found.notes
    assert (basic.guid, basic.tags) == ("abc#1", ("one", "two::three", "all"))
    assert basic.fields == {"Front": "<b>Front</b>", "Back": 'back\n"said"'}
    assert (cloze.type.is_cloze, cloze.fields) == (True, {"Text": "{{c1::Oslo}} it is", "Back Extra": "more"})
    assert [card.deck for card in found.cards] == ["Trees::Old", ""]


def test_names_of_columns_are_names_of_fields() -> None:
    (note,) = read_notes(b"#separator:tab\n#columns:Land\tTags\tCity\n#tags column:2\nNorway\tnorth\tOslo\n").notes
    assert (note.fields, note.tags) == ({"Land": "Norway", "City": "Oslo"}, ("north",))


def test_note_types_are_known_by_their_names() -> None:
    rows = "#notetype column:1\nBasic (and reversed card)\tdog\tHund\nBasic (type in the answer)\tfour?\t" + "4 " * 40
    assert asked(rows + "\n") == [("dog", "Hund"), ("Hund", "dog"), ("four?", ("4 " * 40).strip())]
    assert asked("#notetype:Cloze\n{{c1::Oslo}} it is\n") == [("Fill the gaps.", None)]
    assert questions("{{c1::Oslo}} it is\n")[0]["text"] == "[[1]] it is"  # type: ignore[index]


def test_markup_is_markup_only_where_it_is_meant() -> None:
    assert asked("#html:false\n<b>x</b>\ty\n") == [(r"\<b>x\</b>", "y")]
    assert asked("<b>x</b>\ty\n") == [("**x**", "y")]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "no note in this file"),
        (b"#separator:tab\n\n\n", "no note in this file"),
        (b"a\tb\nc\t\xff\n", "Line 2 is not UTF-8"),
        (b'#html:true\na\tb\n"c"d\te\n', "Line 3 can't be read"),
        (b'a\tb\n"c\td\n', "Line 2 can't be read"),
        (b"#separator:many\na\tb\n", "names no separator"),
        (b"#guid column:0\na\tb\n", "names no column"),
        (b"#guid column:x\na\tb\n", "names no column"),
        (b"x" * 200_000, "Line 1 can't be read"),
        (b"a\tb\n" + b"\t" * 600_000, "Line 2 is too long"),
        (b"x" * 20_000_001, "larger than 20 MB"),
        (b"a\n" * 100_001, "more than 100000 notes"),
    ],
)
def test_a_file_that_is_none_is_refused_with_its_line(data: bytes, told: str) -> None:
    with pytest.raises(Refusal, match=told):
        read_notes(data)
