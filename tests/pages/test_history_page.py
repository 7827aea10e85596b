"""The history of a set: its editions, what changed, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.core.account import Account
from quizapp.store.tables import SetRightRow
from quizapp.web import clock
from quizapp.work.authoring import publishing

SignIn = Callable[..., Account]
Workshop = Any


def editions(workshop: Workshop, count: int) -> int:
    """So many editions of one question, an hour apart from New Year's Eve on; gives the question's id."""
    one = workshop.add("Edition 1?")
    for number in range(1, count + 1):
        if number > 1:
            workshop.save(one, stem=f"Edition {number}?")
        now = datetime(2023, 12, 31, 22, 30, tzinfo=UTC) + timedelta(hours=number)
        publishing.publish(workshop.session, workshop.author, workshop.set_id, now, "link")
    return int(one)


def test_a_set_never_published_has_no_history(workshop: Workshop) -> None:
    page = workshop.page("/history")
    assert "There is no edition yet" in page and page.count("button-primary") == 1


def test_editions_are_listed_the_newest_first_with_who_and_when(workshop: Workshop, library_app: Flask) -> None:
    library_app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Oslo"
    library_app.extensions["babel"].default_timezone = "Europe/Oslo"
    editions(workshop, 3)
    page = workshop.page("/history")
    assert page.index("Edition 3") < page.index("Edition 2") < page.index("Edition 1")
    assert "Ida Holm" in page and "1 changed" in page and "what learners see" in page
    assert "1 January 2024, 00:30" in page


def test_long_histories_come_in_pages(workshop: Workshop) -> None:
    editions(workshop, 23)
    page = workshop.page("/history")
    assert ">Edition 23<" in page and ">Edition 4<" in page and ">Edition 3<" not in page
    assert "?from=3" in page
    page = workshop.page("/history?from=3")
    assert ">Edition 3<" in page and ">Edition 1<" in page and "?from=" not in page and "The newest" in page
    for junk in ("x", "-1", "9" * 30, "0"):
        workshop.page(f"/history?from={junk}")


def test_an_edition_is_shown_whole_with_what_changed_before_and_since(workshop: Workshop) -> None:
    one = editions(workshop, 2)
    workshop.save(one, points=3)
    page = workshop.page("/history/2")
    assert "What changed against edition 1" in page
    assert "</span>1<span" in page and "</span>2<span" in page
    assert "<dt>Points</dt>" in page
    assert "Right answer" in page and "It left at noon." in page and "left Bergen at noon" in page
    assert "What changed against" not in workshop.page("/history/1")


def test_an_edition_that_was_never_made_is_not_there(workshop: Workshop) -> None:
    editions(workshop, 1)
    for number in (0, 2, 2_147_483_647):
        assert "There is no such edition" in workshop.page(f"/history/{number}", 404)


def test_what_is_as_today_can_not_be_restored(workshop: Workshop) -> None:
    editions(workshop, 2)
    assert "It is the same." in workshop.page("/history/2")
    assert "button-primary" not in workshop.page("/history/2")


def test_restoring_leads_to_publishing_and_changes_nothing_for_learners(workshop: Workshop, library_app: Flask) -> None:
    editions(workshop, 2)
    assert "Nothing changes for learners until you publish it." in workshop.page("/history/1")
    answer = workshop.post("/history/1/restore")
    assert (answer.status_code, answer.location) == (303, f"/teach/sets/{workshop.set_id}/publish")
    assert workshop.look().questions[0].stem == "Edition 1?"
    page = workshop.page("/publish")
    assert "Edition 1 is what you work on now." in page
    learner = library_app.test_client()
    assert "Edition 2?" in learner.get(f"/sets/{workshop.look().slug}/worksheet").text
    workshop.post("/publish", visibility="link")
    assert "Edition 1?" in learner.get(f"/sets/{workshop.look().slug}/worksheet").text
    assert ">Edition 3<" in workshop.page("/history")


def test_work_that_is_not_published_is_replaced_only_when_that_is_said(workshop: Workshop) -> None:
    one = editions(workshop, 2)
    workshop.save(one, stem="Draft?")
    answer = workshop.post("/history/1/restore")
    assert answer.status_code == 422 and "Say that it may be replaced" in answer.text
    assert workshop.look().questions[0].stem == "Draft?"
    assert workshop.post("/history/1/restore", sure="yes").status_code == 303
    assert workshop.look().questions[0].stem == "Edition 1?"


@pytest.fixture
def other(library_app: Flask, sign_in: SignIn) -> tuple[FlaskClient, Account]:
    client = library_app.test_client()
    return client, sign_in(client, "teacher", "Nils Dahl")


def test_who_may_only_look_reads_and_restores_nothing(workshop: Workshop, other: tuple[FlaskClient, Account]) -> None:
    client, account = other
    editions(workshop, 2)
    assert client.get(f"/teach/sets/{workshop.set_id}/history").status_code == 404
    assert client.get(f"/teach/sets/{workshop.set_id}/history/1").status_code == 404
    assert workshop.post("/history/1/restore", client).status_code == 404
    workshop.session.add(SetRightRow(workshop.set_id, account.person_id, "view", clock.now()))
    workshop.session.commit()
    page = client.get(f"/teach/sets/{workshop.set_id}/history/1")
    assert page.status_code == 200 and "button-primary" not in page.text
    assert workshop.post("/history/1/restore", client, sure="yes").status_code == 403


def test_nothing_typed_is_taken_for_markup(workshop: Workshop) -> None:
    workshop.begin("<script>alert(1)</script>", "he")
    one = workshop.add("<script>alert(2)</script>")
    workshop.publish()
    workshop.save(one, stem="<script>alert(3)</script>")
    workshop.publish()
    for path in ("/history", "/history/1", "/history/2"):
        assert "<script>alert" not in workshop.page(path)


def test_the_pages_cost_as_many_statements_for_any_history(workshop: Workshop, queries: list[str]) -> None:
    counts = []
    for _ in range(2):
        editions(workshop, 3)
        found = []
        for path in ("/history", "/history/2"):
            queries.clear()
            workshop.page(path)
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 6
