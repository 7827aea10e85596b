"""Scheduling is FSRS-6's to the last bit, counted in the learner's days, and depends on the log alone."""

from __future__ import annotations

import time as clock
from dataclasses import astuple
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.memory.days import day_of
from quizapp.core.memory.memory import Memory, Rating, Review
from quizapp.core.memory.plan import Plan
from quizapp.core.memory.scheduling import choices, rated, replayed, retrievability

START = datetime(2026, 1, 5, 5, tzinfo=UTC)
STEPS = ((), (timedelta(minutes=10),), (timedelta(minutes=1), timedelta(minutes=10)), (timedelta(hours=3),) * 3)
STATES = {fsrs.State.Learning: "learning", fsrs.State.Review: "review", fsrs.State.Relearning: "relearning"}


def plan_of(rng: Random) -> Plan:
    low, high = fsrs.scheduler.LOWER_BOUNDS_PARAMETERS, fsrs.scheduler.UPPER_BOUNDS_PARAMETERS
    near = [value * rng.uniform(0.8, 1.2) for value in fsrs.scheduler.DEFAULT_PARAMETERS]
    return Plan(
        parameters=tuple(min(max(each, least), most) for each, least, most in zip(near, low, high, strict=True)),
        desired_retention=rng.uniform(0.7, 0.97),
        learning_steps=rng.choice(STEPS),
        relearning_steps=rng.choice(STEPS),
        maximum_interval=rng.choice([36_500, 100]),
    )


def scheduler_of(plan: Plan) -> fsrs.Scheduler:
    return fsrs.Scheduler(
        plan.parameters,
        plan.desired_retention,
        plan.learning_steps,
        plan.relearning_steps,
        plan.maximum_interval,
        enable_fuzzing=False,
    )


def log_of(rng: Random) -> list[Review]:
    """Each review is no earlier in its day than the one before: then spans of 24 hours and days are the same."""
    days, since, log = 0, timedelta(0), []
    for _ in range(rng.randint(1, 30)):
        days += rng.choice([0, 0, 1, 2, 7, rng.randint(0, 200)])
        since += timedelta(seconds=rng.randint(1, 1200))
        log.append(Review(rng.choice(list(Rating)), START + timedelta(days=days) + since))
    return log


def test_a_thousand_histories_are_scheduled_as_fsrs_does() -> None:
    for seed in range(1000):
        rng = Random(seed)
        plan, card, memory = plan_of(rng), fsrs.Card(card_id=1, due=START), Memory()
        scheduler = scheduler_of(plan)
        for review in log_of(rng):
            card, _ = scheduler.review_card(card, fsrs.Rating(review.rating), review.at)
            memory = rated(memory, review.rating, review.at, plan)
            theirs = (STATES[card.state], card.step, card.stability, card.difficulty, card.due, card.last_review)
            assert astuple(memory)[:6] == theirs
        later = card.due + timedelta(days=rng.randint(0, 50))
        assert retrievability(memory, later, plan) == scheduler.get_card_retrievability(card, later)


def test_a_night_between_two_reviews_is_a_day() -> None:
    evening, morning = datetime(2026, 1, 5, 22, tzinfo=UTC), datetime(2026, 1, 6, 7, tzinfo=UTC)
    plan = Plan(learning_steps=())
    first = rated(Memory(), Rating.GOOD, evening, plan)
    after = rated(first, Rating.GOOD, morning, plan)
    card = fsrs.Card(card_id=1, state=fsrs.State.Review, stability=first.stability, difficulty=first.difficulty)
    card.last_review = evening
    theirs, _ = scheduler_of(plan).review_card(card, fsrs.Rating.Good, evening + timedelta(hours=24))
    assert (after.stability, after.difficulty) == (theirs.stability, theirs.difficulty)


ratings = st.sampled_from(list(Rating))
zones = st.sampled_from(["UTC", "Asia/Seoul", "America/New_York", "Europe/London", "Australia/Lord_Howe"])
plans = st.builds(
    Plan,
    desired_retention=st.floats(0.7, 0.97),
    learning_steps=st.sampled_from(STEPS),
    relearning_steps=st.sampled_from(STEPS),
    day_begins_at=st.integers(0, 23),
    time_zone=zones,
)
moments = st.integers(0, 10 * 365 * 86_400).map(lambda seconds: START + timedelta(seconds=seconds))
logs = st.lists(st.builds(Review, ratings, moments), max_size=12).map(
    lambda log: sorted(log, key=lambda review: review.at)
)


