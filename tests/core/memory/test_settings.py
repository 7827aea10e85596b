"""What learners type into the settings is understood, or sent back with a sentence."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from quizapp.core.memory.plan import Plan
from quizapp.core.memory.settings import NAMES, read, read_steps, written
from quizapp.core.sentences import Refusal

MINUTE = timedelta(minutes=1)


def test_every_field_of_a_plan_can_be_set_but_its_parameters() -> None:
    assert {each.name for each in fields(Plan)} == {*NAMES, "parameters"}


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1m 10m", [1, 10]),
        (" 30s,1 h ; 10 minutes", [0.5, 60, 10]),
        ("5", [5]),
        ("1,5m", [1.5]),
        ("1.5 MIN", [1.5]),
        ("1m10m", [1, 10]),
        ("", []),
    ],
)
def test_steps_are_read_as_people_write_them(text: str, minutes: list[float]) -> None:
    assert read_steps(text) == tuple(number * MINUTE for number in minutes)


@pytest.mark.parametrize("text", ["ten", "1d", "1m x", "-1m", "1m 10q", "٣m~"])
def test_steps_that_are_none_are_sent_back(text: str) -> None:
    with pytest.raises(Refusal, match="Write the steps as 1m 10m"):
        read_steps(text)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("desired_retention", "90", 0.9),
        ("desired_retention", " 92,5 % ", 0.925),
        ("new_a_day", "0", 0),
        ("maximum_interval", "36 500", 36500),
        ("time_zone", " Asia/Seoul ", "Asia/Seoul"),
    ],
)
def test_a_value_is_read(name: str, text: str, value: object) -> None:
    assert read(name, text) == value


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("desired_retention", "69", "from 70 to 97 percent"),
        ("desired_retention", "98", "from 70 to 97 percent"),
        ("desired_retention", "much", "number of percent"),
        ("new_a_day", "-1", "whole number"),
        ("new_a_day", "9" * 5000, "from 0 to 9999"),
        ("reviews_a_day", "0", "from 1 to 9999"),
        ("maximum_interval", "0", "from 1 to 36500"),
        ("day_begins_at", "24", "from 0 to 23"),
        ("time_zone", "Mars/Crater", "no time zone Mars/Crater"),
        ("learning_steps", "24h", "less than a day"),
        ("learning_steps", "1m " * 11, "at most 10 steps"),
    ],
)
def test_what_is_out_of_bounds_is_sent_back_with_a_sentence(name: str, text: str, told: str) -> None:
    with pytest.raises(Refusal, match=told):
        read(name, text)


@given(some.text(max_size=40))
def test_no_text_is_a_fault_of_ours(text: str) -> None:
    for name in NAMES:
        try:
            read(name, text)
        except Refusal as refusal:
            assert str(refusal.sentence)


@given(
    some.integers(70, 97),
    some.lists(some.integers(1, 86_399).map(lambda seconds: timedelta(seconds=seconds)), max_size=10),
    some.integers(0, 9999),
)
def test_a_plan_comes_back_as_it_was_written(share: int, steps: list[timedelta], new: int) -> None:
    plan = Plan(desired_retention=share / 100, learning_steps=tuple(steps), new_a_day=new)
    assert Plan(**{name: read(name, text) for name, text in written(plan).items()}) == plan
