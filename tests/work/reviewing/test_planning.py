"""Changing the settings, weighing what they cost, and fitting the schedule; the same on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count, pairwise
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quizapp.core.memory.fitting import LEAST
from quizapp.core.memory.learners import asked, drawn, met
from quizapp.core.memory.memory import Memory, Rating, Review
from quizapp.core.memory.plan import Plan
from quizapp.core.memory.scheduling import rated, retrievability
from quizapp.core.memory.workload import RETENTIONS, workloads
from quizapp.core.sentences import Busy, NotFound, Refusal
from quizapp.store.reviewing import fitting as stored
from quizapp.store.reviewing import plans
from quizapp.store.tables import PlanRow, ReviewRow
from quizapp.work.reviewing import fitting, planning, setting_aside

Ask = Callable[..., dict[str, Any]]
Study = Callable[..., Any]
_NUMBERS = count(1)
OWN = tuple(value * 1.01 for value in Plan().parameters[:19]) + Plan().parameters[19:]


def plan_of(session: Session, person_id: int) -> Plan:
    session.expire_all()
    return plans.plan(session, person_id)


def forgetful(days: int = 300) -> list[list[tuple[int, int]]]:
    """The logs of a learner whose forgetting is known: on each card's days, the ratings."""
    learner, rng = replace(drawn(Random(3)), first=0.6, decay=0.7), Random(5)
    logs = []
    for _ in range(60):
        trace, rating = met(learner, rng)
        day, log = 0, [(0, int(rating))]
        while day < days:
            gap = rng.randint(1, 40)
            day += gap
            trace, rating = asked(learner, trace, gap, rng)
            log.append((day, int(rating)))
        logs.append(log)
    return logs


def usual(days: int = 300) -> list[list[tuple[int, int]]]:
    """The logs of a learner who forgets just as the usual parameters say."""
    rng, plan, begins = Random(1), Plan(), datetime.fromisoformat("2024-01-01T12:00:00+00:00")
    logs = []
    for _ in range(60):
        memory, day, log = rated(Memory(), Rating.GOOD, begins, plan), 0, [(0, 3)]
        while day < days:
            day += rng.randint(1, 40)
            at = begins + timedelta(days=day)
            how = Rating.GOOD if rng.random() < retrievability(memory, at, plan) else Rating.AGAIN
            memory = rated(memory, how, at, plan)
            log.append((day, int(how)))
        logs.append(log)
    return logs


def log_of(desk: Any, logs: list[list[tuple[int, int]]]) -> None:
    """Write these logs into the cards that there are, one after another."""
    ids = [row.id for row in desk.memories()]
    for number, log in enumerate(logs):
        for place, (day, rating) in enumerate(log):
            at = desk.at - timedelta(days=320 - day, minutes=-number)
            state = "review" if place else "new"
            row = ReviewRow(
                desk.person_id, ids[number], f"p{next(_NUMBERS)}", "review", rating, at, 900, state, 86_400, 86_400, 5.0
            )  # fmt: skip
            desk.session.add(row)
    desk.session.commit()


@pytest.fixture
def answered(study: Study, ask: Ask) -> Any:
    """A learner with a long log."""
    desk = study(*(ask(f"q{number}") for number in range(60)))
    log_of(desk, forgetful())
    return desk


def test_what_is_set_is_kept_and_the_rest_stays(session: Session, learner: int) -> None:
    planning.change(session, learner, {"desired_retention": 0.92, "time_zone": "Asia/Seoul"})
    planning.change(session, learner, {"new_a_day": 0, "learning_steps": ()})
    found = plan_of(session, learner)
    assert (found.desired_retention, found.time_zone, found.new_a_day) == (0.92, "Asia/Seoul", 0)
    assert (found.learning_steps, found.reviews_a_day) == ((), 200)


