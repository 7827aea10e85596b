"""The schedulers that ours is measured against, worked by hand."""

from __future__ import annotations

import math
from random import Random

import pytest

from quizapp.core.memory.learners import Learner, Trace, asked, chance
from quizapp.core.memory.memory import Rating
from quizapp.core.memory.schedulers import Fsrs, Growing, Scattered, Sm2, Weekly

PLAIN = Learner(first=2, decay=0.5, gain=2, rest=1, spread=0.5, slip=0, strict=1)


def sm2(*ratings: Rating) -> Sm2:
    schedule, day = Sm2(), 0
    for rating in ratings:
        schedule.answered(day, rating)
        day += schedule.interval()
    return schedule


def test_sm2_asks_after_one_day_then_six_then_by_ease() -> None:
    good = Rating.GOOD
    intervals = [sm2(*[good] * number).interval() for number in range(1, 6)]
    assert intervals == [1, 6, 15, 38, 95]
    assert sm2(good, good, Rating.EASY, good).interval() == round(15 * 2.6)


def test_sm2_begins_anew_after_forgetting_and_keeps_a_lower_ease() -> None:
    failed = sm2(Rating.GOOD, Rating.GOOD, Rating.AGAIN)
    assert (failed.interval(), failed.row) == (1, 0)
    assert failed.ease == pytest.approx(2.5 - 0.32)
    assert sm2(*[Rating.AGAIN] * 9).ease == 1.3


def test_sm2_expects_nine_tenths_when_the_interval_is_over() -> None:
    schedule = sm2(Rating.GOOD, Rating.GOOD)
    assert schedule.expected(schedule.last + 6) == pytest.approx(0.9)
    assert schedule.expected(schedule.last + 12) == pytest.approx(0.81)


def test_sm2_and_drawn_intervals_hear_the_first_answer_of_a_day() -> None:
    schedule = Sm2()
    schedule.answered(0, Rating.AGAIN)
    schedule.answered(0, Rating.GOOD)
    assert schedule.row == 0
    growing = Growing(Random(1))
    growing.answered(0, Rating.AGAIN)
    drawn = growing.interval()
    growing.answered(0, Rating.GOOD)
    assert growing.interval() == drawn


def test_fsrs_comes_back_when_it_expects_what_is_desired() -> None:
    schedule = Fsrs()
    for day in (0, 2, 13):
        schedule.answered(day, Rating.GOOD)
    assert schedule.expected(13 + schedule.interval()) == pytest.approx(0.9, abs=0.005)


def test_the_schedules_without_a_model_keep_their_bounds() -> None:
    scattered = Scattered(Random(1))
    drawn = []
    for day in range(500):
        scattered.answered(day, Rating.GOOD)
        drawn.append(scattered.interval())
    assert min(drawn) == 1
    assert 80 < max(drawn) <= 90
    assert Weekly().interval() == 7


def test_a_trace_is_remembered_at_nine_tenths_after_its_strength() -> None:
    assert chance(PLAIN, Trace(8, 1), 8) == pytest.approx(0.9)
    assert chance(PLAIN, Trace(8, 1), 0) == 1
    assert chance(Learner(2, 0.5, 2, 1, 0.5, 0.1, 1), Trace(8, 1), 8) == pytest.approx(0.81)


def test_remembering_strengthens_most_when_it_was_hardest() -> None:
    def grown(days: int) -> float:
        rng = Random(3)
        return asked(PLAIN, Trace(8, 1), days, rng)[0].strength

    assert Random(3).random() < chance(PLAIN, Trace(8, 1), 16)
    assert 8 < grown(1) < grown(8) < grown(16)
    assert grown(8) == pytest.approx(8 * (1 + 2 * 8**-0.12))


def test_forgetting_weakens_but_leaves_something() -> None:
    far = 10**6
    assert chance(PLAIN, Trace(8, 1), far) < 0.01
    trace, rating = asked(PLAIN, Trace(8, 1), far, Random(1))
    assert (trace.strength, rating) == (pytest.approx(8**0.35), Rating.AGAIN)
    assert asked(PLAIN, Trace(0.5, 1), far, Random(1))[0].strength <= 0.5
    assert math.isclose(asked(PLAIN, Trace(0.01, 1), far, Random(1))[0].strength, 0.1)
