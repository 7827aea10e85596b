"""Log loss and RMSE (bins), worked by hand."""

from __future__ import annotations

import math

import pytest

from quizapp.core.memory.measures import Judged, log_loss, rmse_bins


def judged(foretold: float, remembered: bool, elapsed: int = 5, number: int = 2, lapses: int = 0) -> Judged:
    return Judged(elapsed, number, lapses, remembered, foretold)


def test_log_loss_is_the_mean_surprise() -> None:
    assert log_loss([judged(0.8, True), judged(0.8, False)]) == pytest.approx(-(math.log(0.8) + math.log(0.2)) / 2)
    assert log_loss([judged(1, True), judged(0, False)]) == 0
    assert log_loss([judged(0, True)]) == pytest.approx(-math.log(1e-15))


def test_within_a_bin_only_the_means_are_compared() -> None:
    assert rmse_bins([judged(0.2, True), judged(0.8, False)]) == pytest.approx(0)
    assert rmse_bins([judged(0.9, True), judged(0.9, False)]) == pytest.approx(0.4)


def test_bins_are_weighted_by_their_reviews() -> None:
    few, many = [judged(0.5, True)], [judged(0.9, True, elapsed=50)] * 3
    assert rmse_bins(few + many) == pytest.approx(math.sqrt((0.5**2 + 3 * 0.1**2) / 4))


@pytest.mark.parametrize(
    ("like", "unlike"),
    [
        ({"elapsed": 4}, {"elapsed": 3}),
        ({"elapsed": 13}, {"elapsed": 14}),
        ({"number": 3}, {"number": 4}),
        ({"lapses": 0}, {"lapses": 1}),
    ],
)
def test_reviews_of_like_interval_number_and_lapses_share_a_bin(like: dict[str, int], unlike: dict[str, int]) -> None:
    """Elapsed: 3.62 and 13.1 days part bins, number: 1.89 and 3.57, lapses: none, and 1 to 1.73."""
    assert rmse_bins([judged(0, True), judged(1, False, **like)]) == pytest.approx(0)
    assert rmse_bins([judged(0, True), judged(1, False, **unlike)]) == pytest.approx(1)


def test_the_second_lapse_is_in_a_bin_of_its_own_and_the_fourth_with_the_fifth() -> None:
    assert rmse_bins([judged(0, True, lapses=1), judged(1, False, lapses=2)]) == pytest.approx(1)
    assert rmse_bins([judged(0, True, lapses=4), judged(1, False, lapses=5)]) == pytest.approx(0)
