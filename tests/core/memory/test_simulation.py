"""On simulated learners FSRS-6 foretells better than SM-2 and a constant, and the true chance best of all."""

from __future__ import annotations

from functools import cache

import pytest

from quizapp.core.memory.simulation import Foretold, Measured, Setting, measure
from quizapp.core.sentences import Refusal

SMALL = Setting(learners=6, cards=40, days=200, seed=7)


@cache
def measured() -> Measured:
    return measure(SMALL)


def rows(log: str) -> list[Foretold]:
    return list(measured().foretold[log])


def test_fsrs_foretells_better_than_sm2_and_a_constant() -> None:
    fsrs, sm2, constant, truth = rows("intervals drawn by chance")
    assert truth.log_loss < fsrs.log_loss < constant.log_loss < sm2.log_loss
    assert truth.rmse_bins < fsrs.rmse_bins < constant.rmse_bins < sm2.rmse_bins


def test_fsrs_foretells_better_than_sm2_where_intervals_follow_the_answers() -> None:
    """Then the chance hardly varies: a constant that is known only afterwards is hard to beat."""
    fsrs, sm2, constant, truth = rows("intervals that follow the answers")
    assert truth.log_loss < min(fsrs.log_loss, constant.log_loss)
    assert (fsrs.log_loss, fsrs.rmse_bins) < (sm2.log_loss, sm2.rmse_bins)
    assert fsrs.rmse_bins < sm2.rmse_bins


def test_all_foretell_the_same_reviews() -> None:
    for found in measured().foretold.values():
        assert {row.reviews for row in found} == {found[0].reviews}
        assert found[0].reviews > 1000


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
