"""An article as a map of memory: where passages lie, also over one another, and how strong they are."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as some

from quizapp.core.evidence import Reading
from quizapp.core.progress.memory_map import Known, MemoryMap, Resting, Shade, memory_map, step
from quizapp.core.question import Quote

READING = Reading("The *ferry* left Bergen at noon.\n\nIt carried <b> 212 passengers & a dog. Nobody was hurt.")


def resting(text: str, *cards: float | None, **of_quote: str) -> Resting:
    return Resting(f"About {text}", "en", (Quote(exact=text, **of_quote),), tuple(Known(card, None) for card in cards))


def marked(found: MemoryMap) -> dict[str, Shade]:
    return {shade.html: shade for shade in found.shades if shade.step is not None}


def test_a_passage_is_shaded_by_the_mean_chance_of_its_questions() -> None:
    found = memory_map(READING, [resting("at noon", 0.5, 0.7), resting("at noon", 0.9)])
    (passage,) = found.passages
    assert passage.chance == pytest.approx(0.75)
    assert [question.chance for question in passage.questions] == pytest.approx([0.6, 0.9])
    assert (marked(found)["at noon"].step, passage.step) == (3, 3)


def test_what_was_not_asked_yet_is_a_step_of_its_own() -> None:
    found = memory_map(READING, [resting("at noon", None), resting("at noon", None)])
    assert (found.passages[0].chance, marked(found)["at noon"].step) == (None, 0)


def test_questions_that_look_the_same_are_two_and_a_passage_named_twice_is_one() -> None:
    twice = Resting("Twice", "en", (Quote(exact="at noon"), Quote(exact="at noon", prefix="Bergen")), ())
    found = memory_map(READING, [resting("at noon", None), resting("at noon", None), twice])
    assert [[question.text for question in each.questions] for each in found.passages] == [
        ["About at noon", "About at noon", "Twice"]
    ]


def test_the_same_words_at_two_places_are_two_passages() -> None:
    reading = Reading("It rained at noon. It snowed at noon.")
    both = (Quote(exact="at noon", prefix="rained"), Quote(exact="at noon", prefix="snowed"))
    found = memory_map(reading, [Resting("When?", "en", both, ())])
    assert [each.number for each in found.passages] == [1, 2]
    assert [shade.html for shade in found.shades if shade.step is not None] == ["at noon", "at noon"]


def test_where_passages_overlap_all_their_questions_count() -> None:
    found = memory_map(READING, [resting("left Bergen at", 0.4), resting("Bergen at noon", 0.8)])
    shades = marked(found)
    assert [shades[text].step for text in ("left ", "Bergen at", " noon")] == [1, 2, 3]
    assert shades["Bergen at"].chance == pytest.approx(0.6)
    assert [passage.number for text in ("left ", "Bergen at", " noon") for passage in shades[text].begins] == [1, 2]


def test_a_passage_within_another_and_over_a_tag_begins_once() -> None:
    found = memory_map(READING, [resting("The ferry left", 0.99), resting("ferry", None)])
    assert [passage.text for passage in found.passages] == ["The ferry left", "ferry"]
    shades = [shade for shade in found.shades if shade.step is not None]
    assert [shade.html for shade in shades] == ["The ", "ferry", " left"]
    assert [[passage.number for passage in shade.begins] for shade in shades] == [[1], [2], []]
    assert {shade.step for shade in shades} == {5}


def test_a_question_on_two_overlapping_passages_counts_once() -> None:
    both = Resting("Both", "en", (Quote(exact="left Bergen"), Quote(exact="Bergen at")), (Known(0.2, None),))
    found = memory_map(READING, [both, resting("Bergen", 0.8)])
    assert marked(found)["Bergen"].chance == pytest.approx(0.5)


def test_a_passage_that_the_article_no_longer_has_is_listed_and_not_drawn() -> None:
    found = memory_map(READING, [resting("at dusk", 0.9), resting("at noon", 0.9)])
    assert [(each.number, each.text, each.found) for each in found.passages] == [
        (1, "at noon", True),
        (2, "at dusk", False),
    ]
    assert list(marked(found)) == ["at noon"]


def test_a_question_comes_when_the_first_of_its_cards_does() -> None:
    days = [Known(0.9, date(2024, 3, 9)), Known(0.9, date(2024, 3, 2), suspended=True), Known(None, None)]
    assert Resting("", "en", (), tuple(days)).due == date(2024, 3, 9)
    assert Resting("", "en", (), tuple(days[1:2])).due is None
    assert Resting("", "en", (), tuple(days[1:2])).suspended


@pytest.mark.parametrize(("chance", "found"), [(0.0, 1), (0.5, 2), (0.69, 2), (0.7, 3), (0.85, 4), (0.95, 5), (1, 5)])
def test_steps_begin_at_their_bounds(chance: float, found: int) -> None:
    assert step(chance) == found


PARTS = some.tuples(some.integers(0, len(READING.text) - 1), some.integers(1, 40))


@given(some.lists(PARTS, max_size=6))
def test_the_article_stays_whole_whatever_is_marked(parts: list[tuple[int, int]]) -> None:
    texts = [READING.text[start : start + length].strip() for start, length in parts]
    found = memory_map(READING, [resting(text, 0.5) for text in texts if text])
    assert "".join(shade.html for shade in found.shades) == "".join(
        each.html for each in memory_map(READING, []).shades
    )
    begun = [passage.number for shade in found.shades for passage in shade.begins]
    assert sorted(begun) == [passage.number for passage in found.passages]
    spans = [READING.spans(Quote(exact=passage.text))[0] for passage in found.passages]
    inside = {place for span in spans for place in range(span.start, span.end)}
    drawn = "".join(unescape(shade.html) for shade in found.shades if shade.step is not None)
    assert "".join(drawn.split()) == "".join(READING.text[place] for place in sorted(inside)).replace(" ", "")


def test_a_tag_is_handed_on_and_text_is_escaped() -> None:
    found = memory_map(READING, [resting("a dog", 0.5)])
    html = "".join(shade.html for shade in found.shades)
    assert "<em>ferry</em>" in html
    assert "&amp; a dog" in html
    assert "<b>" not in html
