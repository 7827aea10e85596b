"""Parameters of one's own foretell better than the defaults, or are not taken."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from statistics import fmean

import pytest

from quizapp.core.memory.fitting import LEAST, Fitted, fit, usable
from quizapp.core.memory.learners import Learner
from quizapp.core.memory.memory import Memory, Rating, Review
from quizapp.core.memory.plan import Plan
from quizapp.core.memory.schedulers import Growing
from quizapp.core.memory.scheduling import rated, replayed, retrievability
from quizapp.core.memory.simulation import study
from quizapp.core.sentences import Refusal

Log = list[Review]

START = datetime(2026, 1, 5, 5, tzinfo=UTC)
DAY = timedelta(days=1)
#: Forgets at first much sooner than the default parameters expect, and then hardly any more.
UNLIKE = Learner(first=0.4, decay=0.5, gain=4, rest=0.5, spread=0.3, slip=0.01, strict=1)
#: FSRS-6's with lasting first stabilities, less gain from each review, and steeper forgetting.
OTHER = Plan(
    parameters=(
        *(1.0, 3.0, 8.0, 30.0, 6.0, 0.8, 2.5, 0.01, 1.2, 0.2, 0.6),
        *(1.2, 0.06, 0.3, 1.4, 0.5, 2.5, 0.6, 0.2, 0.1, 0.4),
    )
)


def log_of(learner: Learner, cards: int, days: int) -> list[Log]:
    return [
        [
            Review(answer.rating, START + (card % 60 + answer.day) * DAY + number * timedelta(minutes=1))
            for number, answer in enumerate(study(learner, Growing(Random(card)), Random(f"{card}/"), days).answers)
        ]
        for card in range(cards)
    ]


def remembered_by(plan: Plan, rng: Random, reviews: int) -> Log:
    """A card whose owner forgets exactly as FSRS with the plan's parameters says."""
    at, memory, log = START + rng.randint(0, 60) * DAY, Memory(), []
    for _ in range(reviews):
        known = not log or rng.random() < retrievability(memory, at, plan)
        rating = rng.choices([2, 3, 4], [1, 6, 1])[0] if known else 1
        if not log:
            rating = rng.choice(list(Rating))
        log.append(Review(Rating(rating), at))
        memory = rated(memory, Rating(rating), at, plan)
        at += max(1, round((memory.stability or 1) * math.exp(rng.uniform(-2, 2)))) * DAY
    return log


@cache
def unlike() -> tuple[list[Log], Fitted]:
    logs = log_of(UNLIKE, cards=120, days=150)
    return logs, fit(logs, Plan())


def foretold(logs: Sequence[Log], plan: Plan) -> list[tuple[float, bool]]:
    """Of each review on a later day, the chance that the schedule gave it and whether it was remembered."""
    return [
        (retrievability(replayed(log[:seen], plan), review.at, plan), review.rating > Rating.AGAIN)
        for log in logs
        for seen, review in enumerate(log)
        if seen and review.at - log[seen - 1].at >= DAY
    ]


def test_a_learner_unlike_the_defaults_is_foretold_better() -> None:
    logs, fitted = unlike()
    assert fitted.better
    assert fitted.after.log_loss < fitted.before.log_loss - 0.02
    assert fitted.after.rmse_bins < fitted.before.rmse_bins
    assert fitted.reviews == usable(logs, Plan()) > 700
    assert fitted.judged == fitted.reviews // 6 * 5
    assert Plan(parameters=fitted.parameters).parameters != Plan().parameters


def test_better_also_on_other_cards_of_the_learner() -> None:
    unseen = log_of(UNLIKE, cards=180, days=150)[120:]
    plans = (Plan(), Plan(parameters=unlike()[1].parameters))
    default, own = (
        fmean(-math.log(each if right else 1 - each) for each, right in foretold(unseen, plan)) for plan in plans
    )
    assert own < default - 0.01


def test_known_parameters_are_found_again() -> None:
    logs = [remembered_by(OTHER, Random(card), 12) for card in range(250)]
    fitted = fit(logs, Plan())
    own = Plan(parameters=fitted.parameters)
    for found, true in zip(own.parameters[:4], OTHER.parameters[:4], strict=True):
        assert true / 2 < found < true * 2
    assert own.parameters[20] == pytest.approx(OTHER.parameters[20], abs=0.15)
    true, found, default = ([chance for chance, _ in foretold(logs[:60], plan)] for plan in (OTHER, own, Plan()))
    off, off_before = (fmean(abs(a - b) for a, b in zip(true, each, strict=True)) for each in (found, default))
    assert off < 0.03
    assert off < off_before / 2


