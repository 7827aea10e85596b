"""On simulated learners FSRS-6 foretells better than SM-2 and a constant, best with their own parameters."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise
from random import Random

import pytest

from quizapp.core.memory.learners import Learner
from quizapp.core.memory.memory import Rating
from quizapp.core.memory.schedulers import DAILY, Sm2, Weekly
from quizapp.core.memory.simulation import Answer, Foretold, Measured, Setting, Studied, followed, measure, own, study
from quizapp.core.sentences import Refusal

SMALL = Setting(learners=6, cards=40, days=200, seed=7)


@cache
def measured() -> Measured:
    return measure(SMALL)


def rows(log: str) -> list[Foretold]:
    return list(measured().foretold[log])


def test_fsrs_foretells_better_than_sm2_and_a_constant() -> None:
    fsrs, _, sm2, constant, truth = rows("intervals drawn by chance")
    assert truth.log_loss < fsrs.log_loss < constant.log_loss < sm2.log_loss
    assert truth.rmse_bins < fsrs.rmse_bins < constant.rmse_bins < sm2.rmse_bins


def test_fsrs_foretells_better_than_sm2_where_intervals_follow_the_answers() -> None:
    """Then the chance hardly varies: a constant that is known only afterwards is hard to beat."""
    fsrs, _, sm2, constant, truth = rows("intervals that follow the answers")
    assert truth.log_loss < min(fsrs.log_loss, constant.log_loss)
    assert (fsrs.log_loss, fsrs.rmse_bins) < (sm2.log_loss, sm2.rmse_bins)
    assert fsrs.rmse_bins < sm2.rmse_bins


def test_own_parameters_foretell_the_second_half_better_than_the_defaults() -> None:
    for found in measure(Setting(learners=2, cards=200, days=200, seed=7)).foretold.values():
        default, own, *_, truth = found
        assert [default.name, own.name] == ["FSRS-6, default parameters", "FSRS-6, own parameters"]
        assert truth.log_loss < own.log_loss < default.log_loss


def test_own_parameters_are_fitted_to_the_first_half_alone() -> None:
    """Whatever happens later, they are the same; and a first half that is too short leaves the defaults."""
    rng = Random(2)
    log = [card(rng, begun) for begun in range(60)]
    early = own(log, 100)
    assert early != DAILY
    assert own([turned(studied, 100) for studied in log], 100) == early
    assert own(log, 30) == DAILY


def card(rng: Random, begun: int) -> Studied:
    days = range(0, 150, rng.randint(4, 9))
    return Studied(tuple(Answer(day, rng.choice(list(Rating)), 0.7) for day in days), 0.7, begun)


def turned(studied: Studied, since: int) -> Studied:
    """With what was forgotten from that day on remembered, and the other way round."""
    answers = (
        replace(answer, rating=Rating.GOOD if answer.rating == Rating.AGAIN else Rating.AGAIN)
        if studied.begun + answer.day >= since
        else answer
        for answer in studied.answers
    )
    return replace(studied, answers=tuple(answers))


def test_answers_on_later_days_are_judged_before_the_model_hears_them() -> None:
    again, good = Rating.AGAIN, Rating.GOOD
    days = [(0, again), (0, good), (1, good), (3, again), (3, good), (7, again), (7, good), (8, good)]
    studied = Studied(tuple(Answer(day, rating, 1) for day, rating in days), 1)
    judged = list(followed(studied, Sm2()))
    assert [(each.elapsed, each.number, each.lapses, each.remembered) for each in judged] == [
        (1, 2, 0, True),
        (2, 3, 0, False),
        (4, 4, 1, False),
        (1, 5, 2, True),
    ]
    assert [each.foretold for each in judged] == pytest.approx([0.9, 0.81, 0.9**4, 0.9])


def test_what_is_forgotten_is_asked_once_more_on_the_same_day_and_then_known() -> None:
    forgetful = Learner(first=0.1, decay=0.8, gain=0.1, rest=0.1, spread=0.5, slip=0.04, strict=1)
    answers = study(forgetful, Weekly(), Random(1), 70).answers
    days = Counter(answer.day for answer in answers)
    assert sorted(days) == [*range(0, 70, 7)]
    firsts = {answer.day: answer for answer in reversed(answers)}
    assert {day for day, times in days.items() if times == 2} == {
        day for day, answer in firsts.items() if answer.rating == Rating.AGAIN
    }
    seconds = [after for before, after in pairwise(answers) if before.day == after.day]
    assert len(seconds) > 5
    assert {(answer.rating, answer.chance) for answer in seconds} == {(Rating.GOOD, 1)}


def test_all_foretell_the_same_reviews() -> None:
    for found in measured().foretold.values():
        assert {row.reviews for row in found} == {found[0].reviews}
        assert found[0].reviews > 500


def test_fsrs_keeps_about_what_is_desired_at_a_fraction_of_weekly_reviews() -> None:
    fsrs, _, weekly = measured().costs
    assert fsrs.true_retention == pytest.approx(0.9, abs=0.03)
    assert fsrs.reviews_a_day < weekly.reviews_a_day / 2


def test_the_seed_decides_every_number() -> None:
    little = Setting(learners=2, cards=5, days=60, seed=7)
    assert measure(little) == measure(little)
    assert measure(little) != measure(Setting(learners=2, cards=5, days=60, seed=8))


def test_what_is_done_is_told() -> None:
    told: list[tuple[int, int]] = []
    measure(Setting(learners=3, cards=3, days=60), lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_what_is_too_little_to_measure_is_refused() -> None:
    with pytest.raises(Refusal, match="more days"):
        measure(Setting(learners=1, cards=1, days=1))
