"""Each check beside its near misses: what is weak is told, and what only looks like it is not."""

from __future__ import annotations

from typing import Any

import pytest

from quizapp.core.checks import check_question, check_set

Document = dict[str, Any]


def choice(stem: str, *options: str, key: int = -1, **more: Any) -> Document:
    written: list[Any] = [*options]
    written[key] = {"text": options[key], "correct": True}
    return {"stem": stem, "options": written, **more}


def codes(document: Document, language: str = "en") -> list[str]:
    return [weakness.code for weakness in check_question(document, language=language, reading=None)]


def set_codes(*documents: Document) -> list[str]:
    return [weakness.code for _, weakness in check_set(documents, language="en", reading=None)]


WEAK = [
    ("word-from-stem", choice("What makes the river holy?", "A temple by it", "A king of old", "The river god")),
    (
        "unordered-numbers",
        choice("How dear?", "2.5 billion euros", "800 million euros", "1.2 billion euros", shuffle=False),
    ),
    (
        "word-from-stem",
        choice("What does a barometer show?", "The speed of wind", "The depth of rain", "The barometer's height"),
    ),
    ("negative-stem", choice("All of these are fish, except one. Which is it?", "Cod", "Eel", "Seal")),
    ("unordered-numbers", choice("How many?", "1", "2", "3")),
    ("unordered-numbers", choice("When?", "May 2020", "March 2021", "June 2020", shuffle=False)),
    ("unordered-numbers", choice("How long?", "2 hours", "90 minutes", "3 hours", shuffle=False)),
    ("duplicate-options", choice("How long?", "2 hours", "120 minutes", "3 hours", shuffle=False)),
    ("true-false-in-disguise", choice("Is it?", "Yes", "No")),
    ("absolute-term", choice("What do owls do?", "They never sleep", "They sing", "They hunt at night")),
    ("blank-in-stem", choice("The owl hunts at ___.", "noon", "dawn", "night")),
    ("k-type", choice("Which hunt at night?", "Owls", "Moths", "Larks", "A and B")),
    ("all-of-the-above", choice("Which hunt at night?", "Owls", "Bats", "All of the above")),
    ("none-of-the-above", choice("Which hunts at noon?", "The owl", "The bat", "None of these")),
    ("grammar-cue", choice("A bird that hunts at night is an", "bat", "falcon", "owl")),
    ("vague-term", choice("What do owls eat?", "Seeds", "Leaves", "Usually mice")),
]

SOUND = [
    {"stem": "Which animal?", "answer": "the wolf", "evidence": [{"exact": "Wolves had come."}]},
    choice("How dear?", "800 million euros", "1.2 billion euros", "2.5 billion euros", shuffle=False),
    choice("Which song is by her?", "Never Say Goodbye", "Summer Rain", "Old Friends"),
    choice("Why was the volcano feared?", "Volcanic ash fell", "Lava rose", "The volcano shook"),
    choice("What does a barometer show?", "The barometer's height", "The barometer's age", "The barometer's pressure"),
    choice("This law was not enforced.", "The Corn Act", "The Gold Act", "The Metric Act"),
    choice("Which is not only tall but heavy?", "The emu", "The moose", "The giraffe"),
    choice("How many?", "1", "2", "3", shuffle=False),
    choice("How many?", "3", "2", "1", shuffle=False),
    choice("How many?", "1", "2"),
    choice("How long?", "90 minutes", "2 hours", "3 hours", shuffle=False),
    choice("Which?", "Apollo 8", "Gemini 7", "Vostok 1"),
    choice("Who asked whom?", "Syria asked Iraq", "Egypt asked Iraq", "Iraq asked Syria"),
    choice("What did he say?", "Yes", "Perhaps", "Nothing at all"),
    choice("When may they meet?", "Never in May", "Never in June", "Never in July"),
    {"kind": "short_text", "stem": "The owl hunts at ___.", "answer": "night"},
    choice("Which blood groups?", "A and B", "AB and O", "A and O"),
    choice("Who survived?", "None of the crew", "All of the crew", "Half of the crew"),
    choice("A bird that hunts at night is a or an", "bat", "falcon", "owl"),
    choice("She is an", "hourly worker", "honest woman", "MP"),
    choice("He is a", "unicorn", "one-eyed man", "European"),
]


@pytest.mark.parametrize(("code", "document"), WEAK, ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_weak_is_told_and_nothing_else(code: str, document: Document) -> None:
    assert codes(document) == [code]


@pytest.mark.parametrize("document", SOUND, ids=lambda document: document["stem"])
def test_what_only_looks_weak_is_passed_over(document: Document) -> None:
    assert codes(document) == []


def test_only_a_key_that_says_so_is_one() -> None:
    document = {
        "stem": "Why?",
        "options": ["Rain", "War", {"text": "It was far too dear for the town", "correct": "yes"}],
    }
    assert codes(document) == []


def proved(key: str, passage: str) -> bool:
    return codes(choice("How did it end?", "In a fight", key, key=1, evidence=[{"exact": passage}])) == []


def test_a_longer_key_may_be_a_paraphrase_of_its_evidence() -> None:
    assert proved("Without a breakthrough on the main point", "Nothing had moved forward.")
    assert not proved("Without breakthrough", "Nothing had moved forward.")
    assert not proved("Without a breakthrough for Lena Oberdorf", "Nothing had moved forward.")


def test_a_pair_is_proved_by_its_right_side_or_told_beside_its_left() -> None:
    def told(right: str, passage: str) -> list[str]:
        return codes({"pairs": [{"id": "a", "left": "Tove Lind", "right": right}], "evidence": [{"exact": passage}]})

    assert told("chief designer", "drawn by the office of Tove Lind") == []
    assert told("designer", "drawn by the office of Tove Lind") == ["unsupported-key"]
    assert told("chief designer", "drawn by an office in the town") == ["unsupported-key"]
    assert told("architect", "by the architects of the town") == []


def test_a_short_key_is_no_part_of_another_word() -> None:
    evidence = [{"exact": "They met on Sunday."}]
    assert codes({"stem": "Who sent them?", "answer": "UN", "evidence": evidence}) == ["unsupported-key"]
    evidence = [{"exact": "The United Nations sent them."}]
    assert codes({"stem": "Who sent them?", "answer": "UN", "evidence": evidence}) == []


PENICILLIN = {"stem": "Who discovered penicillin?", "answer": "Fleming"}


def test_a_stem_that_only_names_the_answer_gives_nothing_away() -> None:
    assert set_codes(PENICILLIN, {"stem": "Fleming discovered penicillin.", "answer": True}) == [
        "answer-in-another-stem"
    ]
    assert set_codes(PENICILLIN, {"stem": "When did Fleming die?", "answer": 1955}) == []


def test_a_stem_that_asks_of_something_else_gives_nothing_away() -> None:
    asked = {"stem": "Which Scottish doctor discovered penicillin on a mouldy dish in London?", "answer": "Fleming"}
    other = {
        "stem": "In which London street does a statue honour Fleming, the Scottish inventor?",
        "answer": "Baker Street",
    }
    assert set_codes(asked, other) == []


def test_a_false_statement_gives_nothing_away() -> None:
    assert set_codes(PENICILLIN, {"stem": "Fleming discovered penicillin.", "answer": False}) == []


def test_the_subject_of_a_whole_set_gives_nothing_away() -> None:
    others = [{"stem": f"What did Fleming, of penicillin, do in 19{year}?", "answer": "rest"} for year in range(20, 30)]
    assert set_codes(PENICILLIN, *others) == []