def test_the_same_logs_give_the_same_parameters() -> None:
    logs, fitted = unlike()
    assert fit(logs, Plan()) == fitted


def test_parameters_that_can_not_be_bettered_stay() -> None:
    """Those with which the log was made foretell it better than any that were fitted to a part of it."""
    logs = [remembered_by(OTHER, Random(card), 6) for card in range(100)]
    kept = fit(logs, OTHER)
    assert not kept.better
    assert kept.parameters == OTHER.parameters
    assert kept.before.log_loss <= kept.after.log_loss


def test_what_is_done_is_told() -> None:
    told: list[tuple[int, int]] = []
    fit(log_of(UNLIKE, cards=70, days=120), Plan(), told=lambda done, of: told.append((done, of)))
    assert told == [(number, 6) for number in range(1, 7)]


def often(rating: Callable[[int], Rating], apart: timedelta = DAY, cards: int = 40) -> list[Log]:
    return [[Review(rating(number), START + number * apart) for number in range(12)] for _ in range(cards)]


@pytest.mark.parametrize(
    "logs",
    [
        often(lambda _: Rating.AGAIN),
        often(lambda _: Rating.EASY),
        often(lambda _: Rating.EASY, apart=3000 * DAY),
        often(lambda number: Rating(1 + number % 4), apart=7 * DAY),
        [log + log[::-1] for log in often(lambda _: Rating.GOOD)],
        [[], *often(lambda number: Rating(1 + 3 * (number % 2)))],
        [[Review(Rating.AGAIN, START), Review(Rating.EASY, START + 9000 * DAY)] for _ in range(LEAST)],
    ],
    ids=["all again", "all easy", "decades", "a cycle", "there and back", "an empty card", "two reviews each"],
)
def test_any_long_log_gives_parameters_that_a_plan_takes(logs: list[Log]) -> None:
    fitted = fit(logs, Plan())
    assert Plan(parameters=fitted.parameters).parameters == fitted.parameters
    assert 0 <= fitted.after.log_loss < 35
    assert 0 <= fitted.after.rmse_bins <= 1


@pytest.mark.parametrize(
    ("logs", "reviews"),
    [
        ([], 0),
        ([[]], 0),
        ([[Review(Rating.GOOD, START + number * DAY) for number in range(2000)]], 63),
        (often(lambda _: Rating.GOOD, apart=timedelta(0)), 0),
        (often(lambda _: Rating.GOOD, cards=36), 396),
    ],
    ids=["nothing", "an empty card", "one card", "equal times", "a little too short"],
)
def test_what_is_too_short_is_refused_with_what_is_missing(logs: list[Log], reviews: int) -> None:
    assert usable(logs, Plan()) == reviews
    with pytest.raises(Refusal, match=f"You have {reviews}, so {LEAST - reviews} more are needed"):
        fit(logs, Plan())


def test_a_naive_time_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="time zone"):
        fit([[Review(Rating.GOOD, START.replace(tzinfo=None))]], Plan())


def test_without_scipy_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    monkeypatch.delitem(sys.modules, "scipy.optimize", raising=False)
    with pytest.raises(Refusal, match=r"pip install 'quizapp\[optimise\]'"):
        fit(often(lambda _: Rating.GOOD), Plan())


def test_nothing_else_loads_numpy_or_scipy() -> None:
    code = (
        "import sys, quizapp.core.memory.fitting, quizapp.core.memory.simulation;"
        "print(sorted({'numpy', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_days_are_those_of_the_learners_clock() -> None:
    """Half an hour before and after four in the morning is a night in Seoul, and noon in London."""
    start = datetime(2026, 1, 5, 18, 30, tzinfo=UTC)
    logs = [[Review(Rating.GOOD, start), Review(Rating.GOOD, start + timedelta(hours=1))]]
    assert usable(logs, Plan(time_zone="Asia/Seoul")) == 1
    assert usable(logs, Plan(time_zone="Europe/London")) == 0
