"""What differs between two documents, told field by field and word by word."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.changes import Said, changes, compare, marked
from quizapp.core.kinds import all_kinds, to_dict

QUESTION: dict[str, Any] = {
    "kind": "choice",
    "stem": "Who opened it?",
    "options": [{"text": "Ida", "correct": True}, "Per", {"text": "Ana", "feedback": "She drew it."}],
    "explanation": "Ida did.",
    "evidence": [{"exact": "opened by Ida"}],
}


def told(after: dict[str, Any], before: dict[str, Any] = QUESTION) -> list[tuple[Any, ...]]:
    return [(*each.path, each.before, each.after) for each in changes(before, {**before, **after})]


def shown(before: str, after: str) -> str:
    signs = {"same": "%s", "gone": "[-%s]", "added": "[+%s]"}
    return "".join(signs[piece.how] % piece.text for piece in marked(before, after))


def test_what_reads_the_same_is_no_change() -> None:
    assert told({}) == []
    assert told({"points": 1, "tries": 1, "hints": [], "tags": None}) == []
    assert (
        told({"options": [{"text": "Ida", "weight": None, "correct": True}, {"text": "Per"}, QUESTION["options"][2]]})
        == []
    )
    assert told({"id": "x", "v": 1, "revised": "2024-01-01"}) == []


def test_a_field_is_told_with_what_it_said_before() -> None:
    assert told({"stem": "Who opened the bridge?"}) == [("stem", "Who opened it?", "Who opened the bridge?")]
    assert told({"points": "3/2"}) == [("points", "1", "3/2")]
    assert told({"tags": ["a", "b"], "shuffle": False}) == [("shuffle", True, False), ("tags", None, "a, b")]


def test_an_option_is_told_by_its_place() -> None:
    options = QUESTION["options"]
    assert told({"options": [*options[:2], {"text": "Ana", "feedback": "She planned it."}]}) == [
        ("options", 2, "feedback", "She drew it.", "She planned it.")
    ]
    assert told({"options": ["Ida", {"text": "Per", "correct": True}, options[2]]}) == [
        ("options", 0, "correct", True, False),
        ("options", 1, "correct", False, True),
    ]
    assert told({"options": [*options, "Eva"]}) == [("options", 3, "text", None, "Eva")]
    assert told({"options": [options[0], options[2]]}) == [("options", 1, "text", "Per", None)]


def test_another_order_is_told_as_such() -> None:
    options = QUESTION["options"]
    assert told({"options": [options[2], *options[:2]]}) == [("options", "order", "Ida; Per; Ana", "Ana; Ida; Per")]
    ordering = {**QUESTION, "kind": "ordering", "items": ["one", "two", "three"]}
    del ordering["options"]
    assert told({"items": ["two", "one", "three"]}, ordering) == [
        ("items", "order", "one; two; three", "two; one; three")
    ]


def test_parts_are_told_by_their_names() -> None:
    cloze = {**QUESTION, "kind": "cloze", "text": "It was [[1]] in [[2]].", "gaps": {
        "1": {"kind": "short_text", "answer": "Ida"}, "2": {"kind": "date", "answer": "2019", "precision": "year"},
    }}  # fmt: skip
    del cloze["options"]
    gaps = {"1": {"kind": "short_text", "answer": "Ada"}, "2": cloze["gaps"]["2"]}
    assert told({"gaps": gaps}, cloze) == [("gaps", "1", "answer", "Ida", "Ada")]


def test_another_kind_shows_what_is_asked_now() -> None:
    found = told({"kind": "true_false", "answer": True, "options": None})
    assert found[0] == ("kind", "choice", "true_false")
    assert ("answer", None, True) in found
    assert ("options", 0, "text", "Ida", None) in found
    assert not [each for each in found if "shuffle" in each]


def test_an_unfinished_question_is_compared_as_far_as_it_goes() -> None:
    assert told({"options": ["Ida"], "explanation": ""}) == [
        ("options", 0, "correct", True, None),
        ("options", 1, "text", "Per", None),
        ("options", 2, "text", "Ana", None),
        ("options", 2, "feedback", "She drew it.", None),
        ("explanation", "Ida did.", None),
    ]


@pytest.mark.parametrize(
    ("before", "after", "together"),
    [
        ("Who opened it?", "Who opened the bridge?", "Who opened [-it][+the bridge]?"),
        ("a long way to go", "a way to go", "a[- long] way to go"),
        ("one two three four", "one zwei drei four", "one [-two three][+zwei drei] four"),
        ("日本の首都は東京です", "日本の首都は京都です", "日本の首都は[-東]京[+都]です"),
        ("서울은 수도이다", "부산은 수도이다", "[-서울][+부산]은 수도이다"),
        ("الجسر جديد", "الجسر قديم", "الجسر [-جديد][+قديم]"),
        ("Ida did.", "Something else entirely, here", "[-Ida did.][+Something else entirely, here]"),
        ("", "new", "[+new]"),
        ("old", "", "[-old]"),
    ],
)
def test_words_that_came_and_went_are_marked(before: str, after: str, together: str) -> None:
    assert shown(before, after) == together


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_marks_lose_nothing_of_either_text(before: str, after: str) -> None:
    pieces = marked(before, after)
    assert "".join(piece.text for piece in pieces if piece.how != "added") == before
    assert "".join(piece.text for piece in pieces if piece.how != "gone") == after


def test_long_texts_are_not_compared_word_by_word() -> None:
    assert [piece.how for piece in marked("a " * 3000, "b " * 3000)] == ["gone", "added"]


@pytest.mark.parametrize("name", all_kinds())
def test_every_kind_tells_a_question_from_nothing_and_from_itself(name: str) -> None:
    document = to_dict(all_kinds()[name].sample().question)
    assert changes(document, {**document}) == ()
    assert {each.path[0] for each in changes({}, document)} >= {"kind", "stem", "explanation", "evidence"}


def test_as_few_questions_as_possible_have_moved() -> None:
    def listed(*ids: int) -> list[Said]:
        return [Said(each, {"stem": str(each)}) for each in ids]

    def became(before: list[Said], after: list[Said]) -> list[tuple[int, str, int]]:
        return [(each.question_id, each.how, each.number) for each in compare(before, after)]

    assert became(listed(1, 2, 3, 4), listed(4, 1, 2, 3)) == [(4, "moved", 1)]
    assert became(listed(1, 2, 3), listed(1, 3)) == [(2, "removed", 2)]
    assert became(listed(1, 3), listed(1, 2, 3)) == [(2, "new", 2)]
    moved_and_changed = compare(listed(1, 2, 3), [Said(3, {"stem": "drei"}), *listed(1, 2)])
    assert [(each.how, each.moved) for each in moved_and_changed] == [("changed", True)]
