"""Drafts: read however unfinished they are, with what is wrong told at its place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.drafts import Fault, finished, plain_text, quotes
from quizapp.core.evidence import Reading
from quizapp.core.kinds import all_kinds, to_dict

READING = Reading("The ferry left at noon. The ferry came back at dusk. Nobody was on it.")


def draft(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "choice",
        "stem": "When did it leave?",
        "options": [{"text": "At noon", "correct": True}, "At dusk"],
        "explanation": "It left at noon.",
        "evidence": [{"exact": "left at noon"}],
        **fields,
    }


def faults(document: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    return [(fault.path, fault.code) for fault in finished(document, READING).faults]


@pytest.mark.parametrize("name", all_kinds())
def test_what_is_published_is_a_finished_draft(name: str) -> None:
    question = all_kinds()[name].sample().question
    document = {key: value for key, value in to_dict(question).items() if key not in {"v", "id"}}
    read = finished(document).question
    assert read is not None
    assert read.model_copy(update={"id": question.id}) == question


def test_a_finished_draft_has_no_fault() -> None:
    assert finished(draft(), READING).faults == ()


def test_an_empty_draft_is_told_all_that_is_missing() -> None:
    assert faults({"kind": "choice"}) == [
        (("stem",), "missing"),
        (("explanation",), "missing"),
        (("evidence",), "missing"),
        (("options",), "missing"),
    ]


def test_rows_that_were_left_empty_count_for_nothing() -> None:
    given_options = ["", {"text": "At noon", "correct": True}, {"text": " ", "correct": False}, "At dusk", {}]
    read = finished(draft(options=given_options, hints=["", "  "]), READING).question
    assert read is not None
    assert [option.text for option in read.options] == ["At noon", "At dusk"]  # type: ignore[attr-defined]
    assert read.hints == ()


def test_a_fault_stands_where_the_draft_has_it_whatever_empty_rows_come_before() -> None:
    given_options = ["", "At dusk", "", {"text": "at  DUSK"}, {"correct": True}]
    assert faults(draft(options=given_options)) == [(("options", 4, "text"), "missing")]
    assert faults(draft(options=["", "At dusk", "", "at  DUSK", {"text": "x", "correct": True}])) == [
        (("options", 3), "unsound")
    ]


def test_a_passage_must_be_in_the_article_and_only_once() -> None:
    assert faults(draft(evidence=[{"exact": "left at dawn"}])) == [(("evidence", 0, "exact"), "lost")]
    assert faults(draft(evidence=[{}, {"exact": "The ferry"}])) == [(("evidence", 1, "exact"), "ambiguous")]
    assert faults(draft(evidence=[{"exact": "The ferry", "suffix": "left"}])) == []


def test_a_kind_that_there_is_not_is_told() -> None:
    assert finished({"kind": "essay"}).faults == (Fault(("kind",), "no_such_kind", "", {}),)


def test_a_word_in_double_brackets_is_a_gap() -> None:
    text = "The [[ferry]] left at [[1]] and came [[back]]."
    gaps = {"1": {"kind": "short_text", "answer": "noon"}}
    read = finished({**draft(kind="cloze", text=text, gaps=gaps), "options": None}, READING, used={"2"}).question
    assert read is not None
    assert read.text == "The [[3]] left at [[1]] and came [[4]]."  # type: ignore[attr-defined]
    assert {number: gap.answer for number, gap in read.gaps.items()} == {1: "noon", 3: "ferry", 4: "back"}  # type: ignore[attr-defined]


def test_a_gap_in_the_text_that_nobody_described_is_told() -> None:
    document = {**draft(kind="cloze", text="It left at [[1]].", gaps={"2": {"kind": "date"}}), "options": None}
    assert (("gaps", "2", "date", "answer"), "missing") in faults(document)


def test_pairs_get_their_ids_from_their_left_sides_and_keep_those_they_have() -> None:
    pairs = [
        {"id": "the-north", "left": "North", "right": "Oslo"},
        {"left": "South", "right": "Rome"},
        {"left": "South?", "right": "Bari"},
        {"left": "東", "right": "Kyiv"},
    ]
    read = finished({**draft(kind="matching", pairs=pairs), "options": None}, READING, used={"south"}).question
    assert read is not None
    ids = [pair.id for pair in read.pairs]  # type: ignore[attr-defined]
    assert ids[:3] == ["the-north", "south-2", "south-3"]
    assert ids[3].startswith("pair-")


def test_all_text_can_be_searched() -> None:
    words = plain_text(draft(hints=["Éarly"], tags=["sea::ferries"]))
    assert "at noon" in words
    assert "éarly" in words
    assert "choice" not in words


def test_passages_are_read_from_a_draft_however_odd() -> None:
    assert quotes({"evidence": "text"}) == []
    assert quotes({"evidence": [{"exact": " "}, "x", {"exact": "left", "prefix": None}]})[0].exact == "left"


_plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.sampled_from(sorted(all_kinds())),
    st.dictionaries(
        st.sampled_from(
            sorted(
                {
                    "stem",
                    "options",
                    "pairs",
                    "items",
                    "gaps",
                    "text",
                    "evidence",
                    "answer",
                    "extra",
                    "units",
                    "range",
                    "tags",
                    "points",
                }
            )
        ),
        _plain,
    ),
)
def test_no_draft_is_too_odd_to_be_read(kind: str, fields: dict[str, Any]) -> None:
    read = finished({**fields, "kind": kind}, READING)
    assert (read.question is None) == bool(read.faults)
    plain_text(fields)
    quotes(fields)