def test_parameters_are_not_set_but_fitted(session: Session, learner: int) -> None:
    session.add(PlanRow(learner, plans.to_document(Plan(parameters=OWN))))
    session.commit()
    planning.change(session, learner, {"parameters": Plan().parameters, "new_a_day": 5})
    assert plan_of(session, learner).parameters == OWN


def test_what_is_out_of_bounds_changes_nothing(session: Session, learner: int) -> None:
    planning.change(session, learner, {"new_a_day": 5})
    with pytest.raises(Refusal, match=r"from 70 to 97 percent"):
        planning.change(session, learner, {"new_a_day": 6, "desired_retention": 0.5})
    assert plan_of(session, learner).new_a_day == 5


def test_the_usual_settings_keep_the_zone_and_the_parameters(session: Session, learner: int) -> None:
    session.add(PlanRow(learner, plans.to_document(Plan(parameters=OWN, time_zone="Asia/Seoul", new_a_day=3))))
    session.commit()
    planning.back_to_usual(session, learner)
    assert plan_of(session, learner) == Plan(parameters=OWN, time_zone="Asia/Seoul")


def test_cards_keep_their_days_when_more_is_to_be_remembered(study: Study, ask: Ask) -> None:
    desk = study(ask("a"), ask("b"))
    desk.rate(Rating.EASY, "a")
    due = desk.memory(1).due
    planning.change(desk.session, desk.person_id, {"desired_retention": 0.97})
    assert desk.memory(1).due == due
    desk.rate(Rating.EASY, "b")
    assert desk.memory(2).due < due


def test_what_remembering_costs_is_worked_out_over_ones_own_cards(study: Study, ask: Ask) -> None:
    desk = study(*(ask(name) for name in "abcd"))
    desk.plan(desired_retention=0.88)
    desk.rate(Rating.EASY, "a")
    setting_aside.suspend(desk.session, desk.person_id, desk.rate(Rating.EASY, "b"))
    row = desk.memory(1)
    plan = plan_of(desk.session, desk.person_id)
    found = planning.costs(desk.session, desk.person_id, plan)
    known = Memory("review", None, row.stability, row.difficulty)
    assert found == workloads(plan, [known, Memory(), Memory()], sorted({*RETENTIONS, 0.88}))
    assert found[0.7] < found[0.88] < found[0.97]


def test_of_many_cards_a_sample_is_worked_out(study: Study, ask: Ask) -> None:
    desk = study(*(ask(f"q{number}") for number in range(90)))
    for row in desk.memories()[:60]:
        row.state, row.stability, row.difficulty = "review", 10.0 + row.id % 7, 5.0
        row.due = row.last_review = desk.at
    desk.session.commit()
    plan = plan_of(desk.session, desk.person_id)
    whole = planning.costs(desk.session, desk.person_id, plan)
    sample = planning.costs(desk.session, desk.person_id, plan, most=30)
    assert [sample[share] for share in whole] == pytest.approx(list(whole.values()), rel=0.15)


def test_without_cards_nothing_is_worked_out(session: Session, learner: int) -> None:
    assert planning.costs(session, learner, Plan()) == {}


def test_a_schedule_is_fitted_to_the_log_and_taken_back(answered: Any) -> None:
    session, person_id = answered.session, answered.person_id
    before = [(row.due, row.stability) for row in answered.memories()]
    planning.change(session, person_id, {"new_a_day": 7})
    assert planning.fit(session, person_id, answered.at)
    plan, told = plan_of(session, person_id), stored.fitted(session, person_id)
    assert plan.parameters != Plan().parameters
    assert plan.new_a_day == 7
    assert told
    assert told["better"]
    assert told["after"] < told["before"]
    assert datetime.fromisoformat(told["at"]) == answered.at
    assert told["reviews"] >= told["judged"] > LEAST / 2
    assert [(row.due, row.stability) for row in answered.memories()] == before
    planning.usual_parameters(session, person_id)
    assert plan_of(session, person_id) == Plan(new_a_day=7)
    assert stored.fitted(session, person_id) is None
    with pytest.raises(Refusal, match="no parameters of your own"):
        planning.usual_parameters(session, person_id)


