"""A plan refuses what can't be kept, with a sentence."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest

from quizapp.core.memory.plan import Plan
from quizapp.core.sentences import Refusal

DEFAULT = Plan().parameters


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("desired_retention", 0.69, "70 to 97 percent"),
        ("desired_retention", 0.98, "70 to 97 percent"),
        ("desired_retention", math.nan, "70 to 97 percent"),
        ("parameters", DEFAULT[:20], "21 numbers"),
        ("parameters", (-1.0, *DEFAULT[1:]), "21 numbers"),
        ("parameters", (math.nan, *DEFAULT[1:]), "21 numbers"),
        ("learning_steps", (timedelta(days=1),), "less than a day"),
        ("relearning_steps", (timedelta(0),), "at least a second"),
        ("learning_steps", (timedelta(minutes=1),) * 11, "at most 10"),
        ("maximum_interval", 0, "1 to 36500"),
        ("maximum_interval", 36_501, "1 to 36500"),
        ("new_a_day", -1, "new cards a day"),
        ("reviews_a_day", 0, "reviews a day"),
        ("reviews_a_day", 10_000, "reviews a day"),
        ("day_begins_at", 24, "0 to 23"),
        ("time_zone", "Europe", "Europe"),
        ("time_zone", "../etc/passwd", "no time zone"),
    ],
)
def test_what_is_out_of_bounds_is_refused(setting: str, value: object, told: str) -> None:
    with pytest.raises(Refusal, match=told):
        Plan(**{setting: value})


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("desired_retention", 0.7),
        ("desired_retention", 0.97),
        ("learning_steps", ()),
        ("maximum_interval", 36_500),
        ("new_a_day", 0),
        ("reviews_a_day", 1),
        ("day_begins_at", 23),
        ("time_zone", "Asia/Seoul"),
    ],
)
def test_what_is_at_the_bounds_is_taken(setting: str, value: object) -> None:
    assert getattr(Plan(**{setting: value}), setting) == value
