"""What is no YAML, or YAML that a set has no use for, is told in plain words and does no harm."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from quizapp.formats.nodes import parse

Told = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("title: a: b\n", "1:9", "A colon stands where none can be."),
        ("title: a\nquestions:\n\t- id: b\n", "3:1", "A tab stands where YAML wants spaces."),
        ("title: |\n\ta\n", "2:1", "A tab stands where YAML wants spaces."),
        ("title: 'a\nlanguage: en\n", "3:1", "A quote was opened and is not closed."),
        ("title: 'it's'\n", "1:12", "put text that begins with a quote or a bracket in quotes"),
        ('title: "a\\q"\n', "1:10", "a backslash has a meaning of its own"),
        ("title: @a\n", "1:8", "A text can't begin with @ in YAML."),
        ("title: `a`\n", "1:8", "A text can't begin with ` in YAML."),
        ("title: %a\n", "1:8", "A text can't begin with % in YAML."),
        ("title: [a, b\n", "2:1", "A list that begins with [ is not closed."),
        ("title: [a,\n", "2:1", "A list that begins with [ is not closed."),
        ("title: {a: b\n", "2:1", "What begins with { is not closed."),
        ("title: - a\n", "1:8", "A list begins on a line of its own."),
        ("- a\nb: c\n", "2:1", "begin it with a hyphen"),
        ("title: a\nlanguage\nshuffle: true\n", "3:1", "neither a colon nor a hyphen"),
        ("title: a\n- b\n", "2:1", "Indent this line like its neighbours"),
        ("%YAML 9.0\n---\ntitle: a\n", "1:1", "YAML can't read on from here"),
        ("title: *a\n", "1:8", "An alias (*) is not used in sets."),
        ("title: a\n---\ntitle: b\n", "2:1", "A second document begins here."),
    ],
)
def test_where_yaml_ends_it_says_what_to_do(told: Told, text: str, place: str, said: str) -> None:
    (line,) = told(text)
    assert line.startswith(f"{place}: ")
    assert said in line


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("title: &a b\n", "1:8", "An anchor (&) is not used in sets."),
        ("title: !b c\n", "1:8", "A tag (!) is not used in sets."),
        ("title: !!python/name:os.system x\n", "1:8", "A tag (!) is not used in sets."),
        ("title: a\n<<: {shuffle: true}\n", "2:1", "A merge key (<<) is not used in sets."),
        ("title: a\n? [b, c]\n: d\n", "2:3", "A key must be a plain word"),
        ("title: a\ntitle: b\n", "2:1", "The key `title` stands on line 1 already."),
    ],
)
def test_what_a_set_has_no_use_for_hides_nothing_else(told: Told, text: str, place: str, said: str) -> None:
    first, second = sorted(told(text + "shuffle: 1\n"), key=lambda line: "shuffle" in line or "questions" in line)[:2]
    assert first.startswith(f"{place}: {said}")
    assert "`shuffle`" in second or "`questions`" in second


@pytest.mark.parametrize("text", ["[" * 200_000, "- " * 200_000, "{a: " * 200_000, "? " * 200_000, "a: [" * 200_000])
def test_deep_nesting_is_refused_at_once(told: Told, text: str) -> None:
    begun = time.process_time()
    (line,) = told(text)
    assert "nested too deeply" in line or "A colon stands" in line
    assert time.process_time() - begun < 2


def test_a_bomb_of_aliases_is_not_set_off(told: Told) -> None:
    layers = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    begun = time.process_time()
    assert all("not used in sets" in line for line in told("a0: &a0 [x]\n" + layers))
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"title: a\nb: \xff\n", "2:4: From here on this file is not UTF-8."),
        ("title: é\nb: c".encode("utf-16"), "1:1: From here on this file is not UTF-8."),
        ("title: é".encode("latin-1"), "1:8: From here on this file is not UTF-8."),
        (b"title: a\nb: c\x00\n", "2:5: An invisible control character (U+0000) stands here. Delete it."),
        ("title: a\nb: \ufffe\n".encode(), "2:4: An invisible control character (U+FFFE) stands here. Delete it."),
    ],
)
def test_what_is_no_text_is_told_at_its_place(told: Told, data: bytes, said: str) -> None:
    (line,) = told(data)
    assert line.startswith(said)


def test_a_file_that_is_too_large_is_not_read(told: Told) -> None:
    (line,) = told("#" * 2_000_001)
    assert line.startswith("1:1: This file is larger than 2 MB.")


@pytest.mark.parametrize("change", ["mark at the start", "line ends"])
def test_what_editors_on_windows_add_is_no_problem(told: Told, change: str) -> None:
    text = "title: a\nshuffle: 1\n"
    changed = "\ufeff" + text if change == "mark at the start" else text.replace("\n", "\r\n")
    assert told(changed) == told(text)
    assert len(told(text)) == 2


def test_numbers_days_and_words_are_kept_as_written() -> None:
    tree = parse("a: 2.50\nb: 2019-11-23\nc: 007x\nd: -3\ne: '3'\n1: f\n")
    assert repr(tree.data["a"]) == "Decimal('2.50')"
    assert tree.data | {"a": 0} == {"a": 0, "b": "2019-11-23", "c": "007x", "d": -3, "e": "3", "1": "f"}
    assert tree.place(("d",)) == (4, 4)