def test_where_the_usual_schedule_foretells_best_it_is_kept_and_told(answered: Any) -> None:
    session, person_id = answered.session, answered.person_id
    session.query(ReviewRow).delete()
    log_of(answered, usual())
    document = plans.to_document(Plan(parameters=OWN, new_a_day=7))
    session.get_one(PlanRow, person_id).document = document
    session.commit()
    assert not planning.fit(session, person_id, answered.at)
    assert plan_of(session, person_id) == Plan(new_a_day=7)
    told = stored.fitted(session, person_id)
    assert told
    assert told["after"] >= told["before"]
    assert (told["better"], told["at"]) == (False, answered.at.isoformat())


def test_a_second_time_a_schedule_of_ones_own_is_found_again(answered: Any) -> None:
    session, person_id = answered.session, answered.person_id
    assert planning.fit(session, person_id, answered.at)
    first = plan_of(session, person_id), stored.fitted(session, person_id)
    assert planning.fit(session, person_id, answered.at)
    assert (plan_of(session, person_id), stored.fitted(session, person_id)) == first


def test_a_short_log_is_refused_with_how_much_is_missing(study: Study, ask: Ask) -> None:
    desk = study(ask("a"))
    desk.rate(Rating.EASY)
    desk.at = desk.memory(1).due
    desk.rate(Rating.GOOD)
    assert not stored.enough(desk.session, desk.person_id)
    with pytest.raises(Refusal, match=f"You have 1, so {LEAST - 1} more are needed"):
        planning.fit(desk.session, desk.person_id, desk.at)
    assert stored.fitted(desk.session, desk.person_id) is None


def test_who_left_meanwhile_is_not_written_down(answered: Any) -> None:
    answered.session.delete(answered.session.get_one(PlanRow, answered.person_id))
    answered.session.commit()
    with pytest.raises(NotFound):
        planning.fit(answered.session, answered.person_id, answered.at)
    assert answered.session.get(PlanRow, answered.person_id) is None


def test_logs_are_whole_in_order_and_stand(answered: Any) -> None:
    session, person_id = answered.session, answered.person_id
    logs = stored.logs(session, person_id, 100_000)
    assert [[int(review.rating) for review in log] for log in logs] == [[how for _, how in log] for log in forgetful()]
    assert all(one.at < other.at for log in logs for one, other in pairwise(log))
    assert stored.enough(session, person_id)
    first = session.query(ReviewRow).order_by(ReviewRow.id).first()
    # A log that does not begin where the card was new tells nothing of what the card was.
    first.undone_at = answered.at
    session.commit()
    assert len(stored.logs(session, person_id, 100_000)) == len(logs) - 1


def test_of_a_long_log_whole_cards_are_left_out(answered: Any) -> None:
    whole = stored.logs(answered.session, answered.person_id, 100_000)
    some = stored.logs(answered.session, answered.person_id, sum(map(len, whole)) // 3)
    assert len(some) == pytest.approx(len(whole) / 3, abs=1)
    assert all(log in whole for log in some)


def test_only_one_schedule_is_fitted_at_a_time() -> None:
    with fitting._turn, pytest.raises(Busy, match="Wait half a minute"):
        fitting.fit(long_logs(), Plan())


def test_a_fitting_that_takes_too_long_is_ended() -> None:
    with pytest.raises(Busy, match="too busy"):
        fitting.fit(long_logs(), Plan(), seconds=0.05)
    assert not fitting._turn.locked()


def long_logs() -> list[list[Review]]:
    begins = datetime.fromisoformat("2024-01-01T12:00:00+00:00")
    return [[Review(Rating(how), begins + timedelta(days=day)) for day, how in log] for log in forgetful()]
