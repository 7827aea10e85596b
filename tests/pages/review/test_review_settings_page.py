"""The settings of review: what is typed is kept or sent back, and a schedule is fitted."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.memory.plan import Plan
from quizapp.store.reviewing import plans
from quizapp.store.tables import MemoryRow, PlanRow, ReviewRow
from quizapp.web import clock
from quizapp.work.reviewing import fitting

Words = Callable[[str], str]
Fields = Callable[[str], dict[str, str]]
PAGE = "/review/settings"


def plan_of(reviewer: Any) -> Plan:
    reviewer.session.rollback()
    return plans.plan(reviewer.session, reviewer.id)


def long_log(reviewer: Any) -> None:
    """Of a learner who forgets sooner than most."""
    rng, now, number = Random(2), clock.now(), 0
    for memory_id in reviewer.session.scalars(select(MemoryRow.id).where(MemoryRow.person_id == reviewer.id)).all():
        at, state = now - timedelta(days=400, seconds=number), "new"
        for _ in range(60):
            gap = rng.randint(1, 12)
            how = 3 if state == "new" or rng.random() < 0.97**gap else 1
            told = (f"log{number}", "review", how, at, 9, state, 86_400, 86_400, 5.0)
            reviewer.session.add(ReviewRow(reviewer.id, memory_id, *told))
            at, state, number = at + timedelta(days=gap), "review", number + 1
    reviewer.session.commit()


def test_everyone_sees_the_usual_settings_and_nothing_is_written(reader: FlaskClient, fields_of: Fields) -> None:
    fields = fields_of(reader.get(PAGE).text)
    assert (fields["desired_retention"], fields["new_a_day"], fields["learning_steps"]) == ("90", "20", "1m 10m")
    assert (fields["time_zone"], fields["day_begins_at"]) == ("UTC", "4")
    assert reader.get_cookie("quizapp_guest") is None


def test_what_is_typed_is_kept(reviewer: Any, fields_of: Fields, words: Words) -> None:
    fields = fields_of(reviewer.study().page(PAGE))
    changed = {
        **fields, "desired_retention": "92,5", "new_a_day": "7", "reviews_a_day": "90", "day_begins_at": "0",
        "time_zone": "Asia/Seoul", "learning_steps": "30s 1h", "relearning_steps": "", "maximum_interval": "365",
    }  # fmt: skip
    answer = reviewer.client.post(PAGE, data=changed)
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert plan_of(reviewer) == Plan(
        desired_retention=0.925, new_a_day=7, reviews_a_day=90, day_begins_at=0, time_zone="Asia/Seoul",
        learning_steps=(timedelta(seconds=30), timedelta(hours=1)), relearning_steps=(), maximum_interval=365,
    )  # fmt: skip
    page = reviewer.page(PAGE)
    assert "Saved. Cards keep the days that they have" in words(page)
    shown = fields_of(page)
    assert {name: shown[name] for name in ("desired_retention", "learning_steps", "time_zone")} == {
        "desired_retention": "92.5", "learning_steps": "30s 1h", "time_zone": "Asia/Seoul",
    }  # fmt: skip


def test_somebody_without_a_set_may_set_it_all_before(reader: FlaskClient, fields_of: Fields) -> None:
    fields = fields_of(reader.get(PAGE).text)
    assert reader.post(PAGE, data={**fields, "new_a_day": "3"}).status_code == 303
    assert fields_of(reader.get(PAGE).text)["new_a_day"] == "3"


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("desired_retention", "99", "Choose a share to remember from 70 to 97 percent."),
        ("desired_retention", "<b>", "Write a number of percent from 70 to 97"),
        ("new_a_day", "many", "Write a whole number"),
        ("reviews_a_day", "0", "Choose from 1 to 9999 reviews a day."),
        ("learning_steps", "soon", "Write the steps as 1m 10m"),
        ("relearning_steps", "2d", "Write the steps as 1m 10m"),
        ("maximum_interval", "99999999", "Choose a longest interval from 1 to 36500 days."),
        ("day_begins_at", "25", "A day begins at an hour from 0 to 23."),
        ("time_zone", "Moon/Sea", "There is no time zone Moon/Sea."),
    ],
)
def test_what_is_wrong_comes_back_with_a_sentence(
    reviewer: Any, fields_of: Fields, words: Words, name: str, typed: str, told: str
) -> None:
    fields = {**fields_of(reviewer.study().page(PAGE)), "new_a_day": "11", name: typed}
    answer = reviewer.client.post(PAGE, data=fields)
    assert answer.status_code == 422
    assert told in words(answer.text)
    assert plan_of(reviewer) == Plan()
    kept = fields_of(answer.text)
    if name != "day_begins_at":
        assert kept[name] == typed
    if name != "new_a_day":
        assert kept["new_a_day"] == "11"


def test_a_form_without_its_fields_is_sent_back(reviewer: Any) -> None:
    assert reviewer.study().post(PAGE).status_code == 422
    assert plan_of(reviewer) == Plan()


def test_the_usual_settings_come_back_with_one_button(reviewer: Any, words: Words) -> None:
    reviewer.study(desired_retention=0.8, time_zone="Asia/Seoul")
    assert reviewer.post(f"{PAGE}/usual").status_code == 303
    assert plan_of(reviewer) == Plan(time_zone="Asia/Seoul")
    assert "The usual settings are back." in words(reviewer.page(PAGE))


def test_what_each_share_costs_is_told_over_ones_own_cards(reviewer: Any, words: Words) -> None:
    page = reviewer.study(desired_retention=0.88).rate().page(f"{PAGE}/cost")
    rows = re.findall(r'<th scope="row">([\d.]+)%(.*?)</th>\s*<td>([\d.,]+)</td>', page)
    assert [row[0] for row in rows] == ["70", "75", "80", "85", "88", "90", "93", "95", "97"]
    assert [row[0] for row in rows if "as now" in row[1]] == ["88"]
    costs = [float(row[2]) for row in rows]
    assert costs == sorted(costs)
    assert costs[0] < costs[-1]


def test_without_cards_no_cost_is_told(reader: FlaskClient, words: Words) -> None:
    assert "You review no cards yet, so nothing can be worked out." in words(reader.get(f"{PAGE}/cost").text)


def test_the_settings_lead_to_the_costs_without_a_script(reviewer: Any) -> None:
    assert f'<a href="{PAGE}/cost">' in reviewer.study().page(PAGE)


def test_a_short_log_offers_no_fitting_and_refuses_it(reviewer: Any, words: Words) -> None:
    reviewer.study().rate()
    assert "It needs 400 reviews of cards that you had seen on an earlier day." in words(reviewer.page(PAGE))
    answer = reviewer.post(f"{PAGE}/fit")
    assert answer.status_code == 409
    assert "so 400 more are needed" in words(answer.text)
    assert 'id="settings"' in answer.text


def test_who_never_reviewed_can_fit_nothing(reader: FlaskClient, fields_of: Fields, words: Words) -> None:
    fields = fields_of(reader.get(PAGE).text)
    answer = reader.post(f"{PAGE}/fit", data=fields)
    assert answer.status_code == 409
    assert "You have not reviewed any cards yet" in words(answer.text)
    assert reader.get_cookie("quizapp_guest") is None


def test_a_schedule_is_fitted_told_of_and_taken_back(reviewer: Any, words: Words) -> None:
    long_log(reviewer.study("who-and-what", "money-and-law"))
    assert "Fit the schedule to my memory" in words(reviewer.page(PAGE))
    assert reviewer.post(f"{PAGE}/fit").location == PAGE
    page = words(reviewer.page(PAGE))
    assert "The schedule is fitted to your memory." in page
    told = re.search(r"foretells your answers better than the usual one: .* was ([\d.]+)% higher on average", page)
    assert told
    assert float(told[1]) > 0
    row = reviewer.session.get_one(PlanRow, reviewer.id)
    assert f"{row.fitted['before']:.4f}" in page
    assert f"{row.fitted['after']:.4f}" in page
    assert plan_of(reviewer).parameters != Plan().parameters
    assert reviewer.post(f"{PAGE}/fit/usual").status_code == 303
    assert "The usual schedule is back." in words(reviewer.page(PAGE))
    assert plan_of(reviewer) == Plan()


def test_while_another_is_fitted_one_is_asked_to_wait(reviewer: Any, library_session: Session, words: Words) -> None:
    long_log(reviewer.study())
    with fitting._turn:
        answer = reviewer.post(f"{PAGE}/fit")
    assert answer.status_code == 503
    assert "A schedule is being fitted right now." in words(answer.text)
    assert plan_of(reviewer) == Plan()
