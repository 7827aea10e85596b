"""Everything that can be wrong with a set, told at its place in plain words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Told = Callable[..., list[str]]
SET = (Path(__file__).parent / "bridge/wood.yaml").read_text()
HEAD, QUESTION = "".join(SET.splitlines(True)[:2]), "".join(SET.splitlines(True)[2:])


def question(old: str, new: str) -> str:
    assert old in SET
    return SET.replace(old, new)


def choice(*options: str) -> str:
    lines = "".join(f"      - {option}\n" for option in options)
    return question("    kind: true_false\n", "    kind: choice\n").replace(
        "    answer: false\n", f"    options:\n{lines}"
    )


def test_a_sound_set_has_no_problems(told: Told) -> None:
    assert told(SET) == []
    assert told(choice("{text: a, correct: true}", "b")) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    stem:", "    stam:", ["3:5: `stem` is missing.", "5:5: `stam` is not a key here; did you mean `stem`?"]),
        ("    stem: The bridge is made of steel.\n", "", ["3:5: `stem` is missing."]),
        ("The bridge is made of steel.", "[a]", ["5:11: `stem` must be text."]),
        ("The bridge is made of steel.", "", ["5:10: `stem` is empty."]),
        ("The bridge is made of steel.", "''", ["5:11: `stem` is empty."]),
        ("answer: false", "answer: maybe", ["6:13: `answer` must be true or false."]),
        ("answer: false", "answer: no", ["6:13: `answer` must be true or false."]),
        ("answer: false", "answer: 0", ["6:13: `answer` must be true or false."]),
        ("answer: false", "answer:", ["6:12: `answer` must be true or false."]),
        ("answer: false", "answer: false\n    tries: 2.0", ["7:12: `tries` must be a whole number."]),
        ("answer: false", "answer: false\n    tries: 0", ["7:12: `tries` must be at least 1."]),
        ("answer: false", "answer: false\n    tries: 11", ["7:12: `tries` must be at most 10."]),
        ("answer: false", "answer: false\n    points: 0", ["7:13: `points` must be more than 0."]),
        ("answer: false", "answer: false\n    points: 1_0", ["7:13: `points` must be a number like 3, 2.5 or 5/2."]),
        ("answer: false", "answer: false\n    points: true", ["7:13: `points` must be a number like 3, 2.5 or 5/2."]),
        ("answer: false", "answer: false\n    points: 1/0", ["7:13: `points` must be a number like 3, 2.5 or 5/2."]),
        ("answer: false", "answer: false\n    revised: 86400", ["7:14: `revised` must be a day like 2019-11-23."]),
        ("answer: false", "answer: false\n    revised: 2019-02-30", ["7:14: `revised` must be a day like 2019-11-23."]),
        ("answer: false", "answer: false\n    hints: h",
         ["7:12: `hints` must be a list: a line for each item, beginning with a hyphen."]),
        ("answer: false", "answer: false\n    hints: [a, 1]",
         ['7:16: Item 2 of `hints`: `1` is read as a number; put it in quotes: "1".']),
        ("answer: false", "answer: false\n    tags: [a b]",
         ["7:12: Item 1 of `tags` must be one word, like people or dates::deadlines."]),
        ("id: cars", "id: Old Cars",
         ["3:9: `id` may hold lower-case letters, digits and single hyphens only, like pact-expires."]),
        ("true_false", "true_fals", ["4:11: There is no kind `true_fals`; did you mean `true_false`?"]),
        ("[{exact: made of larch and oak}]", "[]", ["8:15: `evidence` is empty; give at least one."]),
        ("[{exact: made of larch and oak}]", "[a]",
         ["8:16: Item 1 of `evidence` must be made of `key: value` lines."]),
        ("exact:", "exakt:", ["8:16: `exact` is missing.", "8:17: `exakt` is not a key here; did you mean `exact`?"]),
    ],
)  # fmt: skip
def test_a_field_that_is_wrong_is_told_at_its_place(told: Told, old: str, new: str, said: list[str]) -> None:
    assert told(question(old, new)) == said


@pytest.mark.parametrize(
    ("scalar", "read_as"),
    [
        ("no", "false"),
        ("On", "true"),
        ("true", "true"),
        ("12:30", "750"),
        ("1_000", "1000"),
        ("010", "8"),
        ("0x1F", "31"),
        ("~", "nothing"),
        ("null", "nothing"),
        ("2019", "a number"),
        ("2.50", "a number"),
        (".inf", "inf"),
        ("9" * 40, "a number"),
        ("2019-11-23 10:00:00", "a time"),
    ],
)
def test_text_that_yaml_would_retype_must_be_quoted(told: Told, scalar: str, read_as: str) -> None:
    said = f'5:11: `stem`: `{scalar}` is read as {read_as}; put it in quotes: "{scalar}".'
    assert told(question("The bridge is made of steel.", scalar)) == [said]
    assert told(question("The bridge is made of steel.", f'"{scalar}"')) == []


def test_the_keys_of_an_option_are_told_when_none_is_near(told: Told) -> None:
    assert told(choice("{text: a, correct: true}", "{text: b, zzz: 1}")) == [
        "8:19: `zzz` is not a key here; those are: text, correct, weight, feedback, pinned."
    ]


def test_a_question_without_a_key_is_told(told: Told) -> None:
    assert told(choice("a", "b")) == ["7:7: `options` has no key; write `correct: true` at the right option."]


def test_options_that_are_the_same_are_told(told: Told) -> None:
    said = told(choice("{text: Oslo, correct: true}", "Bergen", "ｏｓｌｏ"))
    assert said == ["9:9: Item 3 of `options` says the same as option 1; make them differ."]


def test_a_quote_that_is_not_in_the_article_points_at_the_nearest_passage(told: Told) -> None:
    assert told(question("larch and oak", "larch and ash")) == [
        "8:24: This passage is found 0 times in the article. The nearest is: “made of larch and oak.”"
    ]


def test_a_quote_like_nothing_in_the_article_is_to_be_copied(told: Told) -> None:
    said = told(question("made of larch and oak", "zzzz qqqq xxxx"))
    assert said == ["8:24: This passage is found 0 times in the article. Copy it from there, word for word."]


def test_a_quote_that_is_found_twice_needs_its_neighbours(told: Told) -> None:
    (said,) = told(question("made of larch and oak", "bridge"))
    assert said.startswith("8:24: This passage is found 2 times in the article. Add `prefix` or `suffix`")
    assert told(question("exact: made of larch and oak", "exact: bridge, suffix: on Friday")) == []


def test_a_quote_with_wrong_neighbours_is_told_apart_from_one_that_is_missing(told: Told) -> None:
    (said,) = told(question("oak}", "oak, prefix: was}"))
    assert "not with this `prefix` and `suffix`" in said


def test_the_second_of_two_equal_ids_names_the_first(told: Told) -> None:
    (said,) = told(SET + QUESTION)
    assert said.startswith("9:9: The id `cars` is taken by the question at ")
    assert said.endswith("bridge/wood.yaml:3.")


def test_an_id_is_taken_for_all_sets_of_the_article(told: Told) -> None:
    (said,) = told(SET, "zoo.yaml")
    assert said.startswith("3:9:")
    assert said.endswith("bridge/wood.yaml:3.")


def test_the_kinds_are_listed_where_none_is_near(told: Told) -> None:
    (said,) = told(question("true_false", "essay"))
    assert "choice, " in said
    assert "true_false" in said


def test_an_unknown_kind_hides_nothing_else(told: Told) -> None:
    text = question("true_false", "essay").replace("    explanation: It is made of wood.\n", "").replace("oak", "ash")
    assert [line.split(" ")[0] for line in told(text)] == ["3:5:", "4:11:", "7:24:"]


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("titel: a\n", ["1:1: `titel` is not a key here; did you mean `title`?", "1:1: `title` is missing."]),
        ("title: a\nslug: b\n", ["2:1: A set's slug is its file's name. Delete this line."]),
        ("title: a\nlanguage: English\n", ["2:11: `language` must be a language like en, ja or pt-BR."]),
        ("title: a\ntime_limit: 12:30\n", ["2:13: `time_limit` must be a whole number."]),
        ("title: a\ndescription: ![](x.png)\n",
         ["2:15: A text can't begin with ! in YAML. Put the text in quotes."]),
        ("title: a\ndescription: 'See ![](x.png)'\n",
         ["2:14: A picture needs words for those who can't see it: ![a map](map.png)"]),
        ("title: a\ndescription: 'See ![x](x.png)'\n", ["2:14: There is no picture x.png beside the article."]),
    ],
)  # fmt: skip
def test_what_stands_above_the_questions_is_checked(told: Told, head: str, said: list[str]) -> None:
    assert told(head + "questions:\n" + QUESTION) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1:1: A set is made of `key: value` lines: title, questions ..."),
        ("- a\n", "1:1: A set is made of `key: value` lines: title, questions ..."),
        ("title: a\n", "1:1: `questions` is missing."),
        ("title: a\nquestions: []\n", "2:12: `questions` is empty; give at least one."),
        ("title: a\nquestions: {a: b}\n",
         "2:12: `questions` must be a list: a line for each item, beginning with a hyphen."),
        ("title: a\nquestions: [what]\n", "2:13: A question is made of `key: value` lines: id, kind, stem ..."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_set_is_told(told: Told, text: str, said: str) -> None:
    assert told(text) == [said]


def test_all_problems_are_told_at_once_in_the_order_of_the_file(told: Told) -> None:
    broken = question("title: Wood", "title: no\nshuffle: 1").replace("The bridge is made of steel.", "[a]\n    odd: 1")
    said = told(broken.replace("answer: false", "answer: 0").replace("oak", "ash") + QUESTION)
    assert [int(line.split(":")[0]) for line in said] == [1, 2, 6, 7, 8, 10, 11]


def test_a_sentence_stays_on_one_line_whatever_the_file_holds(told: Told) -> None:
    (said,) = told('title: a\n"odd\\n\\e[31mkey": 1\nquestions:\n' + QUESTION)
    assert said.startswith("2:1: `odd  [31mkey` is not a key here")