@given(logs, plans)
def test_stability_is_that_of_fsrs_by_days(log: list[Review], plan: Plan) -> None:
    card, scheduler = fsrs.Card(card_id=1, due=START), scheduler_of(plan)
    for review in log:
        local = review.at.astimezone(plan.zone).replace(tzinfo=None)
        day = (local - timedelta(hours=plan.day_begins_at)).date()
        card, _ = scheduler.review_card(card, fsrs.Rating(review.rating), datetime.combine(day, time(), UTC))
    memory = replayed(log, plan)
    assert (memory.stability, memory.difficulty) == (card.stability, card.difficulty)


@given(logs, plans)
def test_a_replayed_log_gives_the_memory_that_it_came_from(log: list[Review], plan: Plan) -> None:
    memory = Memory()
    for review in log:
        memory = rated(memory, review.rating, review.at, plan)
    assert replayed(log, plan) == memory
    assert memory.reps == len(log)


@given(st.lists(st.builds(Review, ratings, moments), min_size=1, max_size=12), plans)
def test_no_card_is_due_before_it_was_seen_even_when_clocks_go_back(log: list[Review], plan: Plan) -> None:
    memory = Memory()
    for review in log:
        before, memory = memory, rated(memory, review.rating, review.at, plan)
        assert memory.last_review
        assert memory.last_review >= review.at
        assert memory.due > memory.last_review
        assert memory.last_review >= (before.last_review or memory.last_review)
        assert memory.stability
        assert memory.stability >= 0.001
        assert memory.state != "review" or day_of(memory.due, plan) > day_of(memory.last_review, plan)


@given(logs, moments, plans)
def test_the_better_a_card_is_known_the_later_it_comes(log: list[Review], at: datetime, plan: Plan) -> None:
    offered = choices(replayed(log, plan), at, plan)
    assert list(offered) == list(Rating)
    again, hard, good, easy = offered.values()
    assert again.interval <= easy.interval
    if hard.memory.state == good.memory.state == "review":
        assert again.interval <= hard.interval <= good.interval <= easy.interval
        assert again.memory.due <= hard.memory.due <= good.memory.due <= easy.memory.due


@given(logs, moments, plans)
def test_a_button_does_what_it_offers(log: list[Review], at: datetime, plan: Plan) -> None:
    memory = replayed(log, plan)
    for rating, choice in choices(memory, at, plan).items():
        assert rated(memory, rating, at, plan) == choice.memory
        assert choice.memory.state != "review" or choice.interval % timedelta(days=1) == timedelta(0)


@given(logs, plans, st.integers(0, 400), st.integers(0, 400))
def test_memory_fades_with_the_days(log: list[Review], plan: Plan, sooner: int, later: int) -> None:
    memory = replayed(log, plan)
    since = memory.last_review or START
    near, far = (retrievability(memory, since + timedelta(days=days), plan) for days in sorted((sooner, later)))
    assert 0 <= far <= near <= 1
    assert (near > 0) == bool(log)


def test_a_review_is_due_on_its_day_when_clocks_change_between() -> None:
    """Just after the day began in summer time; a span of 24 hours ends before the day begins in winter time."""
    plan = Plan(learning_steps=(), maximum_interval=1, time_zone="Europe/London")
    seen = datetime(2026, 10, 24, 4, 10, tzinfo=plan.zone)
    offered = choices(Memory(), seen, plan)[Rating.GOOD]
    assert offered.interval == timedelta(days=1)
    assert day_of(offered.memory.due, plan) == date(2026, 10, 25)
    assert offered.memory.due == datetime(2026, 10, 25, 4, 10, tzinfo=UTC)


def test_lapses_are_the_misses_in_review_alone() -> None:
    plan, at = Plan(), START
    memory = Memory()
    for rating in (Rating.AGAIN, Rating.GOOD, Rating.GOOD, Rating.AGAIN, Rating.AGAIN, Rating.GOOD, Rating.AGAIN):
        memory = rated(memory, rating, at, plan)
        at = max(memory.due, at)
    assert (memory.state, memory.lapses, memory.reps) == ("relearning", 2, 7)


def test_another_zone_of_the_same_moment_changes_nothing() -> None:
    seoul = START.astimezone(Plan(time_zone="Asia/Seoul").zone)
    assert rated(Memory(), Rating.GOOD, seoul, Plan()) == rated(Memory(), Rating.GOOD, START, Plan())


def test_a_time_without_a_zone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="time zone"):
        rated(Memory(), Rating.GOOD, START.replace(tzinfo=None), Plan())


def test_no_rating_sleeps(monkeypatch: pytest.MonkeyPatch) -> None:
    def asleep(seconds: float) -> None:
        raise AssertionError("slept")

    monkeypatch.setattr(clock, "sleep", asleep)
    assert rated(Memory(), Rating.GOOD, START, Plan()).due == START + timedelta(minutes=10)
