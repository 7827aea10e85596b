"""Wrong answers from other cards: of one sort with the right one, and never right as well."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.drills.distractors import COUNT, distractors, in_order, sort_of
from quizapp.core.spelling import folded

POOL = [
    "23 November 2019", "24 November 2019", "4 July 2018", "March 2019", "2016", "1965", "2010", "2.5 hours", "3 hours",
    "90 minutes", "49.2%", "12", "40", "Ida Holm", "Tove Lind", "Per Aas", "Ana Ruiz", "Norway", "Japan", "China",
    "larch", "oak", "steel", "captain of the ferry", "designer of the second plan", "mayor of the town",
]  # fmt: skip


def never(_: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("text", "name", "detail"),
    [
        ("23 November 2019", "day", ""),
        ("November 2019", "month", ""),
        ("1965", "year", ""),
        ("965", "number", ""),
        ("2.5 hours", "number", "h"),
        ("49.2%", "number", "%"),
        ("Kim Jung-han", "person", ""),
        ("Foreign Minister Taro Kono", "person", ""),
        ("South Korea", "place", ""),
        ("a military pact", "text", ""),
        ("", "text", ""),
    ],
)
def test_answers_are_sorted(text: str, name: str, detail: str) -> None:
    found = sort_of(text, "en")
    assert found.name == name
    assert bool(found.detail) is bool(detail)


@pytest.mark.parametrize(
    ("right", "expected"),
    [
        ("23 November 2019", {"24 November 2019", "4 July 2018"}),
        ("1965", {"2016", "2010"}),
        ("2.5 hours", {"3 hours"}),
        ("12", {"40"}),
        ("Ida Holm", {"Tove Lind", "Per Aas", "Ana Ruiz"}),
        ("Norway", {"Japan", "China"}),
    ],
)
def test_only_answers_of_the_same_sort_are_drawn(right: str, expected: set[str]) -> None:
    assert set(distractors(right, POOL, "en", never, Random(1))) == expected


def test_texts_are_alike_in_length_and_shape() -> None:
    found = {each for seed in range(20) for each in distractors("larch", POOL, "en", never, Random(seed))}
    assert {"oak", "steel"} <= found
    assert "designer of the second plan" not in found


def test_a_phrase_does_not_stand_beside_words() -> None:
    assert distractors("larches", ["by a road", "the aspens"], "en", never, Random(1)) == ("the aspens",)


def test_what_is_right_as_well_is_never_drawn() -> None:
    found = distractors("Ida Holm", POOL, "en", lambda text: text.startswith("Tove"), Random(1))
    assert set(found) == {"Per Aas", "Ana Ruiz"}


def test_what_is_only_written_otherwise_is_never_drawn() -> None:
    others = ["IDA HOLM", "ida holm.", "Mayor Ida Holm", "Holm", "23.11.2019", "23 Nov. 2019", "2,5 hours"]
    assert distractors("Ida Holm", others, "en", never, Random(1)) == ()
    assert distractors("23 November 2019", others, "en", never, Random(1)) == ()


def test_no_two_of_them_are_the_same() -> None:
    others = ["24 November 2019", "24.11.2019", "Nov. 24th, 2019", "25 November 2019"]
    assert len(distractors("23 November 2019", others, "en", never, Random(1))) == 2


@given(
    st.lists(st.one_of(st.sampled_from(POOL), st.text(max_size=12)), max_size=20), st.sampled_from(POOL), st.integers()
)
def test_whatever_the_others_are_none_equals_the_right_one(others: list[str], right: str, seed: int) -> None:
    found = distractors(right, others, "en", never, Random(seed))
    assert len(found) <= COUNT
    assert len(set(found)) == len(found)
    assert set(found) <= set(others)
    assert folded(right).letters not in {folded(each).letters for each in found}
    assert {sort_of(each, "en").name for each in found} <= {sort_of(right, "en").name}


def test_dates_and_numbers_stand_in_their_order_and_names_in_any() -> None:
    dates = ["23 November 2019", "4 July 2018", "24 November 2019"]
    assert in_order(dates, "en", Random(1)) == ["4 July 2018", "23 November 2019", "24 November 2019"]
    assert in_order(["12", "9", "100"], "en", Random(1)) == ["9", "12", "100"]
    orders = {tuple(in_order(["Ida", "Per", "Ana"], "en", Random(seed))) for seed in range(20)}
    assert len(orders) > 2


def test_other_languages_are_read_as_they_write() -> None:
    others = ["24. November 2019", "4. Juli 2018", "Oslo"]
    assert set(distractors("23. November 2019", others, "de", never, Random(1))) == {
        "24. November 2019",
        "4. Juli 2018",
    }
