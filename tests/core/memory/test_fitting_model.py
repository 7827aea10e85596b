"""The model that parameters are fitted with is that of the schedule, and its gradient is right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.memory.fitting.history import History, history
from quizapp.core.memory.fitting.log import MOST, dated, later
from quizapp.core.memory.fitting.loss import loss
from quizapp.core.memory.fitting.model import log_chance, memories
from quizapp.core.memory.fitting.optimum import DEFAULT, DEVIATION, LOWER, UPPER, parameters, penalised, placed
from quizapp.core.memory.fitting.validation import foretold, splits
from quizapp.core.memory.memory import Rating, Review
from quizapp.core.memory.plan import Plan
from quizapp.core.memory.schedulers import DAILY, Fsrs
from quizapp.core.memory.scheduling import replayed, retrievability
from quizapp.core.memory.simulation import Answer, Studied, followed

START = datetime(2026, 1, 5, 5, tzinfo=UTC)
NEAR = 1e-9


def moved(towards: Sequence[float]) -> tuple[float, ...]:
    """Parameters part of the way from the defaults to a bound: -1 is the lower one, 1 the upper."""
    part = np.array(towards)
    return tuple(np.where(part < 0, DEFAULT + part * (DEFAULT - LOWER), DEFAULT + part * (UPPER - DEFAULT)).tolist())


plans = st.builds(
    Plan,
    parameters=st.lists(st.floats(-0.4, 0.4), min_size=21, max_size=21).map(moved),
    learning_steps=st.sampled_from([(), (timedelta(minutes=1), timedelta(minutes=10))]),
    relearning_steps=st.sampled_from([(), (timedelta(minutes=10),)]),
    day_begins_at=st.integers(0, 23),
    time_zone=st.sampled_from(["UTC", "Asia/Seoul", "America/New_York", "Australia/Lord_Howe"]),
)
gaps = st.one_of(st.integers(-3600, 86_400), st.integers(0, 400 * 86_400))


@st.composite
def logs(draw: st.DrawFn) -> list[Review]:
    """Reviews minutes and years apart, and clocks that go back."""
    at, log = START, []
    for rating, gap in draw(st.lists(st.tuples(st.sampled_from(list(Rating)), gaps), min_size=1, max_size=15)):
        at += timedelta(seconds=gap)
        log.append(Review(rating, at))
    return log


def random_log(rng: Random, most: int = 15) -> list[Review]:
    at, log = START + timedelta(days=rng.randint(0, 30)), []
    for _ in range(rng.randint(1, most)):
        log.append(Review(rng.choice(list(Rating)), at))
        at += rng.choice([timedelta(minutes=rng.randint(1, 200)), timedelta(days=rng.randint(1, 60))])
    return log


def random_history(seed: int, cards: int = 25) -> History:
    rng = Random(seed)
    return history([dated(random_log(rng), Plan()) for _ in range(cards)])


@given(logs(), plans, st.integers(0, 500))
def test_it_gives_what_the_schedule_gives(log: list[Review], plan: Plan, days: int) -> None:
    memory, w = replayed(log, plan), np.array(plan.parameters)
    s, d = memories(history([dated(log, plan)]), w)
    assert memory.last_review
    assert float(np.exp(s[-1])) == pytest.approx(memory.stability, rel=NEAR)
    assert d[-1] == pytest.approx(memory.difficulty, rel=NEAR)
    then = memory.last_review + timedelta(days=days)
    elapsed = dated([*log, Review(Rating.GOOD, then)], plan).days
    chance = np.exp(log_chance(s[-1:], np.array([elapsed[-1] - elapsed[-2]]), w))[0]
    assert chance == pytest.approx(retrievability(memory, then, plan), rel=NEAR)


def test_cards_of_unlike_length_are_computed_as_each_alone() -> None:
    rng = Random(5)
    cards = [dated(random_log(rng), Plan()) for _ in range(30)]
    together = memories(history(cards), DEFAULT)
    alone = [memories(history([card]), DEFAULT) for card in cards]
    for number, both in enumerate(together):
        assert sorted(both) == pytest.approx(sorted(np.concatenate([each[number] for each in alone])), rel=NEAR)


def test_reviews_are_judged_as_when_one_card_follows_the_other() -> None:
    """The same bins and chances as those of the measures, which hear one answer at a time."""
    rng, judged, expected = Random(6), [], []
    for _ in range(20):
        day, log, answers = 0, [], []
        for _ in range(rng.randint(1, 12)):
            rating = rng.choice(list(Rating))
            log.append(Review(rating, datetime(2000, 1, 1, tzinfo=UTC) + timedelta(days=day)))
            answers.append(Answer(day, rating, 1))
            day += rng.choice([0, 1, 3, 20])
        reviews = history([dated(log, DAILY)])
        judged += foretold(reviews, reviews.later, DEFAULT)
        expected += followed(Studied(tuple(answers), 1), Fsrs())
    assert len(judged) > 50
    for ours, theirs in zip(judged, expected, strict=True):
        assert (ours.elapsed, ours.number, ours.lapses) == (theirs.elapsed, theirs.number, theirs.lapses)
        assert ours.remembered == theirs.remembered
        assert ours.foretold == pytest.approx(theirs.foretold, rel=NEAR)


@pytest.mark.parametrize("left", [DEFAULT[11], 4.5], ids=["as usual", "what is forgotten meets its bound"])
@pytest.mark.parametrize("seed", range(4))
def test_the_gradient_is_that_of_small_steps(seed: int, left: float) -> None:
    reviews, rng = random_history(seed), np.random.default_rng(seed)
    x = placed(DEFAULT) + rng.normal(scale=0.4, size=21)
    x[1:4] = np.abs(x[1:4])
    x[11] = left / DEVIATION[11]
    x = placed(np.clip(parameters(x), LOWER + 1e-3, UPPER - 1e-3))
    _, gradient = penalised(reviews, reviews.later, x)
    for number, step in enumerate(np.eye(21) * 1e-6):
        above, below = (penalised(reviews, reviews.later, each)[0] for each in (x + step, x - step))
        assert gradient[number] == pytest.approx((above - below) / 2e-6, abs=1e-7), f"parameter {number}"


def test_the_loss_is_the_surprise_at_the_chances_foretold() -> None:
    reviews = random_history(1)
    judged = foretold(reviews, reviews.later, DEFAULT)
    surprise = sum(-np.log(each.foretold if each.remembered else 1 - each.foretold) for each in judged)
    assert loss(reviews, reviews.later, DEFAULT)[0] == pytest.approx(surprise)


def test_what_is_not_judged_says_nothing() -> None:
    reviews = random_history(2)
    assert loss(reviews, reviews.later[:0], DEFAULT)[0] == 0
    assert not loss(reviews, reviews.later[:0], DEFAULT)[1].any()


def test_the_penalty_is_half_the_square_of_the_deviations() -> None:
    reviews = random_history(3)
    far = DEFAULT.copy()
    far[[8, 20]] += DEVIATION[[8, 20]]
    far[3] *= np.e
    fit = loss(reviews, reviews.later, far)[0]
    assert penalised(reviews, reviews.later, placed(far))[0] * len(reviews.later) == pytest.approx(fit + 1.5)


def test_every_place_that_is_searched_is_a_plan() -> None:
    rng = np.random.default_rng(4)
    for _ in range(50):
        x = placed(DEFAULT) + rng.normal(scale=20, size=21)
        x[1:4] = np.abs(x[1:4])
        found = Plan(parameters=tuple(parameters(x).tolist())).parameters
        assert list(found[:4]) == sorted(found[:4])


def test_each_part_of_the_log_is_foretold_from_those_before() -> None:
    reviews = random_history(7, cards=40)
    order = reviews.later
    assert (np.diff(reviews.seconds[order]) >= 0).all()
    parts = list(splits(order))
    assert len(parts) == 5
    assert np.concatenate([parts[0][0], *(coming for _, coming in parts)]).tolist() == order.tolist()
    for past, coming in parts:
        assert past.tolist() + coming.tolist() == order[: len(past) + len(coming)].tolist()
        assert len(coming) == len(order) // 6


def test_only_the_first_reviews_of_a_card_count() -> None:
    log = [Review(Rating.GOOD, START + timedelta(days=day)) for day in range(MOST + 10)]
    assert later([dated(log, Plan())]) == MOST - 1


def test_a_night_parts_two_days_and_a_clock_that_went_back_stood_still() -> None:
    moments = [datetime(2026, 1, 5, 22, tzinfo=UTC), datetime(2026, 1, 6, 3, 59, tzinfo=UTC)]
    moments += [datetime(2026, 1, 6, 4, tzinfo=UTC), datetime(2026, 1, 5, 1, tzinfo=UTC)]
    days = dated([Review(Rating.GOOD, at) for at in moments], Plan()).days
    assert [day - days[0] for day in days] == [0, 0, 1, 1]
