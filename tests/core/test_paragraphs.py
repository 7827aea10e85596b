"""Two texts as one: which paragraphs stayed, changed, went and came."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.paragraphs import Paragraph, compared

OLD = ["One stood here.", "Two sat there.", "Three ran away.", "Four came back.", "Five slept."]


def told(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    return [
        (each.how, str(each.skipped) if each.skipped else "".join(piece.text for piece in each.pieces))
        for each in compared("\n\n".join(before), "\n\n".join(after))
    ]  # fmt: skip


def test_equal_texts_differ_in_nothing() -> None:
    assert compared("One.\n\nTwo.", "One.\n \n\n\nTwo.\n") == ()


def test_a_changed_word_is_shown_in_its_paragraph_between_its_neighbours() -> None:
    found = compared("\n\n".join(OLD), "\n\n".join([*OLD[:3], "Four came home.", OLD[4]]))
    assert [each.how for each in found] == ["skipped", "same", "changed", "same"]
    assert found[0].skipped == 2
    assert [(piece.text, piece.how) for piece in found[2].pieces] == [
        ("Four came ", "same"), ("back", "gone"), ("home", "added"), (".", "same"),
    ]  # fmt: skip


def test_a_paragraph_that_came_and_one_that_went_are_told() -> None:
    assert told(OLD, ["New words that are like nothing else.", *OLD[:4]]) == [
        ("added", "New words that are like nothing else."),
        ("same", OLD[0]),
        ("skipped", "2"),
        ("same", OLD[3]),
        ("gone", OLD[4]),
    ]


def test_of_paragraphs_that_were_replaced_the_likest_are_held_together() -> None:
    before = ["The mill had four wheels.", "Nobody lived in it."]
    after = ["A quite different beginning of it all!", "The mill had five wheels.", "Nobody lives in it."]
    assert [how for how, _ in told(before, after)] == ["added", "changed", "changed"]


TEXTS = st.lists(st.sampled_from([*OLD, "One stood there.", "日本の橋", "x"]), max_size=12)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_what_is_told(before: list[str], after: list[str]) -> None:
    found = compared("\n\n".join(before), "\n\n".join(after))
    if not found:
        assert before == after
        return
    for texts, other in ((before, "added"), (after, "gone")):
        read, at = list[str](), 0
        for each in found:
            if each.how == "skipped":
                read += texts[at : at + each.skipped]
                at += each.skipped
            elif each.how != other:
                read.append(_side(each, other))
                at += 1
        assert read == texts


def _side(paragraph: Paragraph, other: str) -> str:
    return "".join(piece.text for piece in paragraph.pieces if piece.how != other)


def test_many_short_paragraphs_take_no_longer_than_they_may() -> None:
    """Of equal ones each could have become each other one."""
    before, after = "\n\n".join(["a"] * 60_000), "\n\n".join(["b", *["a"] * 59_000, "c"])
    found = compared(before, after)
    assert {each.how for each in found} >= {"gone", "added"}
