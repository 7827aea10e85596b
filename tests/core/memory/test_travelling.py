"""A memory keeps its shape on the way to Anki and back, and whatever both sides did is joined once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.memory.days import day_of
from quizapp.core.memory.memory import Memory, Rating
from quizapp.core.memory.plan import Plan
from quizapp.core.memory.scheduling import rated
from quizapp.core.memory.travelling import Held, meet, memory_of, schedule_of
from quizapp.core.schedule_export import CardSchedule, LoggedReview, ReturnedCard

START = datetime(2025, 3, 1, 21, 30, tzinfo=UTC)
NOW = START + timedelta(days=4_000)
PLANS = [
    Plan(),
    Plan(time_zone="Asia/Seoul", day_begins_at=0),
    Plan(time_zone="America/New_York", learning_steps=(), relearning_steps=()),
    Plan(learning_steps=(timedelta(minutes=1), timedelta(minutes=5), timedelta(hours=3))),
]
plans = st.sampled_from(PLANS)
#: Ratings, each with the hours until it was given.
answers = st.lists(st.tuples(st.sampled_from(Rating), st.integers(1, 900)), max_size=6)


def after(answers: list[tuple[Rating, int]], plan: Plan, before: Held | None = None) -> Held:
    """What is held after these answers, one after the other."""
    held = before or Held()
    memory, log, at = held.memory, list(held.log), held.memory.last_review or START
    for rating, hours in answers:
        at += timedelta(hours=hours, milliseconds=137)
        state, memory = memory.state, rated(memory, rating, at, plan)
        log.append(LoggedReview("guid", 0, int(rating), at, state, memory.due - at))
    return Held(memory, held.suspended, tuple(log))


def returned(held: Held, plan: Plan) -> ReturnedCard:
    return ReturnedCard("guid", 0, schedule_of(held.memory, plan, suspended=held.suspended), held.log)


@given(answers, plans)
def test_there_and_back_it_is_the_same_memory(done: list[tuple[Rating, int]], plan: Plan) -> None:
    held = after(done, plan)
    schedule = schedule_of(held.memory, plan)
    if not done:
        assert schedule is None
        return
    assert schedule
    found = memory_of(schedule, held.log, plan, NOW)
    assert found
    assert day_of(found.due, plan) == day_of(held.memory.due, plan)
    assert (found.state, found.stability, found.difficulty) == (
        held.memory.state,
        held.memory.stability,
        held.memory.difficulty,
    )
    assert (found.step, found.last_review) == (held.memory.step, held.memory.last_review)
    assert (found.reps, found.lapses) == (held.memory.reps, held.memory.lapses)


@given(answers, answers, answers, plans)
def test_met_once_nothing_is_left_to_do(
    common: list[tuple[Rating, int]], here: list[tuple[Rating, int]], there: list[tuple[Rating, int]], plan: Plan
) -> None:
    """Both have what was done before; each has gone on alone; then they meet, and meet again."""
    before = after(common, plan)
    # Never at the same moment: an answer within the same second is the same one.
    ours, theirs = after(here, plan, before), after([(how, hours * 2 + 1) for how, hours in there], plan, before)
    ours = Held(ours.memory, ours.suspended, tuple(_apart(ours.log, len(common))))
    met = meet(ours, returned(theirs, plan), plan, NOW)
    assert met
    assert len(met.fresh) == len(there)
    log = tuple(sorted((*ours.log, *met.fresh), key=lambda review: review.at))
    assert len(log) == len(common) + len(here) + len(there)
    again = meet(Held(met.memory, met.suspended, log), returned(theirs, plan), plan, NOW)
    assert again
    assert again.fresh == ()
    assert again.memory == met.memory
    assert again.outcome in {"same", "kept"}


def _apart(log: tuple[LoggedReview, ...], common: int) -> list[LoggedReview]:
    moved = timedelta(seconds=20)
    return [
        *log[:common],
        *(LoggedReview(each.guid, 0, each.rating, each.at + moved, each.state, each.interval) for each in log[common:]),
    ]


@pytest.mark.parametrize(
    ("here", "there", "outcome"),
    [(0, 0, "same"), (1, 0, "kept"), (0, 1, "taken"), (1, 1, "joined")],
)
def test_who_has_gone_on(here: int, there: int, outcome: str) -> None:
    plan = PLANS[0]
    before = after([(Rating.EASY, 1)], plan)
    ours = after([(Rating.GOOD, 500)] * here, plan, before)
    theirs = after([(Rating.HARD, 700)] * there, plan, before)
    met = meet(ours, returned(theirs, plan), plan, NOW)
    assert met
    assert met.outcome == outcome


def test_joined_without_the_first_answers_it_is_the_later_memory() -> None:
    plan = PLANS[0]
    before = after([(Rating.EASY, 1)], plan)
    ours = after([(Rating.GOOD, 500)], plan, before)
    theirs = after([(Rating.HARD, 700)], plan, before)
    ours = Held(ours.memory, False, ours.log[1:])
    met = meet(ours, ReturnedCard("guid", 0, schedule_of(theirs.memory, plan), theirs.log[1:]), plan, NOW)
    assert met
    assert (met.outcome, met.memory.stability) == ("joined", theirs.memory.stability)
    sooner = after([(Rating.HARD, 300)], plan, before)
    met = meet(ours, ReturnedCard("guid", 0, schedule_of(sooner.memory, plan), sooner.log[1:]), plan, NOW)
    assert met
    assert (met.outcome, met.memory) == ("joined", ours.memory)
    assert len(met.fresh) == 1


def test_a_card_put_back_to_new_in_anki_stays_as_its_answers_made_it() -> None:
    plan = PLANS[0]
    ours = after([(Rating.EASY, 1)], plan)
    met = meet(ours, ReturnedCard("guid", 0, None, ours.log), plan, NOW)
    assert met
    assert (met.outcome, met.memory) == ("kept", ours.memory)


@pytest.mark.parametrize("days", [2, 400])
def test_an_answer_of_the_days_to_come_makes_the_card_unusable(days: int) -> None:
    plan = PLANS[0]
    theirs = after([(Rating.EASY, 1)], plan)
    assert theirs.memory.last_review
    assert meet(Held(), returned(theirs, plan), plan, theirs.memory.last_review - timedelta(days=days)) is None
    near = meet(Held(), returned(theirs, plan), plan, theirs.memory.last_review - timedelta(hours=2))
    assert near
    assert near.memory.last_review == theirs.memory.last_review - timedelta(hours=2)


def test_a_new_card_has_no_memory_to_take() -> None:
    assert memory_of(CardSchedule("new", suspended=True), (), PLANS[0], NOW) is None
    met = meet(Held(), ReturnedCard("guid", 0, CardSchedule("new", suspended=True)), PLANS[0], NOW)
    assert met
    assert (met.outcome, met.suspended, met.memory) == ("same", True, Memory())
